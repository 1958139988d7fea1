package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
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
		back:  newRoundedBox(theme.ColorNameRowSelected, "", fynetheme.SizeNameMenuRadius),
		tick:  newIcon("", "", menuTick),
		label: newMnemonicLabel(item.Label, at),
		keys:  newLabel(shortcutText(item.Shortcut), theme.ColorNameMutedText, fynetheme.SizeNameText),
	}
	i.compose(i, arrangement{i.minSize, i.place}, i.back, i.tick, i.keys, i.label)
	i.restyle()
	return i
}

// Tapped carries the entry out.
func (i *menuItem) Tapped(*fyne.PointEvent) { i.menu.do(i) }

// MouseIn chooses the entry.
func (i *menuItem) MouseIn(*desktop.MouseEvent) {
	if !i.Item.Disabled {
		i.menu.activate(i)
	}
}

// MouseMoved does nothing.
func (i *menuItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (i *menuItem) MouseOut() {
	if i.menu.active == i {
		i.menu.activate(nil)
	}
}

// left is where the text begins: behind the ticks, if there are any in the menu.
func (i *menuItem) left() float32 {
	if slices.ContainsFunc(i.menu.menu.Items, func(item *fyne.MenuItem) bool { return item.Checked }) {
		return menuItemPad + menuTick + 6
	}
	return menuItemPad
}

func (i *menuItem) minSize() fyne.Size {
	width := i.left() + i.label.MinSize().Width + menuItemPad
	if i.keys.text != "" {
		width += menuShortcutGap + i.keys.MinSize().Width
	}
	return fyne.NewSize(width, ControlHeight()-2)
}

func (i *menuItem) place(size fyne.Size) {
	i.back.Resize(size)
	putMinimal(i.tick, menuItemPad, 0, size.Height)
	Put(i.label, i.left(), 0, size.Width-i.left(), size.Height)
	keys := i.keys.MinSize().Width
	Put(i.keys, size.Width-menuItemPad-keys, 0, keys, size.Height)
}

// Refresh draws the entry in its present state.
func (i *menuItem) Refresh() {
	i.restyle()
	i.composite.Refresh()
}

func (i *menuItem) restyle() {
	text, keys := fynetheme.ColorNameForeground, theme.ColorNameMutedText
	if i.Item.Disabled {
		text, keys = fynetheme.ColorNameDisabled, fynetheme.ColorNameDisabled
	}
	i.back.Hidden = i.menu.active != i
	i.tick.set("check", text)
	i.tick.Hidden = !i.Item.Checked
	i.label.setColor(text)
	i.keys.setColor(keys)
}

// newMenuLine returns the line between two groups of entries.
func newMenuLine() fyne.CanvasObject {
	line := newBox(theme.ColorNameRowLine, "")
	line.rect.SetMinSize(fyne.NewSize(0, 1))
	return container.New(layout.NewCustomPaddedLayout(4, 4, 0, 0), line)
}
