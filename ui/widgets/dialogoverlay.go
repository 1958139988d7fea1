package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

const (
	dialogPad      = 20 // between the edge of a dialog and its content
	dialogMargin   = 4  // between a dialog and the edge of the window
	dialogMinWidth = 320
	titleWidth     = 520 // a title that is longer makes no dialog wider, but has several lines
	scrollGutter   = 14  // keeps the scroll bar beside the content
)

// dialogOverlay covers the window and draws a dialog in its middle. Fyne finds keys and the pointer here, and nothing below.
type dialogOverlay struct {
	widget.BaseWidget
	dialog        *Dialog
	backdrop, box *box
	title         *WrapText
	content       fyne.CanvasObject
	scroll        *container.Scroll
	left          []fyne.CanvasObject
	right         []*Button
	width         float32         // 0 is as wide as the content needs
	frame         *fyne.Container // all of these
	host          *TooltipHost    // around the frame
}

func newDialogOverlay(d *Dialog, title string, content fyne.CanvasObject) *dialogOverlay {
	o := &dialogOverlay{
		dialog:   d,
		backdrop: newBox(theme.ColorNameBackdrop, ""),
		box:      newRoundedBox(theme.ColorNameDialog, theme.ColorNameBorder, fynetheme.SizeNameDialogRadius).withShadow(18, 6),
		title:    NewWrapText(title, fynetheme.ColorNameForeground, fynetheme.SizeNameHeadingText),
		content:  content,
	}
	o.title.style.Bold = true
	o.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, scrollGutter), content))
	o.frame = container.New(arrangement{o.MinSize, o.place})
	o.rebuild()
	o.host = NewTooltipHost(o.frame)
	o.ExtendBaseWidget(o)
	return o
}

func (o *dialogOverlay) tooltips() *TooltipHost { return o.host }

// Tapped takes taps beside the dialog, which do nothing.
func (o *dialogOverlay) Tapped(*fyne.PointEvent) {}

// TappedSecondary takes right clicks beside the dialog, which do nothing.
func (o *dialogOverlay) TappedSecondary(*fyne.PointEvent) {}

// MouseIn takes the pointer, so that nothing below the dialog lights up.
func (o *dialogOverlay) MouseIn(*desktop.MouseEvent) {}

// MouseMoved does nothing.
func (o *dialogOverlay) MouseMoved(*desktop.MouseEvent) {}

// MouseOut does nothing.
func (o *dialogOverlay) MouseOut() {}

func (o *dialogOverlay) handleKey(key *fyne.KeyEvent) {
	switch {
	case IsEnter(key):
		o.dialog.Accept()
	case key.Name == fyne.KeyEscape:
		o.dialog.Cancel()
	}
}

// rebuild shows the buttons that the dialog has by now.
func (o *dialogOverlay) rebuild() {
	o.frame.Objects = append([]fyne.CanvasObject{o.backdrop, o.box, o.title, o.scroll}, o.left...)
	o.frame.Objects = append(o.frame.Objects, objectsOf(o.right)...)
	o.relayout()
}

func (o *dialogOverlay) relayout() { o.frame.Refresh() }

// reveal scrolls the content so that the object can be seen.
func (o *dialogOverlay) reveal(object fyne.CanvasObject) {
	height := o.scroll.Size().Height
	if o.content.Size().Height <= height || slices.Contains(append(objectsOf(o.right), o.left...), object) {
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

// MinSize is nothing: a dialog adapts to its window.
func (o *dialogOverlay) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer draws the dialog with its tooltips above it.
func (o *dialogOverlay) CreateRenderer() fyne.WidgetRenderer {
	o.ExtendBaseWidget(o)
	return widget.NewSimpleRenderer(o.host)
}
