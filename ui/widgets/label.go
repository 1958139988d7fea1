package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// label is one line of text in a color and a size of the theme. Unlike Fyne's label it has no space around it, which is what
// makes the window as dense as the programs that administrators know.
type label struct {
	widget.BaseWidget
	textRole
	text  string
	tail  string // the end of the text that stays in sight where it is cut
	color fyne.ThemeColorName
	size  fyne.ThemeSizeName
	cut   bool // it ends in an ellipsis where there is no room for all of it
	drawn *canvas.Text
}

func newLabel(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName) *label {
	l := &label{text: text, color: color, size: size, drawn: NewText(text, color, size)}
	l.ExtendBaseWidget(l)
	return l
}

// newHeading returns a bold label.
func newHeading(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName) *label {
	l := newLabel(text, color, size)
	l.drawn.TextStyle.Bold = true
	return l
}

// newCutLabel returns a label that is cut where it does not fit.
func newCutLabel(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName) *label {
	l := newLabel(text, color, size)
	l.cut = true
	return l
}

func (l *label) setText(text string) {
	if l.text != text {
		l.text, l.tail = text, ""
		l.Refresh()
	}
}

// setPhrase changes the text, and reports whether it is another one.
func (l *label) setPhrase(p Phrase) bool {
	if l.text == p.String() && l.tail == p.Tail {
		return false
	}
	l.text, l.tail = p.String(), p.Tail
	l.Refresh()
	return true
}

// phrase is the text with the part of it that stays in sight.
func (l *label) phrase() Phrase {
	head, _ := strings.CutSuffix(l.text, l.tail)
	return Phrase{head, l.tail}
}

// leastWidth is the width at which the part that stays in sight is seen whole.
func (l *label) leastWidth() float32 {
	p := l.phrase()
	if p.Head != "" && p.Tail != "" {
		p.Head = ellipsis
	}
	return min(l.wholeSize().Width, fyne.MeasureText(p.String(), theme.Size(l.size), l.drawn.TextStyle).Width)
}

func (l *label) setColor(color fyne.ThemeColorName) {
	l.color = color
	l.Refresh()
}

// MinSize is the size of the whole text; one that may be cut needs a few letters' width only.
func (l *label) MinSize() fyne.Size {
	const least = 60
	size := l.wholeSize()
	if l.cut {
		size.Width = min(size.Width, least)
	}
	return size
}

// wholeSize is the size of the whole text.
func (l *label) wholeSize() fyne.Size {
	return fyne.MeasureText(l.text, theme.Size(l.size), l.drawn.TextStyle)
}

// Resize shows as much of the text as there is room for.
func (l *label) Resize(size fyne.Size) {
	l.BaseWidget.Resize(size)
	if l.cut && l.fit() {
		l.drawn.Refresh()
	}
}

// whole is the text of which only a part is drawn; nothing when all of it is.
func (l *label) whole() string {
	if l.drawn.Text == l.text {
		return ""
	}
	return l.text
}

// fit chooses how much of the text is drawn, and reports whether that is another one than before.
func (l *label) fit() bool {
	before := l.drawn.Text
	l.drawn.Text = l.text
	if l.cut {
		l.drawn.Text = l.phrase().truncate(theme.Size(l.size), l.drawn.TextStyle, l.Size().Width)
	}
	return l.drawn.Text != before
}

// Refresh draws the text in the color that its name has now.
func (l *label) Refresh() {
	l.fit()
	Restyle(l.drawn, l.color, l.size)
}

// CreateRenderer draws the text, in the middle of the height.
func (l *label) CreateRenderer() fyne.WidgetRenderer {
	l.Refresh()
	return widget.NewSimpleRenderer(l.drawn)
}

// AccessibilityLabel is the whole text, also where it is cut.
func (l *label) AccessibilityLabel() string { return l.text }
