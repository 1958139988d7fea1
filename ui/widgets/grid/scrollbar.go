package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

const (
	scrollBarWidth = 12
	thumbMinimum   = 24
)

// scrollBar is a bar that is always visible and exact for contents of any length.
type scrollBar struct {
	widget.BaseWidget
	groove, handle       *canvas.Rectangle
	vertical             bool
	moved                func(to float64)
	offset, view, length float64
	hovered              bool
	dragging             bool
	grip                 float32 // where on the thumb it is held
}

func newScrollBar(vertical bool, moved func(to float64)) *scrollBar {
	b := &scrollBar{vertical: vertical, moved: moved, groove: canvas.NewRectangle(nil), handle: canvas.NewRectangle(nil)}
	b.ExtendBaseWidget(b)
	return b
}

// set says which part of the length is seen.
func (b *scrollBar) set(offset, view, length float64) {
	if b.offset == offset && b.view == view && b.length == length {
		return
	}
	b.offset, b.view, b.length = offset, view, length
	b.Refresh()
}

// along is the part of a position that counts for the bar's direction.
func (b *scrollBar) along(pos fyne.Position) float32 {
	if b.vertical {
		return pos.Y
	}
	return pos.X
}

func (b *scrollBar) track() float32 {
	if b.vertical {
		return b.Size().Height
	}
	return b.Size().Width
}

// thumb is the place and the length of the part that is dragged.
func (b *scrollBar) thumb() (start, length float32) {
	track := b.track()
	if b.length <= b.view || b.length == 0 {
		return 0, track
	}
	length = min(track, max(thumbMinimum, float32(b.view/b.length)*track))
	return float32(b.offset/(b.length-b.view)) * (track - length), length
}

// drag moves the thumb so that it starts at a place.
func (b *scrollBar) drag(start float32) {
	_, length := b.thumb()
	room := b.track() - length
	if room <= 0 {
		return
	}
	share := max(0, min(1, float64(start)/float64(room)))
	b.moved(share * (b.length - b.view))
}

// MouseDown takes hold of the thumb, or moves on by a page beside it.
func (b *scrollBar) MouseDown(event *desktop.MouseEvent) {
	at := b.along(event.Position)
	start, length := b.thumb()
	switch {
	case at < start:
		b.moved(b.offset - b.view*0.95)
	case at > start+length:
		b.moved(b.offset + b.view*0.95)
	}
	start, _ = b.thumb()
	b.grip = at - start
}

// MouseUp does nothing.
func (b *scrollBar) MouseUp(*desktop.MouseEvent) {}

// Tapped takes the tap; MouseDown has moved already.
func (b *scrollBar) Tapped(*fyne.PointEvent) {}

// Dragged moves the thumb with the pointer.
func (b *scrollBar) Dragged(event *fyne.DragEvent) {
	b.dragging = true
	b.drag(b.along(event.Position) - b.grip)
}

// DragEnd lets the thumb go.
func (b *scrollBar) DragEnd() {
	b.dragging = false
	b.Refresh()
}

// MouseIn lights the bar up.
func (b *scrollBar) MouseIn(*desktop.MouseEvent) {
	b.hovered = true
	b.Refresh()
}

// MouseMoved does nothing.
func (b *scrollBar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (b *scrollBar) MouseOut() {
	b.hovered = false
	b.Refresh()
}

// MinSize is the width of the bar.
func (b *scrollBar) MinSize() fyne.Size { return fyne.NewSquareSize(scrollBarWidth) }

// CreateRenderer draws the bar.
func (b *scrollBar) CreateRenderer() fyne.WidgetRenderer {
	b.Refresh()
	return widget.NewSimpleRenderer(container.NewWithoutLayout(b.groove, b.handle))
}

// Resize gives the bar another length.
func (b *scrollBar) Resize(size fyne.Size) {
	b.BaseWidget.Resize(size)
	b.place()
}

// Refresh draws the bar as it stands.
func (b *scrollBar) Refresh() {
	b.groove.FillColor = theme.Color(fynetheme.ColorNameScrollBarBackground)
	b.handle.FillColor = theme.Color(fynetheme.ColorNameScrollBar)
	b.place()
	b.groove.Refresh()
	b.handle.Refresh()
}

func (b *scrollBar) place() {
	b.groove.Resize(b.Size())
	start, length := b.thumb()
	thin, pad := float32(6), float32(3)
	if b.hovered || b.dragging {
		thin, pad = 8, 2
	}
	b.handle.CornerRadius = thin / 2
	if b.vertical {
		widgets.Put(b.handle, pad, start+1, thin, length-2)
	} else {
		widgets.Put(b.handle, start+1, pad, length-2, thin)
	}
}
