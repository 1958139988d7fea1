package console

import (
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/scheduler"
)

// NoteEvent writes what the scheduler tells to standard error.
func (c *Console) NoteEvent(e scheduler.Event) {
	text := e.Text
	if e.Schedule != "" {
		text = e.Schedule + ": " + text
	}
	line := e.At.Local().Format(time.DateTime) + " " + text
	switch e.Task.Status {
	case app.StatusFailed:
		c.Complain("%s", line)
	case app.StatusHeldBack:
		c.Say("%s", c.Weighed(PriorityWarning, c.ErrTTY.Paint(Red, line)))
	default:
		c.Note("%s", line)
	}
}
