package ui

import (
	"net/url"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// menu holds every action with its key.
func (s *shell) menu() *fyne.MainMenu {
	onSystems := func(action func()) func() {
		return func() {
			s.show(pageSystems)
			action()
		}
	}
	quit := s.item(lang.L("Exit"), s.exit, fyne.KeyQ, fyne.KeyModifierShortcutDefault)
	quit.IsQuit = true
	return fyne.NewMainMenu(
		fyne.NewMenu(lang.L("File"),
			s.item(lang.L("Save"), s.saveAll, fyne.KeyS, fyne.KeyModifierShortcutDefault),
			s.item(lang.L("Cancel changes"), s.cancelAll, "", 0),
			fyne.NewMenuItemSeparator(),
			quit,
		),
		fyne.NewMenu(lang.L("Connection"),
			s.item(lang.L("New..."), onSystems(s.systems.Create), fyne.KeyN, fyne.KeyModifierShortcutDefault),
			s.item(lang.L("Edit..."), onSystems(s.systems.Edit), fyne.KeyE, fyne.KeyModifierShortcutDefault),
			s.item(lang.L("Duplicate..."), onSystems(s.systems.Duplicate), "", 0),
			s.item(lang.L("Enable or disable"), onSystems(s.systems.ToggleEnabled), "", 0),
			s.item(lang.L("Delete"), onSystems(s.systems.Delete), fyne.KeyD, fyne.KeyModifierShortcutDefault),
			fyne.NewMenuItemSeparator(),
			s.item(lang.L("Import connections..."), onSystems(s.systems.Import), "", 0),
			s.item(lang.L("Export connections..."), onSystems(s.systems.Export), "", 0),
			fyne.NewMenuItemSeparator(),
			s.item(lang.L("Test Connection"), onSystems(s.systems.Test), fyne.KeyT, fyne.KeyModifierShortcutDefault),
			s.item(lang.L("Execute Now"), onSystems(s.systems.Execute), fyne.KeyR, fyne.KeyModifierShortcutDefault),
		),
		s.viewMenu(),
		fyne.NewMenu(lang.L("Help"),
			s.item(lang.L("Open the log folder"), s.openLogs, "", 0),
			s.item(lang.L("About Inventory Beacon"), s.about, "", 0),
		),
	)
}

func (s *shell) viewMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	key := '1'
	for _, group := range navigation() {
		for _, entry := range group.Entries {
			items = append(items, s.item(entry.Text, func() { s.show(entry.ID) }, fyne.KeyName(key), fyne.KeyModifierShortcutDefault))
			key++
		}
	}
	items = append(items, fyne.NewMenuItemSeparator())
	for _, mode := range []theme.Mode{theme.System, theme.Light, theme.Dark} {
		items = append(items, s.item(modeLabel(mode), func() { s.useTheme(mode) }, "", 0))
	}
	return fyne.NewMenu(lang.L("View"), items...)
}

func modeLabel(m theme.Mode) string {
	switch m {
	case theme.Light:
		return lang.L("Light colors")
	case theme.Dark:
		return lang.L("Dark colors")
	default:
		return lang.L("Colors of the system")
	}
}

// item is an entry that does nothing while a dialog is open: the keys of a menu
// work beneath dialogs too.
func (s *shell) item(text string, action func(), key fyne.KeyName, modifier fyne.KeyModifier) *fyne.MenuItem {
	item := fyne.NewMenuItem(text, func() {
		if !widgets.Covered(s.window.Canvas()) {
			action()
		}
	})
	if key != "" {
		item.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: modifier}
	}
	return item
}

func (s *shell) useTheme(mode theme.Mode) {
	application := fyne.CurrentApp()
	application.Preferences().SetString(preferenceTheme, string(mode))
	application.Settings().SetTheme(theme.New(mode))
}

func (s *shell) openLogs() {
	folder := &url.URL{Scheme: "file", Path: filepath.ToSlash(s.session.Beacon.Dir())}
	if err := fyne.CurrentApp().OpenURL(folder); err != nil {
		s.session.Fail(lang.L("The log folder could not be opened"), err)
	}
}

func (s *shell) about() {
	text := lang.L("Imports users, applications, licenses and usage from Microsoft 365, and shows who uses what the organization pays for.") +
		"\n\n" + lang.L("Version") + " " + app.Version +
		"\n" + lang.L("Data directory") + " " + s.session.Beacon.Dir()
	widgets.Message(s.window, theme.StatusRunning, lang.L("About Inventory Beacon"), text, "")
}
