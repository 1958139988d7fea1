package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
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
	title         *WrapText
	content       fyne.CanvasObject
	scroll        *container.Scroll
	left          []fyne.CanvasObject
	right         []*Button
	width, height float32
	host          *TooltipHost
	frame         *dialogFrame
}

func newDialogOverlay(d *Dialog, title string, content fyne.CanvasObject) *dialogOverlay {
	o := &dialogOverlay{dialog: d, content: content, title: NewWrapText(title, fynetheme.ColorNameForeground, fynetheme.SizeNameHeadingText)}
	o.title.style.Bold = true
	o.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, scrollGutter), content))
	o.frame = &dialogFrame{overlay: o, backdrop: canvas.NewRectangle(nil), box: canvas.NewRectangle(nil)}
	o.frame.ExtendBaseWidget(o.frame)
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

func (o *dialogOverlay) takeKey(key *fyne.KeyEvent) {
	switch {
	case isEnter(key):
		o.dialog.Accept()
	case key.Name == fyne.KeyEscape:
		o.dialog.Cancel()
	}
}

func (o *dialogOverlay) setTitle(title string) {
	o.title.SetText(title)
	o.relayout()
}

func (o *dialogOverlay) rebuild() { o.Refresh() }

func (o *dialogOverlay) relayout() { o.frame.Refresh() }

// reveal scrolls the content so that the object can be seen.
func (o *dialogOverlay) reveal(object fyne.CanvasObject) {
	height := o.scroll.Size().Height
	if o.content.Size().Height <= height || slices.Contains(o.left, object) || slices.ContainsFunc(o.right, func(b *Button) bool { return b == object }) {
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
