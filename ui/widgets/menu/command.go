package menu

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"inventorybeacon/ui/widgets"
)

// Command is something that can be done from the menu of the window, from a context menu, with a button or with keys. All of these
// are made of it, so that they say the same and can be used at the same time. The zero value is the line between two groups of a
// menu.
type Command struct {
	// Text is what it is called.
	Text string
	// TextNow is what it is called where that depends on what is selected; nil is Text.
	TextNow func() string
	// Tooltip is that of the button.
	Tooltip string
	// Primary makes its button the blue one: it is what is done daily.
	Primary bool
	// Key carries the command out: with Ctrl, on macOS with Cmd, unless it is F1 or F5; empty for none.
	Key    fyne.KeyName
	Action func()
	// Enabled reports whether the action can be carried out now; nil is always.
	Enabled func() bool
	// Checked reports whether the menu has a tick; nil is never.
	Checked func() bool
}

func (c Command) isSeparator() bool { return c.Action == nil }

// Label is what the command is called now.
func (c Command) Label() string {
	if c.TextNow == nil {
		return c.Text
	}
	return c.TextNow()
}

// Possible reports whether the command can be carried out now.
func (c Command) Possible() bool { return c.Enabled == nil || c.Enabled() }

// shortcut is the key with what has to be held with it.
func (c Command) shortcut() *desktop.CustomShortcut {
	if c.Key == fyne.KeyF1 || c.Key == fyne.KeyF5 {
		return &desktop.CustomShortcut{KeyName: c.Key}
	}
	return &desktop.CustomShortcut{KeyName: c.Key, Modifier: fyne.KeyModifierShortcutDefault}
}

// Keys names the keys that carry the command out, such as Ctrl+S.
func (c Command) Keys() string { return shortcutText(c.shortcut()) }

// ShowCommands opens a context menu of commands, as they stand now, at a place of the window.
func ShowCommands(c fyne.Canvas, at fyne.Position, commands ...Command) {
	menu := fyne.NewMenu("")
	for _, command := range commands {
		item := fyne.NewMenuItemSeparator()
		if !command.isSeparator() {
			item = fyne.NewMenuItem(command.Label(), func() {
				if command.Possible() { // still, after the menu was looked at
					command.Action()
				}
			})
			item.Disabled = !command.Possible()
		}
		menu.Items = append(menu.Items, item)
	}
	Show(c, menu, at)
}

// Main makes the menu of a window of titles and their commands. Call update before it is shown, so that it says what can be
// used now; it reports whether that is something else than before. Nothing is done while a dialog is open, or that cannot be done:
// the keys of a menu of macOS work beneath dialogs too, and what it shows may be of a moment before.
func Main(c fyne.Canvas, titles ...Menu) (menu *fyne.MainMenu, update func() (changed bool)) {
	menu = fyne.NewMainMenu()
	var updates []func() bool
	for _, title := range titles {
		m := fyne.NewMenu(title.Text)
		for _, command := range title.Commands {
			item := mainMenuItem(c, command)
			m.Items = append(m.Items, item)
			updates = append(updates, func() bool {
				label, disabled, checked := item.Label, item.Disabled, item.Checked
				item.Label = command.Label()
				item.Disabled = !command.Possible()
				item.Checked = command.Checked != nil && command.Checked()
				return item.Label != label || item.Disabled != disabled || item.Checked != checked
			})
		}
		menu.Items = append(menu.Items, m)
	}
	return menu, func() (changed bool) {
		for _, update := range updates {
			changed = update() || changed
		}
		return changed
	}
}

// Menu is one menu of a window.
type Menu struct {
	Text     string
	Commands []Command
}

func mainMenuItem(c fyne.Canvas, command Command) *fyne.MenuItem {
	if command.isSeparator() {
		return fyne.NewMenuItemSeparator()
	}
	item := fyne.NewMenuItem(command.Text, func() {
		if !widgets.Covered(c) && command.Possible() {
			command.Action()
		}
	})
	if command.Key != "" {
		item.Shortcut = command.shortcut()
	}
	item.IsQuit = command.Key == fyne.KeyQ
	return item
}
