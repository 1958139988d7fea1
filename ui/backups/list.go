// Package backups lists the backups of the connections, makes one, and has one
// restored: from the menu, and at the start when the connections cannot be opened.
package backups

import (
	"context"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/grid"
)

// checked is a backup, and why it cannot be restored.
type checked struct {
	app.Backup
	problem     error
	secretsLost bool
}

// check looks at each backup of a data directory; they are small files.
func check(ctx context.Context, dir string, backups []app.Backup) []checked {
	rows := make([]checked, len(backups))
	for i, b := range backups {
		rows[i] = checked{Backup: b, problem: app.CheckBackup(ctx, b)}
		rows[i].secretsLost = rows[i].problem == nil && app.SecretsOfBackupLost(ctx, dir, b.Path)
	}
	return rows
}

// list is the table of backups, newest first.
type list struct {
	grid *grid.Grid
	rows []checked
}

func newList() *list {
	l := &list{grid: grid.New(
		grid.Column{ID: "made", Title: lang.L("Created"), Width: 150},
		grid.Column{ID: "kind", Title: lang.L("Type"), Width: 100},
		grid.Column{ID: "size", Title: lang.L("Size"), Width: 80, AlignRight: true},
		grid.Column{ID: "state", Title: lang.L("Status"), Width: 200, MinWidth: 120, Stretch: 1},
	)}
	return l
}

// show selects the newest one that can be restored.
func (l *list) show(rows []checked, now time.Time) {
	l.rows = rows
	cells := make(grid.Rows, len(rows))
	usable := -1
	for i, row := range rows {
		cells[i] = cellsOf(row, now)
		if usable < 0 && row.problem == nil {
			usable = i
		}
	}
	l.grid.SetEmpty(lang.L("There is no backup yet"), lang.L("One is made every day, once there is a connection."), nil)
	l.grid.SetData(cells)
	l.grid.Select(usable)
}

func cellsOf(row checked, now time.Time) []grid.Cell {
	kind := lang.L("On demand")
	if row.Daily {
		kind = lang.L("Daily")
	}
	state := grid.Cell{Text: lang.L("Complete"), Status: theme.StatusOK}
	switch {
	case row.secretsLost:
		state = grid.Cell{Text: lang.L("Without its secrets"), Tooltip: app.SecretsOfBackup(), Status: theme.StatusWarning}
	case row.problem != nil:
		state = grid.Cell{Text: lang.L("Cannot be restored"), Tooltip: message.Explain(row.problem).Message, Status: theme.StatusFailed}
	case !row.History:
		state = grid.Cell{Text: lang.L("Without the history"), Tooltip: app.HistoryLeft(), Status: theme.StatusWarning}
	}
	made := grid.Text(format.When(row.At, now))
	made.Tooltip = row.Path
	return []grid.Cell{made, grid.Text(kind), grid.Text(row.Size.String()), state}
}

// selected is the backup that can be restored now: one alone.
func (l *list) selected() (checked, bool) {
	i := l.grid.Selected()
	if i < 0 || l.grid.SelectionCount() != 1 || l.rows[i].problem != nil {
		return checked{}, false
	}
	return l.rows[i], true
}
