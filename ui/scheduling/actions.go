package scheduling

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets"
)

// actions are the buttons below the list; they follow the selection.
type actions struct {
	page   *Page
	bar    *fyne.Container
	edit   *widgets.Button
	remove *widgets.Button
	assign *widgets.Button
	run    *widgets.Button
}

func newActions(p *Page) actions {
	a := actions{
		page:   p,
		edit:   widgets.NewButton(lang.L("Edit..."), p.Edit),
		remove: widgets.NewButton(lang.L("Delete"), p.Delete),
		assign: widgets.NewButton(lang.L("Schedule..."), p.Assign),
		run:    widgets.NewButton(lang.L("Run now"), p.Run),
	}
	a.assign.SetTooltip(lang.L("Gives the selected connection another schedule"))
	a.run.SetTooltip(lang.L("Imports through all connections of the schedule, one after another"))
	a.bar = widgets.NewActionBar(widgets.NewPrimaryButton(lang.L("New..."), p.Create), a.edit, a.remove, a.assign, a.run)
	return a
}

// update enables what can be done with what is selected.
func (a *actions) update() {
	a.edit.SetEnabled(a.page.CanEdit())
	a.remove.SetEnabled(a.page.CanDelete())
	a.assign.SetEnabled(a.page.canAssign())
	a.run.SetEnabled(a.page.CanRun())
	a.remove.SetText(page.RemoveText(a.page))
}

// menu is the context menu: the same actions.
func (p *Page) menu(_ int, at fyne.Position) {
	items := []*fyne.MenuItem{
		widgets.MenuItem(lang.L("New..."), p.Create, true),
		widgets.MenuItem(lang.L("Edit..."), p.Edit, p.CanEdit()),
		widgets.MenuItem(page.RemoveText(p), p.Delete, p.CanDelete()),
	}
	if n, ok := p.node(); ok && n.schedule != nil && n.schedule.Edit == app.EditChanged {
		items = append(items, widgets.MenuItem(lang.L("Drop changes"), p.revert, true))
	}
	items = append(items,
		fyne.NewMenuItemSeparator(),
		widgets.MenuItem(lang.L("Schedule..."), p.Assign, p.canAssign()),
		widgets.MenuItem(lang.L("Run now"), p.Run, p.CanRun()),
	)
	widgets.ShowMenu(p.session.Window.Canvas(), fyne.NewMenu("", items...), at)
}

// CanEdit says whether a schedule is selected that Save does not delete.
func (p *Page) CanEdit() bool {
	n, ok := p.node()
	return ok && n.schedule != nil && n.schedule.Edit != app.EditDeleted
}

// CanDelete says whether a schedule is selected, which can be deleted or, if that
// waits for Save, kept.
func (p *Page) CanDelete() bool {
	n, ok := p.node()
	return ok && n.schedule != nil
}

func (p *Page) canAssign() bool {
	n, ok := p.node()
	return ok && n.connection != nil && n.connection.Edit != app.EditDeleted
}

// CanRun says whether a schedule is selected that has connections and does not
// run.
func (p *Page) CanRun() bool {
	n, _ := p.node()
	if !p.CanEdit() || len(n.connections) == 0 {
		return false
	}
	for _, run := range p.session.Beacon.SchedulerState().Runs {
		if run.ScheduleID == n.schedule.Schedule.ID {
			return false
		}
	}
	return true
}

// Run imports through all connections of the selected schedule, as they are saved.
func (p *Page) Run() {
	n, _ := p.node()
	if !p.CanRun() {
		return
	}
	id := n.schedule.Schedule.ID
	start := func(ctx context.Context) error { return p.session.Beacon.StartSchedule(ctx, id, app.TriggerManual) }
	title := lang.L("The schedule could not be run")
	if p.session.Beacon.Unsaved() == 0 {
		p.session.Do(title, start, p.refresh)
		return
	}
	p.session.Confirm(lang.L("There are unsaved changes"),
		lang.L("A schedule runs as it is saved, with the connections that are saved."), lang.L("Save and run"), func() {
			p.session.Do(title, func(ctx context.Context) error {
				if err := p.session.Beacon.Save(ctx); err != nil {
					return err
				}
				return start(ctx)
			}, p.refresh)
		})
}

// Create opens the dialog for a new schedule.
func (p *Page) Create() {
	create(p.session, func(id string) { p.choose(scheduleKey(id)) })
}

// Edit opens the dialog for the selected schedule.
func (p *Page) Edit() {
	if n, _ := p.node(); p.CanEdit() {
		edit(p.session, n.schedule.Schedule, func(id string) { p.choose(scheduleKey(id)) })
	}
}

// Assign opens the dialog that gives the selected connection a schedule.
func (p *Page) Assign() {
	if n, _ := p.node(); p.canAssign() {
		Choose(p.session, *n.connection, func() { p.grid.Focus() })
	}
}

// Delete asks and then has the removal wait for Save; a removal that waits is
// taken back.
func (p *Page) Delete() {
	n, _ := p.node()
	switch {
	case !p.CanDelete():
		return
	case n.schedule.Edit == app.EditDeleted:
		p.revert()
		return
	}
	text := lang.L("No connection has it.")
	if names := connectionNames(n.connections); names != "" {
		text = lang.L("Its connections become Not scheduled, and import only by Execute Now: {{.Names}}.", map[string]any{"Names": names})
	}
	id := n.schedule.Schedule.ID
	p.session.Confirm(lang.L("Delete schedule {{.Name}}?", map[string]any{"Name": n.schedule.Schedule.Name}),
		text+" "+lang.L("Save carries it out."), lang.L("Delete"), func() {
			p.session.Do(lang.L("The schedule could not be deleted"), func(ctx context.Context) error {
				return p.session.Beacon.DeleteSchedule(ctx, id)
			}, nil)
		})
}

// connectionNames are the first few names; a question is no list.
func connectionNames(connections []app.Entry) string {
	const most = 5
	var names []string
	for i, e := range connections {
		if i == most {
			return strings.Join(names, ", ") + " " + lang.L("and {{.Count}} more", map[string]any{"Count": len(connections) - most})
		}
		names = append(names, e.Connection.Name)
	}
	return strings.Join(names, ", ")
}

func (p *Page) revert() {
	n, ok := p.node()
	if !ok || n.schedule == nil {
		return
	}
	id := n.schedule.Schedule.ID
	p.session.Do(lang.L("The changes could not be dropped"), func(ctx context.Context) error {
		return p.session.Beacon.RevertSchedule(ctx, id)
	}, nil)
}
