package widgets

import (
	"fyne.io/fyne/v2"

	"inventorybeacon/ui/theme"
)

// StatusBar is the bar at the bottom of the window: how things stand at the left, buttons at the right.
type StatusBar struct {
	composite
	back, line *box
	status     *StatusDot
	buttons    []*Button
}

// NewStatusBar returns a bar with the buttons, from left to right.
func NewStatusBar(buttons ...*Button) *StatusBar {
	b := &StatusBar{
		back: newBox(theme.ColorNameSidebar, ""), line: newBox(theme.ColorNameBorder, ""),
		status: NewStatusDot(theme.StatusUnset, ""), buttons: buttons,
	}
	b.compose(b, arrangement{b.minSize, b.place}, append([]fyne.CanvasObject{b.back, b.line, b.status}, objectsOf(buttons)...)...)
	return b
}

// SetStatus changes what stands at the left; without a status it is gray.
func (b *StatusBar) SetStatus(status theme.Status, text string) {
	b.status.muted = status == theme.StatusUnset
	b.status.Set(status, text)
}

const statusBarPad = 16

func (b *StatusBar) minSize() fyne.Size {
	width := float32(2*statusBarPad + 80)
	for _, button := range b.buttons {
		width += button.MinSize().Width + theme.Size(theme.SizeNameGap)
	}
	return fyne.NewSize(width, ControlHeight()+16)
}

func (b *StatusBar) place(size fyne.Size) {
	b.back.Resize(size)
	Put(b.line, 0, 0, size.Width, 1)
	x := size.Width - statusBarPad
	for i := len(b.buttons) - 1; i >= 0; i-- {
		x -= b.buttons[i].MinSize().Width
		putMinimal(b.buttons[i], x, 0, size.Height)
		x -= theme.Size(theme.SizeNameGap)
	}
	height := b.status.MinSize().Height
	Put(b.status, statusBarPad, (size.Height-height)/2, x-statusBarPad, height)
}
