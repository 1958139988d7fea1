package execution

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
)

// StartEach imports through those of several connections through which that is possible, as they are saved; started is called when
// they have begun. What kept some from that is said in one message.
func StartEach(s *session.Session, entries []workspace.Entry, started func()) {
	var possible []workspace.Entry
	var unsaved []string
	for _, e := range entries {
		if !Possible(s, e) {
			continue
		}
		possible = append(possible, e)
		if !e.Saved() {
			unsaved = append(unsaved, e.Connection.Name)
		}
	}
	begin := func() {
		session.DoEach(s, lang.L("The import could not be started"), lang.L("Not every import could be started"),
			possible, workspace.Entry.Name, func(ctx context.Context, e workspace.Entry) error {
				if err := s.Beacon.SaveOne(ctx, e.Connection.ID); err != nil { // of one without edits there is nothing to save
					return err
				}
				_, err := s.Beacon.Start(ctx, e.Connection.ID, app.TriggerManual)
				return err
			}, started)
	}
	switch {
	case len(possible) == 0:
	case len(possible) == 1:
		Start(s, possible[0].Connection.ID, func(app.Task) { started() })
	case len(unsaved) == 0:
		begin()
	default:
		s.Confirm(lang.L("Connections have unsaved changes"),
			lang.L("An import goes through a connection as it is saved. These are not: {{.Names}}.", map[string]any{"Names": format.Names(unsaved)}),
			lang.L("Save and Execute"), begin)
	}
}

// CancelEach cancels the imports of tasks, of this program or of others; of several after a question.
func CancelEach(s *session.Session, tasks []app.Task) {
	if len(tasks) == 1 {
		Cancel(s, tasks[0].ID, func() {})
		return
	}
	name := func(t app.Task) string { return t.ConnectionName }
	var names []string
	for _, t := range tasks {
		names = append(names, name(t))
	}
	s.ConfirmLoss(lang.L("Cancel {{.Count}} imports?", map[string]any{"Count": len(tasks)}),
		lang.L("What they have read is not published: {{.Names}}.", map[string]any{"Names": format.Names(names)}),
		lang.L("Cancel Imports"), func() {
			session.DoEach(s, lang.L("The import could not be cancelled"), lang.L("Not every import could be cancelled"),
				tasks, name, func(ctx context.Context, t app.Task) error {
					return s.Beacon.CancelImport(ctx, t.ID)
				}, nil)
		})
}
