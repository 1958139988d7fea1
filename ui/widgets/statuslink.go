package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// StatusLink says what is going on, with the dot of what runs, and leads there: by a click, or by Enter and Space.
type StatusLink struct {
	Control
	open  func()
	says  string // the tooltip, which also has the text where that is cut
	dot   *canvas.Circle
	label *Label
	ring  *Box
}

// NewStatusLink returns a link that says nothing.
func NewStatusLink() *StatusLink {
	l := &StatusLink{
		dot: canvas.NewCircle(nil), ring: NewRoundedBox("", "", fynetheme.SizeNameButtonRadius),
		label: NewCutLabel("", fynetheme.ColorNamePrimary, fynetheme.SizeNameText),
	}
	l.Compose(l, Arranged(func() fyne.Size {
		return fyne.NewSize(l.label.MinSize().Width+l.beside(), ControlHeight())
	}, l.place), l.ring, l.dot, l.label)
	return l
}

const statusLinkPad = 6

// beside is the width of what stands beside the text.
func (l *StatusLink) beside() float32 { return DotSpace + 2*statusLinkPad }

// Set changes what the link says and where it leads, which the tooltip tells of.
func (l *StatusLink) Set(text Phrase, tooltip string, open func()) {
	l.open, l.says = open, tooltip
	if l.label.setPhrase(text) {
		l.Refresh()
	}
	l.tell()
}

// tell has the tooltip say the whole text where that is cut.
func (l *StatusLink) tell() {
	tooltip := l.says
	if whole := l.label.Whole(); whole != "" {
		tooltip = whole + "\n" + tooltip
	}
	l.SetTooltip(tooltip)
}

// Text returns what the link says.
func (l *StatusLink) Text() string { return l.label.Text }

func (l *StatusLink) place(size fyne.Size) {
	l.ring.Resize(size)
	Put(l.dot, statusLinkPad, (size.Height-DotSize)/2, DotSize, DotSize)
	Put(l.label, statusLinkPad+DotSpace, 0, size.Width-l.beside(), size.Height)
	l.tell()
}

// Tapped opens it.
func (l *StatusLink) Tapped(*fyne.PointEvent) { l.press() }

func (l *StatusLink) press() {
	if l.open != nil {
		l.open()
	}
}

// TypedKey opens it with Enter or Space.
func (l *StatusLink) TypedKey(key *fyne.KeyEvent) {
	if IsEnter(key) || key.Name == fyne.KeySpace {
		l.press()
		return
	}
	PassKey(l, key)
}

// Cursor is that of what can be clicked.
func (l *StatusLink) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Restyle draws the focus and what lies under the pointer.
func (l *StatusLink) Restyle() {
	l.dot.FillColor = theme.Color(theme.StatusRunning.ColorName())
	fill, stroke := fyne.ThemeColorName(""), fyne.ThemeColorName("")
	if l.State.Hovered {
		fill = fynetheme.ColorNameHover
	}
	if l.State.Focused {
		stroke = fynetheme.ColorNamePrimary
	}
	l.ring.Set(fill, stroke)
}

// AccessibilityLabel is what goes on.
func (l *StatusLink) AccessibilityLabel() string { return l.label.Text }
