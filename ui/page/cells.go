package page

import (
	"time"

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

// None is a cell in which there is nothing to say, which files leave empty.
func None() grid.Cell { return grid.Cell{Text: "–", Muted: true, Value: grid.Nothing{}} }
