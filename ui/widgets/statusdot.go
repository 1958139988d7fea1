package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
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
	Composite
	TextRole
	status theme.Status
	muted  bool
	dot    *canvas.Circle
	space  *fyne.Container // the dot, and what keeps the text away from it
	label  *tellingLabel
}

// NewStatusDot returns a dot in the color of the status; without a status there is only the text.
func NewStatusDot(status theme.Status, text string) *StatusDot {
	d := &StatusDot{status: status, dot: canvas.NewCircle(nil)}
	d.label = newTellingLabel(text, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	d.space = Padded(0, 0, 0, DotSpace-DotSize-4, container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(DotSize), d.dot)))
	d.Compose(d, layout.NewBorderLayout(nil, nil, d.space, nil), d.space, d.label)
	return d
}

// Set changes the status and the text.
func (d *StatusDot) Set(status theme.Status, text string) { d.setPhrase(status, Phrase{Tail: text}) }

// setPhrase changes the status and the text, and reports whether it is another one.
func (d *StatusDot) setPhrase(status theme.Status, text Phrase) bool {
	same := d.status == status && d.label.phrase() == text
	if !same {
		d.status, d.label.Text, d.label.tail = status, text.String(), text.Tail
		d.Refresh()
	}
	return !same
}

// beside is the width of what stands beside the text.
func (d *StatusDot) beside() float32 { return d.MinSize().Width - d.label.MinSize().Width }

// wholeWidth is the width at which nothing of the text is cut.
func (d *StatusDot) wholeWidth() float32 {
	width := d.label.wholeSize().Width
	if d.status != theme.StatusUnset {
		width += d.space.MinSize().Width
	}
	return width
}

// Text returns the text.
func (d *StatusDot) Text() string { return d.label.Text }

// Restyle draws the dot in the color of its status.
func (d *StatusDot) Restyle() {
	d.dot.Hidden = d.status == theme.StatusUnset
	d.space.Hidden = d.dot.Hidden
	d.dot.FillColor = theme.Color(d.status.ColorName())
	d.label.Color = fynetheme.ColorNameForeground
	if d.muted {
		d.label.Color = theme.ColorNameMutedText
	}
}

// AccessibilityLabel is the text, which says what the color says.
func (d *StatusDot) AccessibilityLabel() string { return d.label.Text }
