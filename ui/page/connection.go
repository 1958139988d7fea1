package page

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/grid"
)

// ConnectionStatus says how a connection is doing; running that an import through it
// runs in this program.
func ConnectionStatus(e workspace.Entry, running bool) grid.Cell {
	switch {
	case running || e.LastTask.Status == app.StatusRunning:
		return grid.Cell{Status: theme.StatusRunning, Text: lang.L("Importing")}
	case e.Edit == workspace.EditDeleted:
		return grid.Cell{Status: theme.StatusNone, Text: lang.L("Deleted, not saved"), Muted: true}
	case e.Connection.Disabled:
		return grid.Cell{Status: theme.StatusNone, Text: lang.L(e.Status()), Muted: true}
	case len(e.Warnings()) > 0:
		return warned(e)
	case e.LastTask.ID == 0:
		return grid.Cell{Status: theme.StatusNone, Text: lang.L(e.Status()), Muted: true}
	default:
		return grid.Cell{Status: TaskStatus(e.LastTask.Status), Text: lang.L(e.Status()), Tooltip: Outcome(e.LastTask)}
	}
}

// warned shows what will keep the connection from importing, unless its last
// import says worse.
func warned(e workspace.Entry) grid.Cell {
	cell := grid.Cell{Status: theme.StatusWarning, Text: e.Warnings()[0].Message}
	if e.LastTask.Status == app.StatusFailed || e.LastTask.Status == app.StatusHeldBack {
		cell.Status, cell.Text = TaskStatus(e.LastTask.Status), lang.L(e.Status())
	}
	lines := []string{Outcome(e.LastTask)}
	for _, w := range e.Warnings() {
		// What was held back warns in the words of its outcome.
		if line := strings.TrimSpace(w.Message + " " + w.Advice); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	cell.Tooltip = strings.TrimSpace(strings.Join(lines, "\n"))
	return cell
}
