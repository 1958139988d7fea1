package ui

import (
	"net/url"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/backups"
	"inventorybeacon/ui/kept"
	"inventorybeacon/ui/scheduling"
	"inventorybeacon/ui/tasks"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// menu holds every action with its key.
func (s *shell) menu() []menuTitle {
	connection := s.systems
	unsaved := func() bool { return s.session.Beacon.Unsaved() > 0 }
	on := func(action func()) func() {
		return func() {
			s.show(pageSystems)
			action()
		}
	}
	return []menuTitle{
		{lang.L("File"), []command{
			{text: lang.L("Save"), key: fyne.KeyS, action: s.saveAll, usable: unsaved},
			{text: lang.L("Cancel changes"), action: s.cancelAll, usable: unsaved},
			{},
			{text: lang.L("Backups..."), action: func() { backups.Show(s.session, s.restore) }},
			{},
			{text: lang.L("Exit"), key: fyne.KeyQ, action: s.exit},
		}},
		{lang.L("Connection"), []command{
			{text: lang.L("New..."), key: fyne.KeyN, action: on(connection.Create)},
			{text: lang.L("Edit..."), key: fyne.KeyE, action: on(connection.Edit), usable: connection.CanEdit},
			{text: lang.L("Duplicate..."), action: on(connection.Duplicate), usable: connection.CanEdit},
			{text: lang.L("Enable or disable"), action: on(connection.ToggleEnabled), usable: connection.CanEdit},
			{text: lang.L("Delete"), key: fyne.KeyD, action: on(connection.Delete), usable: connection.CanDelete},
			{},
			{text: lang.L("Import connections..."), action: on(connection.Import)},
			{text: lang.L("Export connections..."), action: on(connection.Export)},
			{text: lang.L("Kept inventories..."), action: on(func() { kept.Show(s.session) })},
			{},
			{text: lang.L("Schedule..."), key: fyne.KeyL, action: on(connection.Schedule), usable: connection.CanEdit},
			{text: lang.L("Test Connection"), key: fyne.KeyT, action: on(connection.Test), usable: connection.CanEdit},
			{text: lang.L("Execute Now"), key: fyne.KeyR, action: on(connection.Execute), usable: connection.CanExecute},
		}},
		{lang.L("Schedule"), s.scheduleCommands()},
		{lang.L("View"), s.viewCommands()},
		{lang.L("Help"), []command{
			{text: lang.L("Open the log folder"), action: s.openLogs},
			{text: lang.L("Support bundle..."), action: func() { tasks.ExportSupportBundle(s.session) }},
			{text: lang.L("About Inventory Beacon"), action: s.about},
		}},
	}
}

// scheduleCommands act on the page Scheduling, and go there first.
func (s *shell) scheduleCommands() []command {
	on := func(action func(*scheduling.Page)) func() {
		return func() {
			s.show(pageScheduling)
			action(s.schedulingPage())
		}
	}
	usable := func(can func(*scheduling.Page) bool) func() bool {
		return func() bool { return can(s.schedulingPage()) }
	}
	return []command{
		{text: lang.L("New..."), action: on((*scheduling.Page).Create)},
		{text: lang.L("Edit..."), action: on((*scheduling.Page).Edit), usable: usable((*scheduling.Page).CanEdit)},
		{text: lang.L("Delete"), action: on((*scheduling.Page).Delete), usable: usable((*scheduling.Page).CanDelete)},
		{},
		{text: lang.L("Run now"), action: on((*scheduling.Page).Run), usable: usable((*scheduling.Page).CanRun)},
	}
}

func (s *shell) viewCommands() []command {
	var commands []command
	key := '1'
	for _, group := range navigation() {
		for _, entry := range group.Entries {
			commands = append(commands, command{
				text: entry.Text, key: fyne.KeyName(key),
				action: func() { s.show(entry.ID) }, chosen: func() bool { return s.current == entry.ID },
			})
			key++
		}
	}
	commands = append(commands, command{})
	for _, mode := range []theme.Mode{theme.System, theme.Light, theme.Dark} {
		commands = append(commands, command{
			text:   modeLabel(mode),
			action: func() { s.useTheme(mode) }, chosen: func() bool { return savedTheme(fyne.CurrentApp()) == mode },
		})
	}
	if s.tray != nil {
		commands = append(commands, command{}, command{
			text:   lang.L("Close to the notification area"),
			action: s.toggleCloseToTray, chosen: s.closesToTray,
		})
	}
	return commands
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
