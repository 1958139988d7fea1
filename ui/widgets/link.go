package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Link is a text that leads somewhere: by a click, or by Enter and Space. Without somewhere to lead, it is a text. Fyne's hyperlink
// leads to an address, has no tooltip, and takes a line of its own.
type Link struct {
	Control
	text  string
	says  string // the tooltip, which also has the text where that is cut
	open  func()
	size  fyne.ThemeSizeName
	color fyne.ThemeColorName // of a text that leads nowhere
	label *Label
	ring  *Box
}

// NewLink returns a link that says nothing.
func NewLink() *Link { return newLink(fynetheme.SizeNameText, theme.ColorNameMutedText) }

// NewLargeLink returns a link with the text of a heading, for a number.
func NewLargeLink() *Link {
	l := newLink(theme.SizeNameFigure, fynetheme.ColorNameForeground)
	l.label.Drawn.TextStyle.Bold = true
	return l
}

func newLink(size fyne.ThemeSizeName, color fyne.ThemeColorName) *Link {
	l := &Link{size: size, color: color, ring: NewRoundedBox("", "", fynetheme.SizeNameButtonRadius), label: NewCutLabel("", color, size)}
	l.Compose(l, Arranged(func() fyne.Size {
		return l.label.wholeSize()
	}, l.place), l.ring, l.label)
	return l
}

// linkPad is how far the frame of the focus stands out: the text itself stands below headings and texts.
const linkPad = 3

// Set changes the text, what its tooltip adds, and where it leads; nil is nowhere.
func (l *Link) Set(text, tooltip string, open func()) {
	l.text, l.says, l.open = text, tooltip, open
	l.label.SetText(text)
	l.tell()
	l.Refresh()
}

// Text returns what the link says.
func (l *Link) Text() string { return l.text }

func (l *Link) place(size fyne.Size) {
	Put(l.ring, -linkPad, 0, size.Width+2*linkPad, size.Height)
	l.label.Resize(size)
	l.tell()
}

// tell has the tooltip say the whole text where that is cut.
func (l *Link) tell() {
	switch whole := l.label.Whole(); {
	case whole != "" && l.says != "":
		l.SetTooltip(whole + "\n" + l.says)
	default:
		l.SetTooltip(whole + l.says)
	}
}

// Tooltip is what is said while the pointer rests on the link.
func (l *Link) Tooltip() string { return l.Tip.Text }

// Tapped opens it.
func (l *Link) Tapped(*fyne.PointEvent) { l.press() }

func (l *Link) press() {
	if l.open != nil {
		l.Tip.Hide()
		l.open()
	}
}

// TypedKey opens it with Enter or Space.
func (l *Link) TypedKey(key *fyne.KeyEvent) {
	if l.open != nil && (IsEnter(key) || key.Name == fyne.KeySpace) {
		l.press()
		return
	}
	PassKey(l, key)
}

// Cursor is that of what can be clicked.
func (l *Link) Cursor() desktop.Cursor {
	if l.open == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// AccessibilityLabel is the text, and what the tooltip adds.
func (l *Link) AccessibilityLabel() string { return Said(l.text, l.says) }

// Restyle draws the color of a link, the focus and what lies under the pointer.
func (l *Link) Restyle() {
	color, fill, stroke := l.color, fyne.ThemeColorName(""), fyne.ThemeColorName("")
	if l.open != nil {
		if l.size != theme.SizeNameFigure || l.State.Hovered {
			color = fynetheme.ColorNamePrimary
		}
		if l.State.Hovered {
			fill = fynetheme.ColorNameHover
		}
	}
	if l.State.Focused {
		stroke = fynetheme.ColorNamePrimary
	}
	l.label.SetColor(color)
	l.ring.Set(fill, stroke)
}
