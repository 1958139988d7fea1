package menu

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

const (
	menuItemPad     = 10
	menuShortcutGap = 28 // between an entry and its keys
	menuTick        = 14
)

// menuItem is an entry of an open menu.
type menuItem struct {
	widgets.Composite
	widgets.ButtonRole
	widgets.Hovering
	Item  *fyne.MenuItem
	menu  *popUpMenu
	back  *widgets.Box
	tick  *widgets.Icon
	label *mnemonicLabel
	keys  *widgets.Label
}

// newMenuItem returns an entry of which the letter at an index is its mnemonic, -1 for none.
func newMenuItem(menu *popUpMenu, item *fyne.MenuItem, at int) *menuItem {
	i := &menuItem{
		menu: menu, Item: item,
		back:  widgets.NewRoundedBox("", "", fynetheme.SizeNameMenuRadius),
		tick:  widgets.NewIcon("", "", menuTick),
		label: newMnemonicLabel(item.Label, at),
		keys:  widgets.NewLabel(shortcutText(item.Shortcut), theme.ColorNameMutedText, fynetheme.SizeNameText),
	}
	i.back.Rect.SetMinSize(fyne.NewSize(0, widgets.ControlHeight()-2))
	i.Changed = i.chosen
	var keys fyne.CanvasObject
	if i.keys.Text != "" {
		keys = widgets.Padded(0, 0, menuShortcutGap-4, 0, i.keys)
	}
	left := float32(0) // the text begins behind the ticks, if there are any in the menu
	if slices.ContainsFunc(menu.menu.Items, func(item *fyne.MenuItem) bool { return item.Checked }) {
		left = menuTick + 6
	}
	content := container.NewBorder(nil, nil, nil, keys, widgets.Padded(0, 0, left, 0, i.label))
	i.Stack(i, i.back, widgets.Padded(0, 0, menuItemPad, menuItemPad, container.NewHBox(i.tick)),
		widgets.Padded(0, 0, menuItemPad, menuItemPad, content))
	return i
}

// Tapped carries the entry out.
func (i *menuItem) Tapped(*fyne.PointEvent) { i.menu.do(i) }

// chosen has the menu choose the entry under the pointer.
func (i *menuItem) chosen() {
	switch {
	case i.Hovered && !i.Item.Disabled:
		i.menu.activate(i)
	case !i.Hovered && i.menu.active == i:
		i.menu.activate(nil)
	}
}

// Restyle draws the entry as it stands.
func (i *menuItem) Restyle() {
	text, keys := fynetheme.ColorNameForeground, theme.ColorNameMutedText
	if i.Item.Disabled {
		text, keys = fynetheme.ColorNameDisabled, fynetheme.ColorNameDisabled
	}
	fill := fyne.ThemeColorName("")
	if i.menu.active == i {
		fill = theme.ColorNameRowSelected
	}
	i.back.Set(fill, "")
	i.tick.Set("check", text)
	i.tick.Hidden = !i.Item.Checked
	i.label.setColor(text)
	i.keys.SetColor(keys)
}

// newMenuLine returns the line between two groups of entries.
func newMenuLine() fyne.CanvasObject {
	return widgets.Padded(4, 4, 0, 0, widgets.NewLine(theme.ColorNameRowLine, 1))
}

// AccessibilityLabel is what the entry does, its tick and its keys.
func (i *menuItem) AccessibilityLabel() string {
	if i.Item.Checked {
		return widgets.Said(i.Item.Label, widgets.Ticked(true), i.keys.Text)
	}
	return widgets.Said(i.Item.Label, i.keys.Text)
}
