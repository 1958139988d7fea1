package systems

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/connection"
	"inventorybeacon/ui/execution"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/scheduling"
	"inventorybeacon/ui/widgets"
)

// actions are the buttons below the list; they follow the selection.
type actions struct {
	bar     *fyne.Container
	edit    *widgets.Button
	remove  *widgets.Button
	plan    *widgets.Button
	test    *widgets.Button
	execute *widgets.Button
	page    *Page
}

func newActions(p *Page) actions {
	a := actions{
		page:    p,
		edit:    widgets.NewButton(lang.L("Edit..."), p.Edit),
		remove:  widgets.NewButton(lang.L("Delete"), p.Delete),
		plan:    widgets.NewButton(lang.L("Schedule..."), p.Schedule),
		test:    widgets.NewButton(lang.L("Test Connection"), p.Test),
		execute: widgets.NewButton(lang.L("Execute Now"), p.Execute),
	}
	create := widgets.NewSplitButton(lang.L("New..."), p.Create, fyne.NewMenuItem(connector.ConnectionType, p.Create))
	a.bar = widgets.NewActionBar(create, a.edit, a.remove, a.plan, a.test, a.execute)
	return a
}

// update enables what can be done with the selected connection.
func (a *actions) update() {
	a.edit.SetEnabled(a.page.CanEdit())
	a.plan.SetEnabled(a.page.CanEdit())
	a.test.SetEnabled(a.page.CanEdit())
	a.execute.SetEnabled(a.page.CanExecute())
	a.remove.SetEnabled(a.page.CanDelete())
	a.remove.SetText(page.RemoveText(a.page))
}

// menu is the context menu: the same actions.
func (p *Page) menu(_ int, at fyne.Position) {
	e, _ := p.entry()
	present := p.CanEdit()
	items := []*fyne.MenuItem{
		widgets.MenuItem(lang.L("New..."), p.Create, true),
		widgets.MenuItem(lang.L("Edit..."), p.Edit, present),
		widgets.MenuItem(lang.L("Duplicate..."), p.Duplicate, present),
		widgets.MenuItem(enableText(e), p.ToggleEnabled, present),
		widgets.MenuItem(page.RemoveText(p), p.Delete, p.CanDelete()),
	}
	if e.Edit == app.EditChanged {
		items = append(items, widgets.MenuItem(lang.L("Drop changes"), p.revert, true))
	}
	items = append(items,
		fyne.NewMenuItemSeparator(),
		widgets.MenuItem(lang.L("Schedule..."), p.Schedule, present),
		widgets.MenuItem(lang.L("Test Connection"), p.Test, present),
		widgets.MenuItem(lang.L("Execute Now"), p.Execute, p.CanExecute()),
	)
	if execution.Undecided(p.session, e.LastTask) {
		items = append(items,
			fyne.NewMenuItemSeparator(),
			widgets.MenuItem(lang.L("Review..."), func() { execution.Review(p.session, e.LastTask) }, true),
			widgets.MenuItem(lang.L("Publish anyway"), func() { execution.Publish(p.session, e.LastTask) }, true),
			widgets.MenuItem(lang.L("Discard"), func() { execution.Discard(p.session, e.LastTask) }, true),
		)
	}
	widgets.ShowMenu(p.session.Window.Canvas(), fyne.NewMenu("", items...), at)
}

func enableText(e app.Entry) string {
	if e.Connection.Disabled {
		return lang.L("Enable")
	}
	return lang.L("Disable")
}

// CanEdit says whether a connection is selected that Save does not delete.
func (p *Page) CanEdit() bool {
	e, selected := p.entry()
	return selected && e.Edit != app.EditDeleted
}

// CanDelete says whether a connection is selected, which can be deleted or, if
// that waits for Save, kept.
func (p *Page) CanDelete() bool {
	_, selected := p.entry()
	return selected
}

// CanExecute says whether an import through the selected connection can begin.
func (p *Page) CanExecute() bool {
	e, _ := p.entry()
	return p.CanEdit() && execution.Possible(p.session, e)
}

// Edit opens the dialog for the selected connection.
func (p *Page) Edit() {
	if e, _ := p.entry(); p.CanEdit() {
		connection.Edit(p.session, e, p.choose)
	}
}

// Schedule opens the dialog that gives the selected connection a schedule.
func (p *Page) Schedule() {
	if e, _ := p.entry(); p.CanEdit() {
		scheduling.Choose(p.session, e, func() { p.choose(e.Connection.ID) })
	}
}

// Test tries the selected connection.
func (p *Page) Test() {
	if e, _ := p.entry(); p.CanEdit() {
		connection.Test(p.session, e.Connection)
	}
}

// Delete asks and then has the removal wait for Save; a removal that waits is
// taken back.
func (p *Page) Delete() {
	e, ok := p.entry()
	if !ok {
		return
	}
	if e.Edit == app.EditDeleted {
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
		widgets.Confirm(p.session.Window, title, lang.L("Nothing has been imported through it."),
			widgets.Choice{Text: lang.L("Delete"), Primary: true, Action: remove(false)}, widgets.Choice{Text: lang.L("Cancel"), Cancel: true})
		return
	}
	widgets.Confirm(p.session.Window, title,
		lang.L("Choose whether the users, applications, licenses and usage imported through it go with it or stay, on the pages and under Connection > Kept inventories... The list of tasks stays in any case. Save carries it out."),
		deleteChoices(remove)...)
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

// Execute imports through the selected connection, as it is saved.
func (p *Page) Execute() { execution.Start(p.session, p.selected, p.running.follow) }
