package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// Figure is a card with one number: what it counts, the number in large letters, and a gray line that explains it.
type Figure struct {
	widget.BaseWidget
	label, value, note string
	wrong              bool
}

// NewFigure returns a card without a number.
func NewFigure(label string) *Figure {
	f := &Figure{label: label, value: "–"}
	f.ExtendBaseWidget(f)
	return f
}

// Set changes the number and the line below it; alarming draws the number red.
func (f *Figure) Set(value, note string, alarming bool) {
	f.value, f.note, f.wrong = value, note, alarming
	f.Refresh()
}

// CreateRenderer draws the card.
func (f *Figure) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	r := &figureRenderer{figure: f, box: canvas.NewRectangle(nil), label: canvas.NewText("", nil), value: canvas.NewText("", nil), note: canvas.NewText("", nil)}
	r.value.TextStyle.Bold = true
	r.Refresh()
	return r
}

type figureRenderer struct {
	figure             *Figure
	box                *canvas.Rectangle
	label, value, note *canvas.Text
}

func (r *figureRenderer) Destroy() {}

func (r *figureRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.label, r.value, r.note}
}

const figurePadX, figurePadY = 14, 8

func (r *figureRenderer) MinSize() fyne.Size {
	value := r.value.MinSize()
	return fyne.NewSize(max(value.Width, 100)+2*figurePadX, 2*lineHeight()+value.Height+2*figurePadY)
}

func (r *figureRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	width, y := size.Width-2*figurePadX, float32(figurePadY)
	for text, whole := range map[*canvas.Text]string{r.label: r.figure.label, r.value: r.figure.value, r.note: r.figure.note} {
		text.Text, _ = truncate(whole, text.TextSize, text.TextStyle, width)
		text.Refresh()
	}
	for _, text := range []*canvas.Text{r.label, r.value, r.note} {
		height := max(lineHeight(), text.MinSize().Height)
		place(text, fyne.NewPos(figurePadX, y), fyne.NewSize(width, height))
		y += height
	}
}

func (r *figureRenderer) Refresh() {
	r.box.FillColor = theme.Color(theme.ColorNamePanel)
	r.box.StrokeColor, r.box.StrokeWidth = theme.Color(theme.ColorNameBorder), 1
	r.box.Refresh()
	color := fynetheme.ColorNameForeground
	if r.figure.wrong {
		color = theme.ColorNameErrorText
	}
	restyle(r.label, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	restyle(r.value, color, theme.SizeNameFigure)
	restyle(r.note, theme.ColorNameMutedText, fynetheme.SizeNameText)
	r.Layout(r.figure.Size())
}
