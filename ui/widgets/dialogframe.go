package widgets

import (
	"math"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/theme"
)

// place puts the dialog into the middle of the window, as large as its content needs and the window allows.
func (o *dialogOverlay) place(window fyne.Size) {
	if window.IsZero() { // it is not shown yet
		return
	}
	o.backdrop.Resize(window)
	title := fyne.MeasureText(o.title.text, theme.Size(o.title.size), o.title.style).Width
	needed := max(o.content.MinSize().Width, min(title, titleWidth), o.buttonsWidth()) + 2*dialogPad
	width := min(max(o.width, dialogMinWidth, needed), window.Width-2*dialogMargin)
	inner := width - 2*dialogPad
	titleHeight, buttons := contentHeight(o.title, inner), ControlHeight()
	top := dialogPad*0.75 + titleHeight + 10 // of the content
	fixed := top + 14 + buttons + dialogPad*0.8
	height := min(float32(math.Ceil(float64(contentHeight(o.content, inner)))), window.Height-2*dialogMargin-fixed)
	total := fixed + height
	// On whole pixels: a scroller at half a pixel cuts off the border of its first field.
	x, y := whole((window.Width-width)/2), whole((window.Height-total)/2)

	Put(o.box, x, y, width, total)
	Put(o.title, x+dialogPad, y+dialogPad*0.75, inner, titleHeight)
	Put(o.scroll, x+dialogPad, whole(y+top), inner+scrollGutter, height)
	o.scroll.Refresh()
	o.placeButtons(x+dialogPad, y+total-dialogPad*0.8-buttons, inner)
}

func whole(pixels float32) float32 { return float32(math.Floor(float64(pixels))) }

// contentHeight is the height of the content at a width, which one with wrapped lines knows once it has that width.
func contentHeight(content fyne.CanvasObject, width float32) float32 {
	if content.Size().Width != width {
		content.Resize(fyne.NewSize(width, content.MinSize().Height))
	}
	return content.MinSize().Height
}

// buttonsWidth is the width of all buttons that are shown, with a gap behind each.
func (o *dialogOverlay) buttonsWidth() float32 {
	width := float32(0)
	for _, object := range append(objectsOf(o.right), o.left...) {
		if object.Visible() {
			width += object.MinSize().Width + theme.Size(theme.SizeNameGap)
		}
	}
	return width
}

func (o *dialogOverlay) placeButtons(left, top, width float32) {
	gap, height := theme.Size(theme.SizeNameGap), ControlHeight()
	x := left
	for _, object := range o.left {
		if object.Visible() {
			putMinimal(object, x, top, height)
			x += object.MinSize().Width + gap
		}
	}
	x = left + width
	for i := len(o.right) - 1; i >= 0; i-- {
		if button := o.right[i]; button.Visible() {
			x -= button.MinSize().Width
			putMinimal(button, x, top, height)
			x -= gap
		}
	}
}
