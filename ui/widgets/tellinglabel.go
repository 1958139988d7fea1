package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// tellingLabel is a label that is cut where it does not fit, and then says the whole text as a tooltip. It takes the pointer: within a
// widget that lights up under it, that widget has to say it instead.
type tellingLabel struct {
	Label
	tip Tip
}

func newTellingLabel(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName) *tellingLabel {
	l := &tellingLabel{Label: Label{Text: text, Color: color, TextSize: size, cut: true, Drawn: NewText(text, color, size)}}
	l.ExtendBaseWidget(l)
	return l
}

// Tooltip is what is said while the pointer rests on the label.
func (l *tellingLabel) Tooltip() string { return l.Whole() }

// MouseIn waits to show the tooltip.
func (l *tellingLabel) MouseIn(event *desktop.MouseEvent) {
	l.tip.SetText(l.Tooltip())
	l.tip.Show(l, event)
}

// MouseMoved waits anew to show the tooltip.
func (l *tellingLabel) MouseMoved(event *desktop.MouseEvent) { l.MouseIn(event) }

// MouseOut ends what MouseIn began.
func (l *tellingLabel) MouseOut() { l.tip.Hide() }
