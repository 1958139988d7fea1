package dialog

import (
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

const (
	dialogPad      = 20 // between the edge of a dialog and its content
	dialogMargin   = 4  // between a dialog and the edge of the window
	dialogMinWidth = 320
	titleWidth     = 520 // a title that is longer makes no dialog wider, but has several lines
	scrollGutter   = 14  // keeps the scroll bar beside the content
	problemLine    = 20  // of what is wrong with a field
)

// overlay covers the window and lays a dialog out in its middle. Fyne finds keys and the pointer here, and nothing below.
type overlay struct {
	dialog         *Dialog
	backdrop       *widgets.Box
	box            *fyne.Container // the dialog
	title          *widgets.WrapText
	content        fyne.CanvasObject
	scroll         *container.Scroll
	left           []fyne.CanvasObject
	right          []*widgets.Button
	extras, choose *fyne.Container // left and right
	width          float32         // 0 is as wide as the content needs
	height         float32         // of the content, 0 is as high as that needs
	aside          bool            // at the right of the window
	laidOut        laidOut
	frame          *fyne.Container // all of these
	layer          *fyne.Container // the frame with its tooltips
}

func newOverlay(d *Dialog, title string, content fyne.CanvasObject) *overlay {
	gap := theme.Size(theme.SizeNameGap)
	o := &overlay{
		dialog:   d,
		backdrop: widgets.NewBox(theme.ColorNameBackdrop, ""),
		title:    widgets.NewBoldText(title, fynetheme.SizeNameHeadingText),
		content:  content,
		scroll:   container.NewVScroll(widgets.Padded(0, 0, 0, scrollGutter, content)),
		extras:   widgets.InRow(gap), choose: widgets.InRow(gap),
	}
	buttons := container.NewBorder(nil, nil, o.extras, o.choose)
	back := widgets.NewRoundedBox(theme.ColorNameDialog, theme.ColorNameBorder, fynetheme.SizeNameDialogRadius).WithShadow(18, 6)
	o.box = container.NewStack(back, widgets.Padded(15, 16, dialogPad, dialogPad-scrollGutter,
		container.NewBorder(widgets.Padded(0, 6, 0, scrollGutter, o.title), widgets.Padded(10, 0, 0, scrollGutter, buttons), nil, nil, o.scroll)))
	o.frame = container.New(o, o.backdrop, o.box)
	o.layer = widgets.NewLayer(o, o.frame)
	return o
}

// HandleKey does what a key does that no widget takes.
func (o *overlay) HandleKey(key *fyne.KeyEvent) {
	switch {
	case widgets.IsEnter(key):
		o.dialog.Accept()
	case key.Name == fyne.KeyEscape:
		o.dialog.Cancel()
	default:
		o.scrollBy(key.Name)
	}
}

// rebuild shows the buttons that the dialog has by now.
func (o *overlay) rebuild() {
	o.extras.Objects, o.choose.Objects = o.left, widgets.ObjectsOf(o.right)
	o.Relayout()
}

// Relayout fits the dialog to its content.
func (o *overlay) Relayout() { o.frame.Refresh() }

// ReturnFocusTo says what has the focus once the dialog is closed.
func (o *overlay) ReturnFocusTo(before fyne.Focusable) { o.dialog.before = before }

// Reveal scrolls the content so that the object can be seen.
func (o *overlay) Reveal(object fyne.CanvasObject) {
	height := o.scroll.Size().Height
	if o.content.Size().Height <= height || slices.Contains(append(widgets.ObjectsOf(o.right), o.left...), object) {
		return
	}
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(object).Y - driver.AbsolutePositionForObject(o.scroll).Y
	bottom := top + object.Size().Height
	offset := o.scroll.Offset.Y
	const margin = 8
	switch {
	case top < margin:
		offset += top - margin
	case bottom > height-margin:
		offset += bottom - height + margin
	default:
		return
	}
	o.scroll.ScrollToOffset(fyne.NewPos(0, max(0, offset)))
}

// MinSize implements [fyne.Layout]: a dialog adapts to its window.
func (o *overlay) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements [fyne.Layout]: the dialog is as large as its content needs and the window allows. What appears in it later moves
// neither its title nor, while there is room, its buttons: the pointer may be on one.
func (o *overlay) Layout(_ []fyne.CanvasObject, window fyne.Size) {
	if window.IsZero() { // it is not shown yet
		return
	}
	o.backdrop.Resize(window)
	buttons := o.extras.MinSize().Width + o.choose.MinSize().Width + 2*theme.Size(theme.SizeNameGap)
	needed := max(o.content.MinSize().Width, min(o.title.WholeWidth(), titleWidth), buttons) + 2*dialogPad
	width := min(max(o.width, dialogMinWidth, needed), window.Width-2*dialogMargin)
	inner := width - 2*dialogPad
	widgets.HeightAt(o.title, inner)
	fixed := o.box.MinSize().Height - o.scroll.MinSize().Height
	height := o.heightNow(window, inner, window.Height-2*dialogMargin-fixed)
	total := fixed + height
	// On whole pixels: a scroller at half a pixel cuts off the border of its first field.
	x, y := whole((window.Width-width)/2), whole((window.Height-total)/2)
	if o.aside {
		x = max(dialogMargin, window.Width-width-dialogPad)
	}
	if o.laidOut.window == window {
		y = min(o.laidOut.top, whole(window.Height-dialogMargin-total))
	}
	o.laidOut = laidOut{window, y, height}
	widgets.Put(o.box, x, y, width, total)
	o.scroll.Refresh()
}

func whole(pixels float32) float32 { return float32(math.Floor(float64(pixels))) }
