package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// StatusBar is the bar at the bottom of the window: how things stand at the left, buttons at the right.
type StatusBar struct {
	Row      *fyne.Container // what is seen of it
	line     *fyne.Container // what stands in it
	activity *StatusLink
	status   *StatusDot
	buttons  *fyne.Container
}

// NewStatusBar returns a bar with the buttons, from left to right.
func NewStatusBar(buttons ...*Button) *StatusBar {
	b := &StatusBar{status: NewStatusDot(theme.StatusUnset, ""), activity: NewStatusLink()}
	b.activity.Hide()
	b.buttons = InRow(theme.Size(theme.SizeNameGap), ObjectsOf(buttons)...)
	b.line = container.New(Arranged(b.minSize, b.place), b.activity, b.status, b.buttons)
	edge := container.NewBorder(NewLine(theme.ColorNameBorder, 1), nil, nil, nil)
	b.Row = container.NewStack(NewBox(theme.ColorNameSidebar, ""), edge, Padded(8, 8, 16, 16, b.line))
	return b
}

// SetStatus changes what stands at the left; without a status it is gray.
func (b *StatusBar) SetStatus(status theme.Status, text Phrase) {
	b.status.muted = status == theme.StatusUnset
	if b.status.setPhrase(status, text) {
		b.line.Refresh()
	}
}

// SetActivity shows what is going on, before the status; a click on it, or Enter, calls open, which the tooltip tells of. Nothing is
// shown of an empty text.
func (b *StatusBar) SetActivity(text Phrase, tooltip string, open func()) {
	shown := text.String() != ""
	if !shown && !b.activity.Visible() {
		return
	}
	b.activity.Set(text, tooltip, open)
	SetVisible(b.activity, shown)
	b.line.Refresh()
}

func (b *StatusBar) minSize() fyne.Size {
	buttons, status := b.buttons.MinSize(), b.status.MinSize()
	width := status.Width + fynetheme.Padding() + buttons.Width
	if b.activity.Visible() {
		width += b.activity.MinSize().Width + fynetheme.Padding()
	}
	return fyne.NewSize(width, max(buttons.Height, status.Height))
}

// place gives the texts what the buttons leave.
func (b *StatusBar) place(size fyne.Size) {
	gap, buttons := fynetheme.Padding(), b.buttons.MinSize()
	putMinimal(b.buttons, size.Width-buttons.Width, 0, size.Height)
	room := max(0, size.Width-buttons.Width-gap)
	left := float32(0)
	if b.activity.Visible() {
		width := b.share(room - gap)
		Put(b.activity, 0, 0, width, size.Height)
		left = width + gap
	}
	height := b.status.MinSize().Height
	Put(b.status, left, (size.Height-height)/2, max(0, room-left), height)
}

// share is the width that the activity has of that of both texts: of what is left beside their tails each has half for its head, as
// far as it needs it. Where there is no room for both tails, that of the activity is seen whole.
func (b *StatusBar) share(room float32) float32 {
	whole, least := b.activity.label.wholeSize().Width+b.activity.beside(), b.activity.label.leastWidth()+b.activity.beside()
	status, statusLeast := b.status.label.wholeSize().Width+b.status.beside(), b.status.label.leastWidth()+b.status.beside()
	spare := max(0, room-least-statusLeast)
	head := max(spare/2, spare-(status-statusLeast))
	return min(room, whole, least+head)
}
