package tasks

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets/grid"
)

func columns() []grid.Column {
	return []grid.Column{
		{ID: "task", Title: lang.L("Task"), Width: 66, AlignRight: true},
		{ID: "connection", Title: lang.L("Connection Name"), Width: 180, MinWidth: 96, Stretch: 2},
		{ID: "started", Title: lang.L("Started"), Width: 112},
		{ID: "duration", Title: lang.L("Duration"), Width: 90, Spare: 5},
		{ID: "trigger", Title: lang.L("Trigger"), Width: 74, Spare: 4},
		{ID: "status", Title: lang.L("Status"), Width: 190, MinWidth: page.StatusWidth, Stretch: 1, Steady: true},
		{ID: "users", Title: lang.L("Users"), Width: 68, AlignRight: true, Spare: 3},
		{ID: "changes", Title: lang.L("Changes"), Width: 180, MinWidth: 100, Stretch: 1, Spare: 2},
		{ID: "warnings", Title: lang.L("Warnings"), Width: 78, AlignRight: true, Spare: 1},
	}
}

func row(t app.Task) []grid.Cell {
	u := t.Counts.Users
	warnings := grid.Cell{Tooltip: page.Outcome(t)}
	if n := len(t.Warnings); n > 0 {
		warnings.Text, warnings.Value = strconv.Itoa(n), int64(n)
	}
	users := grid.Cell{}
	if t.Counts != (connector.Counts{}) { // something was published
		users = page.Number(u.Total)
		users.Tooltip = strings.Join(page.Counts(t.Counts), "\n")
	}
	started := page.Moment(t.Started, time.Now())
	started.Tooltip = clocks(t)
	return []grid.Cell{
		{Text: strconv.FormatInt(t.ID, 10), Value: t.ID},
		grid.Text(t.ConnectionName),
		started,
		grid.Text(message.Duration(app.Took(t, time.Now()))),
		grid.Text(message.Trigger(t.Trigger)),
		{Text: message.Status(t.Status), Status: page.TaskStatus(t.Status), Tooltip: page.Outcome(t)},
		users,
		{Text: format.Change(u.Added, u.Changed, u.Removed), Tooltip: strings.Join(page.Counts(t.Counts), "\n")},
		warnings,
	}
}

// clocks says to the second when a task ran.
func clocks(t app.Task) string {
	if t.Started.IsZero() {
		return ""
	}
	text := lang.L("Started {{.Time}}", map[string]any{"Time": t.Started.Local().Format(time.DateTime)})
	if !t.Ended.IsZero() {
		text += "\n" + lang.L("Ended {{.Time}}", map[string]any{"Time": t.Ended.Local().Format(time.DateTime)})
	}
	return text
}
