package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// ProgressBar is a thin bar. While it is not known how much there is to do, a piece of it wanders on with every Set,
// so that it costs nothing and moves only when something has happened. Fyne's bar for that is an animation, which keeps the
// processor of a remote session busy.
type ProgressBar struct {
	Composite
	TextRole
	value       float64
	steps       int
	track, fill *Box
}

// NewProgressBar returns an empty bar.
func NewProgressBar() *ProgressBar {
	b := &ProgressBar{
		track: NewRoundedBox(theme.ColorNameTrack, "", fynetheme.SizeNameInputRadius),
		fill:  NewRoundedBox(theme.ColorNameStatusRunning, "", fynetheme.SizeNameInputRadius),
	}
	b.Compose(b, Arranged(func() fyne.Size { return fyne.NewSize(60, progressBarHeight) }, b.place), b.track, b.fill)
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
	if color := status.ColorName(); color != b.fill.Fill {
		b.fill.Set(color, "")
	}
}

const progressBarHeight = 8

func (b *ProgressBar) place(size fyne.Size) {
	top := (size.Height - progressBarHeight) / 2
	Put(b.track, 0, top, size.Width, progressBarHeight)
	left, width := float32(0), size.Width*float32(b.value)
	if b.value < 0 {
		const stops = 12
		width = size.Width / 4
		left = (size.Width - width) * float32(b.steps%stops) / (stops - 1)
	}
	Put(b.fill, left, top, width, progressBarHeight)
}

// AccessibilityLabel is how far the bar is.
func (b *ProgressBar) AccessibilityLabel() string {
	if b.value < 0 {
		return lang.L("in progress")
	}
	return strconv.Itoa(int(b.value*100)) + " %"
}
