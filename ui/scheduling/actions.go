package scheduling

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets"
)

// Commands are what can be done on the page.
type Commands struct {
	Create, Edit, Delete, Assign, Run widgets.Command
}

// NewCommands returns the commands of a page that is asked for, and thereby made, when one of them is used.
func NewCommands(of func() *Page) Commands {
	on := func(action func(*Page)) func() { return func() { action(of()) } }
	when := func(can func(*Page) bool) func() bool { return func() bool { return can(of()) } }
	return Commands{
		Create: widgets.Command{Text: lang.L("New..."), Action: on((*Page).create)},
		Edit:   widgets.Command{Text: lang.L("Edit..."), Action: on((*Page).edit), Enabled: when((*Page).canEdit)},
		Delete: widgets.Command{
			Text: lang.L("Delete"), TextNow: func() string { return page.RemoveText(of().canDelete(), of().canEdit()) },
			Action: on((*Page).delete), Enabled: when((*Page).canDelete),
		},
		Assign: widgets.Command{
			Text: lang.L("Schedule..."), Tooltip: lang.L("Gives the selected connection another schedule"),
			Action: on((*Page).assign), Enabled: when((*Page).canAssign),
		},
		Run: widgets.Command{
			Text: lang.L("Run now"), Tooltip: lang.L("Imports through all connections of the schedule, one after another"),
			Action: on((*Page).run), Enabled: when((*Page).canRun),
		},
	}
}

// newBar returns the buttons above the list; they follow the selection.
func newBar(c Commands) *widgets.CommandBar {
	return widgets.NewCommandBar(widgets.NewButton(c.Create.Text, c.Create.Action), c.Edit, c.Delete, c.Assign, c.Run)
}

// menu is the context menu.
func (p *Page) menu(_ int, at fyne.Position) {
	c := p.commands
	commands := []widgets.Command{c.Create, c.Edit, c.Delete}
	if n, ok := p.node(); ok && n.schedule != nil && n.schedule.Edit == workspace.EditChanged {
		commands = append(commands, widgets.Command{Text: lang.L("Drop changes"), Action: p.revert})
	}
	commands = append(commands, widgets.Command{}, c.Assign, c.Run)
	p.list.Menu(at, commands...)
}

// canEdit reports whether a schedule is selected that Save does not delete.
func (p *Page) canEdit() bool {
	n, ok := p.node()
	return ok && n.schedule != nil && n.schedule.Edit != workspace.EditDeleted
}

// canDelete reports whether a schedule is selected, which can be deleted or, if that
// waits for Save, kept.
func (p *Page) canDelete() bool {
	n, ok := p.node()
	return ok && n.schedule != nil
}

func (p *Page) canAssign() bool {
	n, ok := p.node()
	return ok && n.connection != nil && n.connection.Edit != workspace.EditDeleted
}

// canRun reports whether a schedule is selected that has connections and does not
// run.
func (p *Page) canRun() bool {
	n, _ := p.node()
	if !p.canEdit() || len(n.connections) == 0 {
		return false
	}
	for _, run := range p.session.Beacon.SchedulerState().Runs {
		if run.ScheduleID == n.schedule.Schedule.ID {
			return false
		}
	}
	return true
}

// run imports through all connections of the selected schedule, as they are saved.
func (p *Page) run() {
	n, _ := p.node()
	if !p.canRun() {
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

// create opens the dialog for a new schedule.
func (p *Page) create() {
	create(p.session, func(id string) { p.choose(scheduleKey(id)) })
}

// edit opens the dialog for the selected schedule.
func (p *Page) edit() {
	if n, _ := p.node(); p.canEdit() {
		edit(p.session, n.schedule.Schedule, func(id string) { p.choose(scheduleKey(id)) })
	}
}

// assign opens the dialog that gives the selected connection a schedule.
func (p *Page) assign() {
	if n, _ := p.node(); p.canAssign() {
		Choose(p.session, *n.connection, func() { p.grid.Focus() })
	}
}

// delete asks and then has the removal wait for Save; a removal that waits is
// taken back.
func (p *Page) delete() {
	n, _ := p.node()
	switch {
	case !p.canDelete():
		return
	case n.schedule.Edit == workspace.EditDeleted:
		p.revert()
		return
	}
	text := lang.L("No connection has it.")
	if names := connectionNames(n.connections); names != "" {
		text = lang.L("Its connections become Not scheduled, and import only by Execute Now: {{.Names}}.", map[string]any{"Names": names})
	}
	id := n.schedule.Schedule.ID
	p.session.ConfirmLoss(lang.L("Delete schedule {{.Name}}?", map[string]any{"Name": n.schedule.Schedule.Name}),
		text+" "+lang.L("Save carries it out."), lang.L("Delete"), func() {
			p.session.Do(lang.L("The schedule could not be deleted"), func(ctx context.Context) error {
				return p.session.Beacon.DeleteSchedule(ctx, id)
			}, nil)
		})
}

// connectionNames are the first few names; a question is no list.
func connectionNames(connections []workspace.Entry) string {
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
