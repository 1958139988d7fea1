package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

// Label is one line of text in a color and a size of the theme. Unlike Fyne's label it has no space around it, which is what
// makes the window as dense as the programs that administrators know.
type Label struct {
	widget.BaseWidget
	TextRole
	Text     string
	tail     string // the end of the text that stays in sight where it is cut
	Color    fyne.ThemeColorName
	TextSize fyne.ThemeSizeName
	cut      bool // it ends in an ellipsis where there is no room for all of it
	Drawn    *canvas.Text
}

// NewLabel returns a text in the theme's color and size of the given names.
func NewLabel(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName) *Label {
	l := &Label{Text: text, Color: color, TextSize: size, Drawn: NewText(text, color, size)}
	l.ExtendBaseWidget(l)
	return l
}

// NewBoldLabel returns a bold label.
func NewBoldLabel(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName) *Label {
	l := NewLabel(text, color, size)
	l.Drawn.TextStyle.Bold = true
	return l
}

// NewCutLabel returns a label that is cut where it does not fit.
func NewCutLabel(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName) *Label {
	l := NewLabel(text, color, size)
	l.cut = true
	return l
}

// SetText changes the text.
func (l *Label) SetText(text string) {
	if l.Text != text {
		l.Text, l.tail = text, ""
		l.Refresh()
	}
}

// setPhrase changes the text, and reports whether it is another one.
func (l *Label) setPhrase(p Phrase) bool {
	if l.Text == p.String() && l.tail == p.Tail {
		return false
	}
	l.Text, l.tail = p.String(), p.Tail
	l.Refresh()
	return true
}

// phrase is the text with the part of it that stays in sight.
func (l *Label) phrase() Phrase {
	head, _ := strings.CutSuffix(l.Text, l.tail)
	return Phrase{head, l.tail}
}

// leastWidth is the width at which the part that stays in sight is seen whole.
func (l *Label) leastWidth() float32 {
	p := l.phrase()
	if p.Head != "" && p.Tail != "" {
		p.Head = ellipsis
	}
	return min(l.wholeSize().Width, fyne.MeasureText(p.String(), theme.Size(l.TextSize), l.Drawn.TextStyle).Width)
}

// SetColor changes the color.
func (l *Label) SetColor(color fyne.ThemeColorName) {
	l.Color = color
	l.Refresh()
}

// MinSize is the size of the whole text; one that may be cut needs a few letters' width only.
func (l *Label) MinSize() fyne.Size {
	const least = 60
	size := l.wholeSize()
	if l.cut {
		size.Width = min(size.Width, least)
	}
	return size
}

// wholeSize is the size of the whole text.
func (l *Label) wholeSize() fyne.Size {
	return fyne.MeasureText(l.Text, theme.Size(l.TextSize), l.Drawn.TextStyle)
}

// Resize shows as much of the text as there is room for.
func (l *Label) Resize(size fyne.Size) {
	l.BaseWidget.Resize(size)
	if l.cut && l.fit() {
		l.Drawn.Refresh()
	}
}

// Whole is the text of which only a part is drawn; nothing when all of it is.
func (l *Label) Whole() string {
	if l.Drawn.Text == l.Text {
		return ""
	}
	return l.Text
}

// fit chooses how much of the text is drawn, and reports whether that is another one than before.
func (l *Label) fit() bool {
	before := l.Drawn.Text
	l.Drawn.Text = l.Text
	if l.cut {
		l.Drawn.Text = l.phrase().truncate(theme.Size(l.TextSize), l.Drawn.TextStyle, l.Size().Width)
	}
	return l.Drawn.Text != before
}

// Refresh draws the text in the color that its name has now.
func (l *Label) Refresh() {
	l.fit()
	Restyle(l.Drawn, l.Color, l.TextSize)
}

// CreateRenderer draws the text, in the middle of the height.
func (l *Label) CreateRenderer() fyne.WidgetRenderer {
	l.Refresh()
	return widget.NewSimpleRenderer(l.Drawn)
}

// AccessibilityLabel is the whole text, also where it is cut.
func (l *Label) AccessibilityLabel() string { return l.Text }
