package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"inventorybeacon/ui/widgets"
)

// command is an entry of the menu; an empty one is the line between two groups.
type command struct {
	text   string
	key    fyne.KeyName // with Ctrl, on macOS with Cmd; empty for none
	action func()
	usable func() bool // nil: always
	chosen func() bool // it has a tick; nil: never
}

// installMenu gives the window its menu: macOS shows it at the top of the
// screen, elsewhere it is a bar in the window, which is returned.
func (s *shell) installMenu() fyne.CanvasObject {
	menu, update := menuOf(s.window, s.menu())
	if runtime.GOOS == "darwin" {
		s.window.SetMainMenu(menu)
		return container.NewWithoutLayout()
	}
	bar := widgets.NewMenuBar(s.window, menu)
	bar.OnOpen = update
	return bar
}

// menuTitle names a menu of the bar and holds its entries.
type menuTitle struct {
	text     string
	commands []command
}

// menuOf makes the menu that Fyne knows. update shows what can be used at the
// moment.
func menuOf(window fyne.Window, titles []menuTitle) (menu *fyne.MainMenu, update func()) {
	menu = fyne.NewMainMenu()
	var updates []func()
	for _, title := range titles {
		m := fyne.NewMenu(title.text)
		for _, c := range title.commands {
			item := itemOf(window, c)
			m.Items = append(m.Items, item)
			updates = append(updates, func() {
				item.Disabled = c.usable != nil && !c.usable()
				item.Checked = c.chosen != nil && c.chosen()
			})
		}
		menu.Items = append(menu.Items, m)
	}
	return menu, func() {
		for _, update := range updates {
			update()
		}
	}
}

// itemOf is an entry that does nothing while a dialog is open: the keys of a
// menu of macOS work beneath dialogs too.
func itemOf(window fyne.Window, c command) *fyne.MenuItem {
	if c.action == nil {
		return fyne.NewMenuItemSeparator()
	}
	item := fyne.NewMenuItem(c.text, func() {
		if !widgets.Covered(window.Canvas()) {
			c.action()
		}
	})
	if c.key != "" {
		item.Shortcut = &desktop.CustomShortcut{KeyName: c.key, Modifier: fyne.KeyModifierShortcutDefault}
	}
	item.IsQuit = c.key == fyne.KeyQ
	return item
}
