package tasks

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets/form"
)

// filter chooses the tasks that are listed: by connection, status and time.
type filter struct {
	session    *session.Session
	connection *form.Select
	status     *form.Select
	time       *page.Period

	connections []string // ids, in the order of the choice
}

// statuses are the ones that can be chosen, in their order.
var statuses = []app.Status{
	app.StatusRunning, app.StatusSucceeded, app.StatusWarnings,
	app.StatusHeldBack, app.StatusFailed, app.StatusCancelled, app.StatusInterrupted, app.StatusDiscarded,
}

func newFilter(s *session.Session, changed func()) *filter {
	ask := func(string) { changed() }
	f := &filter{session: s}
	f.connection = form.NewSelect([]string{lang.L("All connections")}, ask)
	statusLabels := []string{lang.L("All statuses")}
	for _, status := range statuses {
		statusLabels = append(statusLabels, message.Status(status))
	}
	f.status = form.NewSelect(statusLabels, ask)
	f.time = page.NewPeriod([]int{7, 30}, ask)
	f.clear()
	return f
}

func (f *filter) row() []page.Filter {
	return []page.Filter{
		{Object: f.connection, Width: 160, Least: 110},
		{Object: f.status, Width: 158, Least: 110},
		{Object: f.time.Select, Width: 106, Least: 106},
	}
}

// clear chooses all tasks.
func (f *filter) clear() {
	f.connection.SetSelected(lang.L("All connections"))
	f.status.SetSelected(lang.L("All statuses"))
	f.time.Choose()
}

// query is what is chosen, on the day of now.
func (f *filter) query(now time.Time) app.TaskQuery {
	var q app.TaskQuery
	if i := f.connection.SelectedIndex() - 1; i >= 0 && i < len(f.connections) {
		q.ConnectionID = f.connections[i]
	}
	if i := f.status.SelectedIndex() - 1; i >= 0 {
		q.Status = statuses[i]
	}
	q.Since = f.time.Since(now)
	return q
}

// refresh reads which connections have tasks; those that were deleted come last.
func (f *filter) refresh() {
	session.Go(f.session, f.session.Context(), f.session.Beacon.TaskConnections, func(found []app.TaskConnection, err error) {
		if err != nil {
			f.session.Fail(lang.L("The tasks could not be read"), err)
			return
		}
		options := []string{lang.L("All connections")}
		f.connections = f.connections[:0]
		for _, c := range found {
			f.connections = append(f.connections, c.ID)
			options = append(options, format.Distinct(options, connectionLabel(c)))
		}
		f.connection.SetOptions(options)
		if f.connection.SelectedIndex() < 0 {
			f.connection.SetSelected(options[0])
			f.connection.OnChanged(options[0])
		}
	})
}

func connectionLabel(c app.TaskConnection) string {
	if c.Deleted {
		return lang.L("{{.Name}} (deleted)", map[string]any{"Name": c.Name})
	}
	return c.Name
}
