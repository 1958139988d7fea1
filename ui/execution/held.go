package execution

import (
	"context"

	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/grid"
	"inventorybeacon/ui/widgets/menu"
)

// Decisions are what can be done about an import that waits for somebody to decide; task returns the one that is selected.
func Decisions(s *session.Session, task func() app.Task) []menu.Command {
	about := func(text string, action func(*session.Session, app.Task)) menu.Command {
		return menu.Command{
			Text: text, Action: func() { action(s, task()) }, Enabled: func() bool { return Undecided(s, task()) },
		}
	}
	return []menu.Command{
		about(lang.L("Review..."), Review), about(lang.L("Publish Anyway"), Publish), about(lang.L("Discard"), Discard),
	}
}

// Undecided reports whether a task is an import that waits for somebody to decide, and
// whose connection is not busy with another one.
func Undecided(s *session.Session, t app.Task) bool {
	return t.Status == app.StatusHeldBack && !Running(s, t.ConnectionID)
}

// Review shows what an import that was held back would take away, and offers to
// publish or to discard it.
func Review(s *session.Session, t app.Task) {
	s.Window.Show() // which may be hidden
	lost := lostRecords(s, t)
	text := widgets.NewWrapText(t.Failure.Message, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	numbers := widgets.NewWrapText(lossLines(t.Held), fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	d := dialog.New(s.Window, lang.L("Import of {{.Name}} held back", map[string]any{"Name": t.ConnectionName}),
		dialog.NewAround(4, lost.grid, 220, text, numbers, lost.grid))
	d.SetWidth(reviewWidth)
	d.OnClosed = lost.data.Close // which ends with the session, too
	decide := func(action func(*session.Session, app.Task)) func() {
		return func() {
			d.Close()
			action(s, t)
		}
	}
	d.SetExtras(widgets.NewButton(lang.L("Publish Anyway"), decide(Publish)), widgets.NewButton(lang.L("Discard"), decide(Discard)))
	d.SetActions(nil, widgets.NewButton(lang.L("Close"), nil))
	d.Show()
}

const reviewWidth = 700

// lossLines says for each kind of record how many there are and would be.
func lossLines(h connector.HeldBack) string {
	text := ""
	for _, l := range h.Losses {
		if text != "" {
			text += "\n"
		}
		text += lang.L(kindLabel(l.Of)) + ": " + lang.L("{{.Before}} before, {{.After}} after", map[string]any{
			"Before": message.Number(l.Before), "After": message.Number(l.After),
		})
	}
	if unlisted := h.Unlisted(); unlisted > 0 {
		text += "\n" + lang.L("Of the users that would be removed, {{.Number}} more are not listed.",
			map[string]any{"Number": message.Number(unlisted)})
	}
	return text
}

func kindLabel(of connector.Records) string {
	switch of {
	case connector.UserRecords:
		return "Users"
	case connector.LicenseRecords:
		return "Licenses"
	case connector.AssignmentRecords:
		return "Assignments"
	default:
		return "Usage"
	}
}

// lost is the list of what would go.
type lost struct {
	grid *grid.Grid
	data *grid.Paged[connector.LostRecord]
}

func lostRecords(s *session.Session, t app.Task) lost {
	l := lost{grid: grid.New(
		grid.Column{ID: "kind", Title: lang.L("Would be removed")},
		grid.Column{ID: "name", Title: lang.L("Name"), Width: 220, MinWidth: 120, Stretch: 1},
		grid.Column{ID: "detail", Title: lang.L("Detail"), Width: 260, MinWidth: 140, Stretch: 1},
	)}
	l.grid.SetEmpty(lang.L("Nothing is listed"), lang.L("Of rows of usage only the number is kept."), nil)
	l.data = grid.NewPaged(s.Context(), grid.Source[connector.LostRecord]{
		Count: func(ctx context.Context) (int, error) {
			n, err := s.Beacon.CountTaskLost(ctx, t.ID)
			return int(n), err
		},
		Load: func(ctx context.Context, offset, limit int) ([]connector.LostRecord, error) {
			return s.Beacon.TaskLost(ctx, t.ID, offset, limit)
		},
		Cells: func(r connector.LostRecord) []grid.Cell {
			return []grid.Cell{grid.Text(lang.L(kindLabel(r.Of))), grid.Text(r.Name), grid.Text(r.Detail)}
		},
	})
	l.data.OnError = func(err error) { s.Fail(lang.L("The list could not be read"), err) }
	l.grid.SetData(l.data)
	l.data.Reload()
	return l
}

// Publish asks and then publishes an import that was held back.
func Publish(s *session.Session, t app.Task) {
	dialog.Confirm(s.Window, lang.L("Publish the import of {{.Name}} anyway?", map[string]any{"Name": t.ConnectionName}),
		lang.L("What is missing in it is removed from the inventory.")+"\n\n"+lossLines(t.Held),
		dialog.Choice{Text: lang.L("Publish Anyway"), Action: func() {
			s.Do(lang.L("The import could not be published"), func(ctx context.Context) error {
				return s.Beacon.StartPublishHeld(ctx, t.ID)
			}, nil)
		}},
		dialog.Choice{Text: lang.L("Cancel"), Cancel: true, Primary: true})
}

// Discard decides against an import that was held back. The inventory is as it was,
// and the import can be executed again, so nobody is asked.
func Discard(s *session.Session, t app.Task) {
	s.Do(lang.L("The import could not be discarded"), func(ctx context.Context) error {
		return s.Beacon.DiscardHeld(ctx, t.ID)
	}, nil)
}

// Replace asks and then imports through a connection another tenant than the one
// whose inventory it has.
func Replace(s *session.Session, t app.Task) {
	e, ok := s.Beacon.Entry(t.ConnectionID)
	if !ok || !Possible(s, e) {
		return
	}
	dialog.Confirm(s.Window, lang.L("Replace the inventory of {{.Name}}?", map[string]any{"Name": t.ConnectionName}),
		t.Failure.Message+"\n\n"+
			lang.L("The inventory that the connection has is lost when the import succeeds. To keep both, create a new connection for the other tenant."),
		dialog.Choice{Text: lang.L("Replace Inventory"), Action: func() { begin(s, e, !e.Saved(), func(app.Task) {}, imports.ReplaceInventory) }},
		dialog.Choice{Text: lang.L("Cancel"), Cancel: true, Primary: true})
}

// Remedy is the button for what can be done about how a task has ended; nil when
// there is nothing.
func Remedy(s *session.Session, t app.Task) *widgets.Button {
	switch {
	case Undecided(s, t):
		return widgets.NewButton(lang.L("Review..."), func() { Review(s, t) })
	case t.Failure.Code == connector.CodeOtherTenant:
		return widgets.NewButton(lang.L("Replace Inventory..."), func() { Replace(s, t) })
	default:
		return nil
	}
}
