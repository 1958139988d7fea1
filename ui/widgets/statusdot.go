package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

const (
	// DotSize is the diameter of the dot that stands for a status.
	DotSize = 8
	// DotSpace is the width of the dot and of what keeps the text away from it.
	DotSpace = DotSize + 6
)

// StatusDot is a colored dot with a text beside it. The text is cut off where it does not fit.
type StatusDot struct {
	composite
	textRole
	status theme.Status
	muted  bool
	dot    *canvas.Circle
	label  *label
}

// NewStatusDot returns a dot in the color of the status; without a status there is only the text.
func NewStatusDot(status theme.Status, text string) *StatusDot {
	d := &StatusDot{status: status, dot: canvas.NewCircle(nil)}
	d.label = newCutLabel(text, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	d.compose(d, arrangement{d.minSize, d.place}, d.dot, d.label)
	return d
}

// Set changes the status and the text.
func (d *StatusDot) Set(status theme.Status, text string) {
	if d.status != status || d.label.text != text {
		d.status, d.label.text = status, text
		d.Refresh()
	}
}

// Text returns the text.
func (d *StatusDot) Text() string { return d.label.text }

func (d *StatusDot) left() float32 {
	if d.status == theme.StatusUnset {
		return 0
	}
	return DotSpace
}

func (d *StatusDot) minSize() fyne.Size {
	return fyne.NewSize(d.label.MinSize().Width+d.left(), LineHeight())
}

func (d *StatusDot) place(size fyne.Size) {
	Put(d.dot, 0, (size.Height-DotSize)/2, DotSize, DotSize)
	Put(d.label, d.left(), 0, size.Width-d.left(), size.Height)
}

func (d *StatusDot) restyle() {
	d.dot.Hidden = d.status == theme.StatusUnset
	d.dot.FillColor = theme.Color(d.status.ColorName())
	d.label.color = fynetheme.ColorNameForeground
	if d.muted {
		d.label.color = theme.ColorNameMutedText
	}
}
