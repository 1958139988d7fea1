// Package page holds what pages share: how a page is laid out, and what stands in the lists of several of them, such as how a task
// or a connection is doing.
package page

import (
	"log/slog"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/grid"
)

// StatusWidth is the least width of a column in which every status of a task
// and of a connection is seen whole, "Succeeded with warnings" included.
const StatusWidth = 188

// TaskStatus is the color of a task's status.
func TaskStatus(s app.Status) theme.Status {
	switch s {
	case app.StatusRunning:
		return theme.StatusRunning
	case app.StatusSucceeded:
		return theme.StatusOK
	case app.StatusWarnings, app.StatusInterrupted, app.StatusHeldBack:
		return theme.StatusWarning
	case app.StatusFailed:
		return theme.StatusFailed
	default:
		return theme.StatusNone
	}
}

// TaskNumber names a task by its number, which is typed without separators.
func TaskNumber(t app.Task) string {
	return lang.L("task {{.Number}}", map[string]any{"Number": strconv.FormatInt(t.ID, 10)})
}

// Outcome says why a task failed or what it warns of.
func Outcome(t app.Task) string {
	if t.Failure.Message != "" {
		return strings.TrimSpace(t.Failure.Message + " " + t.Failure.Action)
	}
	var lines []string
	for _, w := range t.Warnings {
		lines = append(lines, strings.TrimSpace(w.Message+" "+w.Advice))
	}
	return strings.Join(lines, "\n")
}

// LogLine is a line of a task's log.
func LogLine(l app.Line) grid.Cell {
	cell := grid.Cell{Text: l.At.Local().Format(time.TimeOnly) + " " + l.Text, Muted: true}
	switch {
	case l.Level >= slog.LevelError:
		cell.Error, cell.Muted = true, false
	case l.Level >= slog.LevelWarn:
		cell.Muted = false
	}
	return cell
}
