package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// StatusDot is a colored dot with a text beside it. The text is cut off where it does not fit.
type StatusDot struct {
	widget.BaseWidget
	status theme.Status
	text   string
	muted  bool
}

// NewStatusDot returns a dot in the color of the status; without a status there is only the text.
func NewStatusDot(status theme.Status, text string) *StatusDot {
	d := &StatusDot{status: status, text: text}
	d.ExtendBaseWidget(d)
	return d
}

// Set changes the status and the text.
func (d *StatusDot) Set(status theme.Status, text string) {
	if d.status != status || d.text != text {
		d.status, d.text = status, text
		d.Refresh()
	}
}

// Text returns the text.
func (d *StatusDot) Text() string { return d.text }

// CreateRenderer draws the dot and the text.
func (d *StatusDot) CreateRenderer() fyne.WidgetRenderer {
	d.ExtendBaseWidget(d)
	r := &statusDotRenderer{d: d, dot: canvas.NewCircle(nil), text: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type statusDotRenderer struct {
	d    *StatusDot
	dot  *canvas.Circle
	text *canvas.Text
}

func (r *statusDotRenderer) Destroy() {}

func (r *statusDotRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.dot, r.text} }

func (r *statusDotRenderer) left() float32 {
	if r.d.status == theme.StatusUnset {
		return 0
	}
	return dotSpace
}

func (r *statusDotRenderer) MinSize() fyne.Size {
	text := fyne.MeasureText(r.d.text, theme.Size(fynetheme.SizeNameText), fyne.TextStyle{})
	return fyne.NewSize(min(text.Width, 60)+r.left(), lineHeight())
}

func (r *statusDotRenderer) Layout(size fyne.Size) {
	left := r.left()
	r.dot.Move(fyne.NewPos(0, (size.Height-dotSize)/2))
	r.dot.Resize(fyne.NewSquareSize(dotSize))
	r.text.Text, _ = truncate(r.d.text, r.text.TextSize, r.text.TextStyle, size.Width-left)
	r.text.Refresh()
	place(r.text, fyne.NewPos(left, 0), fyne.NewSize(size.Width-left, size.Height))
}

func (r *statusDotRenderer) Refresh() {
	r.dot.Hidden = r.d.status == theme.StatusUnset
	r.dot.FillColor = theme.Color(r.d.status.ColorName())
	colorName := fynetheme.ColorNameForeground
	if r.d.muted {
		colorName = theme.ColorNameMutedText
	}
	r.dot.Refresh()
	restyle(r.text, colorName, fynetheme.SizeNameText)
	r.Layout(r.d.Size())
}
