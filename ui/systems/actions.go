package systems

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/connection"
	"inventorybeacon/ui/execution"
	"inventorybeacon/ui/page"
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
			Text: lang.L("Enable or disable"), TextNow: p.toggleText, Action: p.toggleEnabled, Enabled: p.canEdit,
		},
		Delete: widgets.Command{
			Text: lang.L("Delete"), TextNow: func() string { return page.RemoveText(p.canDelete(), p.canEdit()) },
			Key: fyne.KeyD, Action: p.delete, Enabled: p.canDelete,
		},
		Import:   widgets.Command{Text: lang.L("Import connections..."), Action: p.importFile},
		Export:   widgets.Command{Text: lang.L("Export connections..."), Action: p.export},
		Schedule: widgets.Command{Text: lang.L("Schedule..."), Key: fyne.KeyL, Action: p.schedule, Enabled: p.canEdit},
		Test:     widgets.Command{Text: lang.L("Test Connection"), Key: fyne.KeyT, Action: p.test, Enabled: p.canEdit},
		Execute:  widgets.Command{Text: lang.L("Execute Now"), Primary: true, Key: fyne.KeyR, Action: p.execute, Enabled: p.canExecute},
	}
}

// newBar returns the buttons above the list; they follow the selection.
func newBar(c Commands) *widgets.CommandBar {
	create := widgets.NewSplitButton(c.Create.Text, c.Create.Action, fyne.NewMenuItem(connector.ConnectionType, c.Create.Action))
	return widgets.NewCommandBar(create, c.Edit, c.Delete, c.Schedule, c.Test, c.Execute)
}

// menu is the context menu.
func (p *Page) menu(_ int, at fyne.Position) {
	e, _ := p.entry()
	c := p.Commands
	commands := []widgets.Command{c.Create, c.Edit, c.Duplicate, c.Toggle, c.Delete}
	if e.Edit == workspace.EditChanged {
		commands = append(commands, widgets.Command{Text: lang.L("Drop changes"), Action: p.revert})
	}
	commands = append(commands, widgets.Command{}, c.Schedule, c.Test, c.Execute)
	if execution.Undecided(p.session, e.LastTask) {
		commands = append(commands, widgets.Command{})
		commands = append(commands, execution.Decisions(p.session, func() app.Task { return e.LastTask })...)
	}
	p.list.Menu(at, commands...)
}

func (p *Page) toggleText() string {
	if e, _ := p.entry(); e.Connection.Disabled {
		return lang.L("Enable")
	}
	return lang.L("Disable")
}

// canEdit reports whether a connection is selected that Save does not delete.
func (p *Page) canEdit() bool {
	e, selected := p.entry()
	return selected && e.Edit != workspace.EditDeleted
}

// canDelete reports whether a connection is selected, which can be deleted or, if
// that waits for Save, kept.
func (p *Page) canDelete() bool {
	_, selected := p.entry()
	return selected
}

// canExecute reports whether an import through the selected connection can begin.
func (p *Page) canExecute() bool {
	e, _ := p.entry()
	return p.canEdit() && execution.Possible(p.session, e)
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

// delete asks and then has the removal wait for Save; a removal that waits is
// taken back.
func (p *Page) delete() {
	e, ok := p.entry()
	if !ok {
		return
	}
	if e.Edit == workspace.EditDeleted {
		p.revert()
		return
	}
	remove := func(keepData bool) func() {
		return func() {
			p.session.Do(lang.L("The connection could not be deleted"), func(ctx context.Context) error {
				return p.session.Beacon.Delete(ctx, e.Connection.ID, keepData)
			}, nil)
		}
	}
	title := lang.L("Delete connection {{.Name}}?", map[string]any{"Name": e.Connection.Name})
	if e.LastTask.ID == 0 {
		p.session.ConfirmLoss(title, lang.L("Nothing has been imported through it."), lang.L("Delete"), remove(false))
		return
	}
	text := lang.L("Choose whether the users, applications, licenses and usage imported through it go with it or stay, on the pages and under Connection > Kept inventories... The list of tasks stays in any case. Save carries it out.")
	p.session.TellContents(widgets.Confirm(p.session.Window, title, text, deleteChoices(remove)...), text, e.Connection.ID)
}

// deleteChoices are those where an inventory is at stake: Enter presses what changes nothing.
func deleteChoices(remove func(keepData bool) func()) []widgets.Choice {
	return []widgets.Choice{
		{Text: lang.L("Delete with inventory"), Action: remove(false)},
		{Text: lang.L("Delete, keep inventory"), Action: remove(true)},
		{Text: lang.L("Cancel"), Primary: true, Cancel: true},
	}
}

func (p *Page) revert() {
	id := p.selected
	p.session.Do(lang.L("The changes could not be dropped"), func(ctx context.Context) error {
		return p.session.Beacon.Revert(ctx, id)
	}, nil)
}

// execute imports through the selected connection, as it is saved.
func (p *Page) execute() { execution.Start(p.session, p.selected, func(app.Task) { p.refresh() }) }
