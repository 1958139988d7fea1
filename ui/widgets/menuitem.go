package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

const (
	menuItemPad     = 10
	menuShortcutGap = 28 // between an entry and its keys
	menuTick        = 14
)

// menuItem is an entry of an open menu.
type menuItem struct {
	composite
	buttonRole
	hovering
	Item  *fyne.MenuItem
	menu  *popUpMenu
	back  *box
	tick  *icon
	label *mnemonicLabel
	keys  *label
}

// newMenuItem returns an entry of which the letter at an index is its mnemonic, -1 for none.
func newMenuItem(menu *popUpMenu, item *fyne.MenuItem, at int) *menuItem {
	i := &menuItem{
		menu: menu, Item: item,
		back:  newRoundedBox("", "", fynetheme.SizeNameMenuRadius),
		tick:  newIcon("", "", menuTick),
		label: newMnemonicLabel(item.Label, at),
		keys:  newLabel(shortcutText(item.Shortcut), theme.ColorNameMutedText, fynetheme.SizeNameText),
	}
	i.back.rect.SetMinSize(fyne.NewSize(0, ControlHeight()-2))
	i.changed = i.chosen
	var keys fyne.CanvasObject
	if i.keys.text != "" {
		keys = padded(0, 0, menuShortcutGap-4, 0, i.keys)
	}
	left := float32(0) // the text begins behind the ticks, if there are any in the menu
	if slices.ContainsFunc(menu.menu.Items, func(item *fyne.MenuItem) bool { return item.Checked }) {
		left = menuTick + 6
	}
	content := container.NewBorder(nil, nil, nil, keys, padded(0, 0, left, 0, i.label))
	i.stack(i, i.back, padded(0, 0, menuItemPad, menuItemPad, container.NewHBox(i.tick)), padded(0, 0, menuItemPad, menuItemPad, content))
	return i
}

// Tapped carries the entry out.
func (i *menuItem) Tapped(*fyne.PointEvent) { i.menu.do(i) }

// chosen has the menu choose the entry under the pointer.
func (i *menuItem) chosen() {
	switch {
	case i.hovered && !i.Item.Disabled:
		i.menu.activate(i)
	case !i.hovered && i.menu.active == i:
		i.menu.activate(nil)
	}
}

func (i *menuItem) restyle() {
	text, keys := fynetheme.ColorNameForeground, theme.ColorNameMutedText
	if i.Item.Disabled {
		text, keys = fynetheme.ColorNameDisabled, fynetheme.ColorNameDisabled
	}
	fill := fyne.ThemeColorName("")
	if i.menu.active == i {
		fill = theme.ColorNameRowSelected
	}
	i.back.set(fill, "")
	i.tick.set("check", text)
	i.tick.Hidden = !i.Item.Checked
	i.label.setColor(text)
	i.keys.setColor(keys)
}

// newMenuLine returns the line between two groups of entries.
func newMenuLine() fyne.CanvasObject {
	return padded(4, 4, 0, 0, newLine(theme.ColorNameRowLine, 1))
}

// AccessibilityLabel is what the entry does, its tick and its keys.
func (i *menuItem) AccessibilityLabel() string {
	if i.Item.Checked {
		return said(i.Item.Label, ticked(true), i.keys.text)
	}
	return said(i.Item.Label, i.keys.text)
}
