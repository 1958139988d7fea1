package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// ProgressBar is a thin bar. While it is not known how much there is to do, a piece of it wanders on with every Set,
// so that it costs nothing and moves only when something has happened.
type ProgressBar struct {
	widget.BaseWidget
	value float64
	steps int
	color fyne.ThemeColorName
}

// NewProgressBar returns an empty bar.
func NewProgressBar() *ProgressBar {
	b := &ProgressBar{color: theme.ColorNameStatusRunning}
	b.ExtendBaseWidget(b)
	return b
}

// Set fills the bar from 0 to 1; less than 0 means that it is not known how much there is to do.
func (b *ProgressBar) Set(value float64) {
	if value < 0 {
		b.steps++
	} else if value == b.value {
		return
	}
	b.value = min(value, 1)
	b.Refresh()
}

// SetStatus colors the bar.
func (b *ProgressBar) SetStatus(status theme.Status) {
	if color := status.ColorName(); color != b.color {
		b.color = color
		b.Refresh()
	}
}

// CreateRenderer draws the bar.
func (b *ProgressBar) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &progressBarRenderer{bar: b, track: canvas.NewRectangle(nil), fill: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

const progressBarHeight = 8

type progressBarRenderer struct {
	bar         *ProgressBar
	track, fill *canvas.Rectangle
}

func (r *progressBarRenderer) Destroy() {}

func (r *progressBarRenderer) MinSize() fyne.Size { return fyne.NewSize(60, progressBarHeight) }

func (r *progressBarRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.track, r.fill}
}

func (r *progressBarRenderer) Layout(size fyne.Size) {
	top := (size.Height - progressBarHeight) / 2
	r.track.Move(fyne.NewPos(0, top))
	r.track.Resize(fyne.NewSize(size.Width, progressBarHeight))
	left, width := float32(0), size.Width*float32(r.bar.value)
	if r.bar.value < 0 {
		const stops = 12
		width = size.Width / 4
		left = (size.Width - width) * float32(r.bar.steps%stops) / (stops - 1)
	}
	r.fill.Move(fyne.NewPos(left, top))
	r.fill.Resize(fyne.NewSize(width, progressBarHeight))
}

func (r *progressBarRenderer) Refresh() {
	r.track.FillColor, r.fill.FillColor = theme.Color(theme.ColorNameTrack), theme.Color(r.bar.color)
	radius := theme.Size(fynetheme.SizeNameInputRadius)
	r.track.CornerRadius, r.fill.CornerRadius = radius, radius
	r.Layout(r.bar.Size())
	r.track.Refresh()
	r.fill.Refresh()
}
