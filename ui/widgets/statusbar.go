package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inventorybeacon/ui/theme"
)

// StatusBar is the bar at the bottom of the window: how things stand at the left, buttons at the right.
type StatusBar struct {
	Row      *fyne.Container // what is seen of it
	activity *StatusLink
	status   *StatusDot
}

// NewStatusBar returns a bar with the buttons, from left to right.
func NewStatusBar(buttons ...*Button) *StatusBar {
	b := &StatusBar{status: NewStatusDot(theme.StatusUnset, ""), activity: NewStatusLink()}
	b.activity.Hide()
	row := container.NewBorder(nil, nil, b.activity, inRow(theme.Size(theme.SizeNameGap), objectsOf(buttons)...), centered(b.status))
	line := container.NewBorder(newLine(theme.ColorNameBorder, 1), nil, nil, nil)
	b.Row = container.NewStack(newBox(theme.ColorNameSidebar, ""), line, padded(8, 8, 16, 16, row))
	return b
}

// SetStatus changes what stands at the left; without a status it is gray.
func (b *StatusBar) SetStatus(status theme.Status, text string) {
	b.status.muted = status == theme.StatusUnset
	b.status.Set(status, text)
}

// SetActivity shows what is going on, before the status; a click on it, or Enter, calls open, which the tooltip tells of. Nothing is
// shown of an empty text.
func (b *StatusBar) SetActivity(text, tooltip string, open func()) {
	shown := text != ""
	if !shown && !b.activity.Visible() {
		return
	}
	b.activity.SetTooltip(tooltip)
	b.activity.Set(text, open)
	SetVisible(b.activity, shown)
	b.Row.Refresh()
}
