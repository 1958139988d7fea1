package command

import (
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/scheduler"
)

// noteEvent writes what the scheduler tells to standard error.
func (c *console) noteEvent(e scheduler.Event) {
	text := e.Text
	if e.Schedule != "" {
		text = e.Schedule + ": " + text
	}
	line := e.At.Local().Format(time.DateTime) + " " + text
	switch e.Task.Status {
	case app.StatusFailed:
		c.complain("%s", line)
	case app.StatusHeldBack:
		c.say("%s", c.weighed(priorityWarning, c.errTTY.paint(red, line)))
	default:
		c.note("%s", line)
	}
}
