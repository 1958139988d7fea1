package widgets

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// dialogFrame draws what a dialog consists of.
type dialogFrame struct {
	widget.BaseWidget
	overlay       *dialogOverlay
	backdrop, box *canvas.Rectangle
}

// MinSize is nothing: a dialog adapts to its window.
func (f *dialogFrame) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer draws the frame.
func (f *dialogFrame) CreateRenderer() fyne.WidgetRenderer {
	r := &dialogFrameRenderer{f}
	r.recolor()
	return r
}

type dialogFrameRenderer struct{ *dialogFrame }

func (r *dialogFrameRenderer) Destroy() {}

func (r *dialogFrameRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *dialogFrameRenderer) Objects() []fyne.CanvasObject {
	o := r.overlay
	objects := []fyne.CanvasObject{r.backdrop, r.box, o.title, o.scroll}
	objects = append(objects, o.left...)
	for _, button := range o.right {
		objects = append(objects, button)
	}
	return objects
}

func (r *dialogFrameRenderer) Layout(size fyne.Size) {
	o := r.overlay
	r.backdrop.Resize(size)
	title := fyne.MeasureText(o.title.text, theme.Size(o.title.size), o.title.style)
	width := max(o.width, o.content.MinSize().Width+2*dialogPad, min(title.Width, titleWidth)+2*dialogPad, dialogMinWidth, r.buttonsWidth()+2*dialogPad)
	width = min(width, size.Width-2*dialogMargin)
	inner := width - 2*dialogPad
	title.Height = o.title.heightFor(inner)

	buttons := controlHeight()
	fixed := dialogPad*0.75 + title.Height + 10 + 14 + buttons + dialogPad*0.8
	room := size.Height - 2*dialogMargin - fixed
	height := min(float32(math.Ceil(float64(max(contentHeight(o.content, inner), o.height)))), room)
	total := fixed + height
	// On whole pixels: a scroller at half a pixel cuts off the border of its first field.
	x, y := whole((size.Width-width)/2), whole((size.Height-total)/2)

	r.box.Move(fyne.NewPos(x, y))
	r.box.Resize(fyne.NewSize(width, total))
	o.title.Move(fyne.NewPos(x+dialogPad, y+dialogPad*0.75))
	o.title.Resize(fyne.NewSize(inner, title.Height))
	o.scroll.Move(fyne.NewPos(x+dialogPad, whole(y+dialogPad*0.75+title.Height+10)))
	o.scroll.Resize(fyne.NewSize(inner+scrollGutter, height))
	o.scroll.Refresh()
	r.layoutButtons(x+dialogPad, y+total-dialogPad*0.8-buttons, inner)
}

func whole(pixels float32) float32 { return float32(math.Floor(float64(pixels))) }

// contentHeight is the height of the content at a width. A content with wrapped lines knows it once it has that width.
func contentHeight(content fyne.CanvasObject, width float32) float32 {
	if measured, ok := content.(interface{ heightFor(float32) float32 }); ok {
		return measured.heightFor(width)
	}
	if content.Size().Width != width {
		content.Resize(fyne.NewSize(width, content.MinSize().Height))
	}
	return content.MinSize().Height
}

func (r *dialogFrameRenderer) buttonsWidth() float32 {
	width, gap := float32(0), theme.Size(theme.SizeNameGap)
	for _, object := range r.Objects()[4:] {
		if object.Visible() {
			width += object.MinSize().Width + gap
		}
	}
	return width
}

func (r *dialogFrameRenderer) layoutButtons(left, top, width float32) {
	gap, height := theme.Size(theme.SizeNameGap), controlHeight()
	put := func(object fyne.CanvasObject, x float32) {
		size := object.MinSize()
		object.Move(fyne.NewPos(x, top+(height-size.Height)/2))
		object.Resize(size)
	}
	x := left
	for _, object := range r.overlay.left {
		if object.Visible() {
			put(object, x)
			x += object.MinSize().Width + gap
		}
	}
	x = left + width
	for i := len(r.overlay.right) - 1; i >= 0; i-- {
		if button := r.overlay.right[i]; button.Visible() {
			x -= button.MinSize().Width
			put(button, x)
			x -= gap
		}
	}
}

func (r *dialogFrameRenderer) recolor() {
	r.backdrop.FillColor = theme.Color(theme.ColorNameBackdrop)
	r.box.FillColor = theme.Color(theme.ColorNameDialog)
	r.box.StrokeColor, r.box.StrokeWidth = theme.Color(theme.ColorNameBorder), 1
	r.box.CornerRadius = theme.Size(fynetheme.SizeNameDialogRadius)
	r.box.Shadow = canvas.Shadow{Color: theme.Color(fynetheme.ColorNameShadow), BlurRadius: 18, Offset: fyne.NewPos(0, 6)}
}

func (r *dialogFrameRenderer) Refresh() {
	r.recolor()
	r.backdrop.Refresh()
	r.box.Refresh()
	for _, object := range r.Objects()[2:] {
		object.Refresh()
	}
	r.Layout(r.Size())
	canvas.Refresh(r.dialogFrame)
}
