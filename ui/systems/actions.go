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
)

// Commands are what can be done on the page.
type Commands struct {
	Create, Edit, Duplicate, Toggle, Delete, Import, Export, Schedule, Test, Execute widgets.Command
}

func newCommands(p *Page) Commands {
	return Commands{
		Create:    widgets.Command{Text: lang.L("New..."), Key: fyne.KeyN, Action: p.create},
		Edit:      widgets.Command{Text: lang.L("Edit..."), Key: fyne.KeyE, Action: p.edit, Enabled: p.canEdit},
		Duplicate: widgets.Command{Text: lang.L("Duplicate..."), Action: p.duplicate, Enabled: p.canEdit},
		Toggle: widgets.Command{
			Text: lang.L("Enable or disable"), TextNow: p.toggleText, Action: p.toggleEnabled, Enabled: p.some(isEditable),
		},
		Delete: widgets.Command{
			Text: lang.L("Delete"), TextNow: p.deleteText, Key: fyne.KeyD, Action: p.delete, Enabled: p.some(isAny),
		},
		Import:   widgets.Command{Text: lang.L("Import connections..."), Action: p.importFile},
		Export:   widgets.Command{Text: lang.L("Export connections..."), Action: p.export},
		Schedule: widgets.Command{Text: lang.L("Schedule..."), Key: fyne.KeyL, Action: p.schedule, Enabled: p.canEdit},
		Test:     widgets.Command{Text: lang.L("Test Connection"), Key: fyne.KeyT, Action: p.test, Enabled: p.canEdit},
		Execute: widgets.Command{
			Text: lang.L("Execute Now"), TextNow: p.executeText, Primary: true, Key: fyne.KeyR, Action: p.execute, Enabled: p.some(p.isExecutable),
		},
	}
}

// newBar returns the buttons above the list; they follow the selection.
func newBar(c Commands) *widgets.CommandBar {
	create := widgets.NewSplitButton(c.Create.Text, c.Create.Action, func(below fyne.CanvasObject) {
		widgets.OpenMenu(fyne.NewMenu("", fyne.NewMenuItem(connector.ConnectionType, c.Create.Action)), below)
	})
	return widgets.NewCommandBar(create, c.Edit, c.Delete, c.Schedule, c.Test, c.Execute)
}

// menu is the context menu.
func (p *Page) menu(_ int, at fyne.Position) {
	e, _ := p.entry()
	c := p.Commands
	commands := []widgets.Command{c.Create, c.Edit, c.Duplicate, c.Toggle, c.Delete}
	if len(p.chosen(isChanged)) > 0 {
		commands = append(commands, widgets.Command{Text: lang.L("Drop changes"), Action: func() { p.revert(isChanged) }})
	}
	commands = append(commands, widgets.Command{}, c.Schedule, c.Test, c.Execute)
	if execution.Undecided(p.session, e.LastTask) {
		commands = append(commands, widgets.Command{})
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
