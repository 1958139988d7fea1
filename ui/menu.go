package ui

import (
	"context"
	"net/url"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/backups"
	"inventorybeacon/ui/central"
	"inventorybeacon/ui/kept"
	"inventorybeacon/ui/license"
	"inventorybeacon/ui/notifications"
	"inventorybeacon/ui/productnames"
	"inventorybeacon/ui/scheduling"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/tasks"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/menu"
)

// menu holds every command with its key.
func (s *shell) menu() []menu.Menu {
	unsaved := func() bool { return s.session.Beacon.Unsaved() > 0 }
	c, schedule, line := s.systems.Commands, scheduling.NewCommands(s.schedulingPage), menu.Command{}
	return []menu.Menu{
		{Text: lang.L("File"), Commands: []menu.Command{
			{Text: lang.L("Save"), Key: fyne.KeyS, Action: s.saveAll, Enabled: unsaved},
			{Text: lang.L("Cancel Changes"), Action: s.cancelAll, Enabled: unsaved},
			line,
			{Text: lang.L("Import Prices..."), Action: func() {
				s.session.Enter(func() { license.ImportPrices(s.session) })
			}},
			{Text: lang.L("Notifications..."), Action: func() { notifications.Show(s.session) }},
			{Text: lang.L("Backups..."), Action: func() { backups.Show(s.session, s.restore) }},
			{Text: lang.L("Central Database..."), Action: func() { central.Show(s.session) }},
			{Text: lang.L("Product Names..."), Action: func() { productnames.Show(s.session, s.readAgain) }},
			line,
			{Text: lang.L("Exit"), Key: fyne.KeyQ, Action: s.exit},
		}},
		{Text: lang.L("Connection"), Commands: slices.Concat(
			s.on(pageSystems, c.Create),
			s.inFront(pageSystems, c.Edit, c.Duplicate, c.Toggle, c.Delete),
			s.on(
				pageSystems,
				line,
				c.Import, c.Export,
				menu.Command{Text: lang.L("Kept Inventories..."), Action: func() { kept.Show(s.session) }},
				line,
			),
			s.inFront(pageSystems, c.Schedule, c.Test, c.Execute),
		)},
		{Text: lang.L("Schedule"), Commands: slices.Concat(
			s.on(pageScheduling, schedule.Create),
			s.inFront(pageScheduling, schedule.Edit, schedule.Delete, line, schedule.Run),
		)},
		{Text: lang.L("View"), Commands: s.viewCommands()},
		{Text: lang.L("Help"), Commands: []menu.Command{
			{Text: lang.L("Words and Keys"), Key: fyne.KeyF1, Action: s.showWords},
			line,
			{Text: lang.L("Demonstration"), Action: s.demonstrate, Enabled: func() bool { return s.demo != nil }},
			line,
			{Text: lang.L("Open the Log Folder"), Action: s.openLogs},
			{Text: lang.L("Support Bundle..."), Action: func() { tasks.ExportSupportBundle(s.session) }},
			{Text: lang.L("About Inventory Beacon"), Action: s.about},
		}},
	}
}

// pageKeys are the keys of the first ten pages that there were: people know them, so the others have none.
func pageKeys() map[string]fyne.KeyName {
	return map[string]fyne.KeyName{
		pageSystems: "1", pageScheduling: "2", pageOverview: "3", pageUsers: "4", pageApplications: "5",
		pageLicenses: "6", pageUsage: "7", pageReclaim: "8", pageChanges: "9", pageTasks: "0",
	}
}

func (s *shell) viewCommands() []menu.Command {
	var commands []menu.Command
	keys := pageKeys()
	for _, group := range navigation() {
		for _, entry := range group.Entries {
			key := keys[entry.ID]
			commands = append(commands, menu.Command{
				Text: entry.Text, Key: key,
				Action: func() { s.show(entry.ID) }, Checked: func() bool { return s.current == entry.ID },
			})
		}
	}
	commands = append(append(commands, menu.Command{}), s.listCommands()...)
	commands = append(commands, menu.Command{})
	for _, mode := range []theme.Mode{theme.System, theme.Light, theme.Dark, theme.HighContrast} {
		commands = append(commands, menu.Command{
			Text:   modeLabel(mode),
			Action: func() { s.useTheme(mode) }, Checked: func() bool { return savedTheme(fyne.CurrentApp()) == mode },
		})
	}
	if s.tray != nil {
		commands = append(commands, menu.Command{}, menu.Command{
			Text:   lang.L("Close to the Notification Area"),
			Action: s.toggleCloseToTray, Checked: s.closesToTray,
		})
	}
	return commands
}

func modeLabel(m theme.Mode) string {
	switch m {
	case theme.Light:
		return lang.L("Light Colors")
	case theme.Dark:
		return lang.L("Dark Colors")
	case theme.HighContrast:
		return lang.L("High Contrast")
	default:
		return lang.L("Colors of the System")
	}
}

func (s *shell) useTheme(mode theme.Mode) {
	application := fyne.CurrentApp()
	application.Preferences().SetString(preferenceTheme, string(mode))
	application.Settings().SetTheme(theme.New(mode))
	s.watchLetters()
}

func (s *shell) openLogs() {
	folder := &url.URL{Scheme: "file", Path: filepath.ToSlash(s.session.Beacon.Dir())}
	if err := fyne.CurrentApp().OpenURL(folder); err != nil {
		s.session.Fail(lang.L("The log folder could not be opened"), err)
	}
}

// demonstrate opens a window on an offline tenant, beside this one.
func (s *shell) demonstrate() {
	session.Go(s.session, s.session.Context(), func(context.Context) (struct{}, error) { return struct{}{}, s.demo() },
		func(_ struct{}, err error) {
			if err != nil {
				s.session.Fail(lang.L("The demonstration could not be opened"), err)
			}
		})
}

func (s *shell) about() {
	text := lang.L("Imports users, applications, licenses and usage from Microsoft 365, and shows who uses what the organization pays for.") +
		"\n\n" + lang.L("Version {{.Version}}", map[string]any{"Version": app.Version}) +
		"\n" + lang.L("Data directory {{.Folder}}", map[string]any{"Folder": s.session.Beacon.Dir()})
	dialog.Message(s.window, theme.StatusRunning, lang.L("About Inventory Beacon"), text, "")
}
