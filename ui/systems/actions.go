package systems

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/connection"
	"inventorybeacon/ui/execution"
	"inventorybeacon/ui/scheduling"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/menu"
)

// Commands are what can be done on the page.
type Commands struct {
	Create, Edit, Duplicate, Toggle, Delete, Import, Export, Schedule, Test, Execute menu.Command
}

func newCommands(p *Page) Commands {
	return Commands{
		Create:    menu.Command{Text: lang.L("New..."), Key: fyne.KeyN, Action: p.create},
		Edit:      menu.Command{Text: lang.L("Edit..."), Key: fyne.KeyE, Action: p.edit, Enabled: p.canEdit},
		Duplicate: menu.Command{Text: lang.L("Duplicate..."), Action: p.duplicate, Enabled: p.canEdit},
		Toggle: menu.Command{
			Text: lang.L("Enable or Disable"), TextNow: p.toggleText, Action: p.toggleEnabled, Enabled: p.some(isEditable),
		},
		Delete: menu.Command{
			Text: lang.L("Delete"), TextNow: p.deleteText, Key: fyne.KeyD, Action: p.delete, Enabled: p.some(isAny),
		},
		Import:   menu.Command{Text: lang.L("Import Connections..."), Action: p.importFile},
		Export:   menu.Command{Text: lang.L("Export Connections..."), Action: p.export},
		Schedule: menu.Command{Text: lang.L("Schedule..."), Key: fyne.KeyL, Action: p.schedule, Enabled: p.canEdit},
		Test:     menu.Command{Text: lang.L("Test Connection"), Key: fyne.KeyT, Action: p.test, Enabled: p.canEdit},
		Execute: menu.Command{
			Text: lang.L("Execute Now"), TextNow: p.executeText, Primary: true, Key: fyne.KeyR, Action: p.execute, Enabled: p.some(p.isExecutable),
		},
	}
}

// newBar returns the buttons above the list; they follow the selection.
func newBar(c Commands) *menu.CommandBar {
	create := widgets.NewSplitButton(c.Create.Text, c.Create.Action, func(below fyne.CanvasObject) {
		menu.Open(fyne.NewMenu("", fyne.NewMenuItem(connector.ConnectionType, c.Create.Action)), below)
	})
	return menu.NewCommandBar(create, c.Edit, c.Delete, c.Schedule, c.Test, c.Execute)
}

// menu is the context menu.
func (p *Page) menu(_ int, at fyne.Position) {
	e, _ := p.entry()
	c := p.Commands
	commands := []menu.Command{c.Create, c.Edit, c.Duplicate, c.Toggle, c.Delete}
	if len(p.chosen(isChanged)) > 0 {
		commands = append(commands, menu.Command{Text: lang.L("Drop Changes"), Action: func() { p.revert(isChanged) }})
	}
	commands = append(commands, menu.Command{}, c.Schedule, c.Test, c.Execute)
	if execution.Undecided(p.session, e.LastTask) {
		commands = append(commands, menu.Command{})
		commands = append(commands, execution.Decisions(p.session, func() app.Task { return e.LastTask })...)
	}
	p.list.Menu(at, commands...)
}

// canEdit reports whether a connection is selected that Save does not delete.
func (p *Page) canEdit() bool {
	e, selected := p.entry()
	return selected && e.Edit != workspace.EditDeleted
}

// edit opens the dialog for the selected connection.
func (p *Page) edit() {
	if e, _ := p.entry(); p.canEdit() {
		connection.Edit(p.session, e, p.choose)
	}
}

// schedule opens the dialog that gives the selected connection a schedule.
func (p *Page) schedule() {
	if e, _ := p.entry(); p.canEdit() {
		scheduling.Choose(p.session, e, func() { p.choose(e.Connection.ID) })
	}
}

// test tries the selected connection.
func (p *Page) test() {
	if e, _ := p.entry(); p.canEdit() {
		connection.Test(p.session, e.Connection)
	}
}
