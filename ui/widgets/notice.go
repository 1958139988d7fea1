package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Notice is a line across a page that says something until it is closed or replaced: an icon, a text that wraps,
// a button if there is something to do, and a cross. It takes no room while it says nothing.
type Notice struct {
	composite
	OnClosed func()

	box, bar *box
	icon     *icon
	text     *WrapText
	cross    *Button
	action   *Button // nil for none
}

// NewNotice returns a notice that says nothing.
func NewNotice() *Notice {
	n := &Notice{
		box:  newBox(theme.ColorNamePanel, theme.ColorNameBorder),
		bar:  newBox("", ""),
		icon: newIcon("", "", theme.Size(fynetheme.SizeNameInlineIcon)),
		text: NewWrapText("", fynetheme.ColorNameForeground, fynetheme.SizeNameText),
	}
	n.cross = NewIconButton("clear", lang.L("Close"), func() {
		n.Clear()
		if n.OnClosed != nil {
			n.OnClosed()
		}
	})
	n.compose(n, arrangement{n.minSize, n.place})
	n.Hide()
	return n
}

// Say shows a text; the button may be nil.
func (n *Notice) Say(status theme.Status, text string, action *Button) {
	n.bar.fill, n.action = status.ColorName(), action
	n.icon.set(statusIcon(status), status.ColorName())
	n.text.SetText(text)
	n.body.Objects = []fyne.CanvasObject{n.box, n.bar, n.icon, n.text, n.cross}
	if action != nil {
		n.body.Objects = append(n.body.Objects, action)
	}
	n.Show()
	n.Refresh()
}

// Clear says nothing any more.
func (n *Notice) Clear() {
	n.text.SetText("")
	n.Hide()
}

// Text returns what is said.
func (n *Notice) Text() string { return n.text.text }

const (
	noticePad = 4
	noticeBar = 3
	noticeGap = 8
)

// textLeft is where the text begins: behind the bar and the icon.
func (n *Notice) textLeft() float32 { return noticeBar + 10 + n.icon.MinSize().Width + noticeGap }

// textWidth is what icon and buttons leave of a width.
func (n *Notice) textWidth(width float32) float32 {
	width -= n.textLeft() + n.cross.MinSize().Width + noticeGap
	if n.action != nil {
		width -= n.action.MinSize().Width + noticeGap
	}
	return width
}

func (n *Notice) minSize() fyne.Size {
	const narrowest = 320
	text := n.text.heightFor(n.textWidth(max(narrowest, n.Size().Width)))
	return fyne.NewSize(narrowest, max(text, ControlHeight())+2*noticePad)
}

func (n *Notice) place(size fyne.Size) {
	n.box.Resize(size)
	Put(n.bar, 0, 0, noticeBar, size.Height)
	putMinimal(n.icon, noticeBar+10, 0, size.Height)
	width := n.textWidth(size.Width)
	height := n.text.heightFor(width)
	Put(n.text, n.textLeft(), (size.Height-height)/2, width, height)
	right := size.Width - noticePad
	for _, button := range []*Button{n.cross, n.action} {
		if button != nil {
			right -= button.MinSize().Width
			putMinimal(button, right, 0, size.Height)
			right -= noticeGap
		}
	}
}
