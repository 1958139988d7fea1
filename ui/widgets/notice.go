package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Notice is a line across a page that says something until it is closed or replaced: an icon, a text that wraps,
// a button if there is something to do, and a cross. It takes no room while it says nothing.
type Notice struct {
	Composite
	OnClosed func()

	bar     *Box
	icon    *Icon
	text    *WrapText
	cross   *Button
	buttons *fyne.Container // what there is to do, and the cross
}

// NewNotice returns a notice that says nothing.
func NewNotice() *Notice {
	n := &Notice{
		bar:  NewLine("", 3),
		icon: NewIcon("", "", theme.Size(fynetheme.SizeNameInlineIcon)),
		text: NewWrapText("", fynetheme.ColorNameForeground, fynetheme.SizeNameText),
	}
	n.cross = NewIconButton("clear", lang.L("Close"), func() {
		n.Clear()
		if n.OnClosed != nil {
			n.OnClosed()
		}
	})
	n.buttons = InRow(noticeGap, n.cross)
	content := container.NewBorder(nil, nil, Padded(0, 0, 10, 4, n.icon), Centered(n.buttons), Centered(n.text))
	n.Stack(n, NewBox(theme.ColorNamePanel, theme.ColorNameBorder),
		container.NewBorder(nil, nil, n.bar, nil), Padded(noticePad, noticePad, 3, noticePad, content))
	n.Hide()
	return n
}

// Say shows a text; the button may be nil.
func (n *Notice) Say(status theme.Status, text string, action *Button) {
	n.bar.Fill = status.ColorName()
	n.icon.Set(status.Icon(), status.ColorName())
	n.text.SetText(text)
	n.buttons.Objects = []fyne.CanvasObject{n.cross}
	if action != nil {
		n.buttons.Objects = []fyne.CanvasObject{action, n.cross}
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
	noticeGap = 8
)
