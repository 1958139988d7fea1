package scheduling

import (
	"context"
	"slices"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
)

// What holds of schedules on which commands act.
func isAny(workspace.ScheduleEntry) bool        { return true }
func isEditable(s workspace.ScheduleEntry) bool { return s.Edit != workspace.EditDeleted }
func isDeleted(s workspace.ScheduleEntry) bool  { return s.Edit == workspace.EditDeleted }
func isChanged(s workspace.ScheduleEntry) bool  { return s.Edit == workspace.EditChanged }

// isRunnable reports whether a schedule has connections and does not run.
func (p *Page) isRunnable(s workspace.ScheduleEntry) bool {
	return isEditable(s) && len(s.Connections) > 0 &&
		!slices.ContainsFunc(p.session.Beacon.SchedulerState().Runs, func(r scheduler.Run) bool { return r.ScheduleID == s.Schedule.ID })
}

// chosen returns the selected schedules of which something holds.
func (p *Page) chosen(holds func(workspace.ScheduleEntry) bool) (chosen []workspace.ScheduleEntry) {
	for row := range p.grid.SelectedRows() {
		if row < len(p.nodes) && p.nodes[row].schedule != nil && holds(*p.nodes[row].schedule) {
			chosen = append(chosen, *p.nodes[row].schedule)
		}
	}
	return chosen
}

func (p *Page) deleteText() string {
	return page.RemoveText(p.grid.SelectionCount(), len(p.chosen(isEditable)), len(p.chosen(isDeleted)))
}

func (p *Page) runText() string {
	return page.Several(lang.L("Run Now"), p.grid.SelectionCount(), len(p.chosen(p.isRunnable)))
}

func nameOf(s workspace.ScheduleEntry) string { return s.Schedule.Name }

// run imports through all connections of the selected schedules, as they are saved.
func (p *Page) run() {
	chosen := p.chosen(p.isRunnable)
	if len(chosen) == 0 {
		return
	}
	start := func() {
		session.DoEach(p.session, lang.L("The schedule could not be run"), lang.L("Not every schedule could be run"), chosen, nameOf,
			func(ctx context.Context, s workspace.ScheduleEntry) error {
				return p.session.Beacon.StartSchedule(ctx, s.Schedule.ID, app.TriggerManual)
			}, p.refresh)
	}
	if p.session.Beacon.Unsaved() == 0 {
		start()
		return
	}
	p.session.Confirm(lang.L("There are unsaved changes"),
		lang.L("A schedule runs as it is saved, with the connections that are saved."), lang.L("Save and Run"), func() {
			p.session.Do(lang.L("The schedule could not be run"), p.session.Beacon.Save, start)
		})
}

// delete asks and then has the removal wait for Save; where all of them wait for that, they are kept.
func (p *Page) delete() {
	doomed := p.chosen(isEditable)
	if len(doomed) == 0 {
		p.revert(isDeleted)
		return
	}
	var names, connections []string
	for _, s := range doomed {
		names = append(names, s.Schedule.Name)
		for _, e := range s.Connections {
			connections = append(connections, e.Connection.Name)
		}
	}
	title, text := lang.L("Delete schedule {{.Name}}?", map[string]any{"Name": names[0]}), lang.L("No connection has it.")
	if len(connections) > 0 {
		text = lang.L("Its connections become Not scheduled, and import only by Execute Now: {{.Names}}.",
			map[string]any{"Names": format.Names(connections)})
	}
	if len(doomed) > 1 {
		title, text = lang.L("Delete {{.Count}} schedules?", map[string]any{"Count": len(doomed)}), lang.L("No connection has one of them.")
		if len(connections) > 0 {
			text = lang.L("Their connections become Not scheduled, and import only by Execute Now: {{.Names}}.",
				map[string]any{"Names": format.Names(connections)})
		}
		text = format.Names(names) + "\n\n" + text
	}
	p.session.ConfirmLoss(title, text+" "+lang.L("Save carries it out."), lang.L("Delete"), func() {
		session.DoEach(p.session, lang.L("The schedule could not be deleted"), lang.L("Not every schedule could be deleted"), doomed, nameOf,
			func(ctx context.Context, s workspace.ScheduleEntry) error {
				return p.session.Beacon.DeleteSchedule(ctx, s.Schedule.ID)
			}, nil)
	})
}

// revert drops the edits of the selected schedules of which something holds.
func (p *Page) revert(holds func(workspace.ScheduleEntry) bool) {
	session.DoEach(p.session, lang.L("The changes could not be dropped"), lang.L("Not all changes could be dropped"), p.chosen(holds), nameOf,
		func(ctx context.Context, s workspace.ScheduleEntry) error {
			return p.session.Beacon.RevertSchedule(ctx, s.Schedule.ID)
		}, nil)
}
