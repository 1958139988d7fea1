package page

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/widgets/grid"
)

// Number is a cell with a number.
func Number(n int64) grid.Cell { return grid.Cell{Text: message.Number(n), Value: n} }

// Day is a cell with a day; empty for none.
func Day(d connector.Date) grid.Cell {
	if d == 0 {
		return grid.Cell{}
	}
	return grid.Cell{Text: d.String(), Value: d}
}

// Moment is a cell with a time, as one says it on the day now; empty for none.
func Moment(t, now time.Time) grid.Cell {
	if t.IsZero() {
		return grid.Cell{}
	}
	return grid.Cell{Text: format.When(t, now), Value: t}
}

// NextRun is a cell with the time of the next run; waits says that nothing runs then before Save.
func NextRun(t, now time.Time, waits bool) grid.Cell {
	cell := Moment(t, now)
	if waits && !t.IsZero() {
		cell.Text, cell.Italic, cell.Tooltip = format.Run(t, now, waits), true, lang.L("Waits for Save")
	}
	return cell
}

// None is a cell in which there is nothing to say, which files leave empty.
func None() grid.Cell { return grid.Cell{Text: "–", Muted: true, Value: grid.Nothing{}} }

// DayOrNone is a cell with a day, or one that says that there is none.
func DayOrNone(d connector.Date) grid.Cell {
	if d == 0 {
		return None()
	}
	return Day(d)
}

// Zero is a gray cell for none.
func Zero() grid.Cell { return grid.Cell{Text: "0", Muted: true, Value: int64(0)} }

// Known is a cell with a number that may not be known.
func Known(n *int64) grid.Cell {
	if n == nil {
		return grid.Cell{Text: "–", Muted: true, Value: grid.Nothing{}, Tooltip: lang.L("Not known: no usage report tells of it")}
	}
	return Number(*n)
}
