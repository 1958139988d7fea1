package schedule

import (
	"context"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
)

type assignCommand struct {
	Connection string `arg:"" help:"Connection name."`
	Schedule   string `arg:"" optional:"" help:"Schedule name."`
	None       bool   `help:"Give the connection no schedule."`
}

// assignedRow is a connection with its schedule as JSON.
type assignedRow struct {
	Connection string     `json:"connection"`
	Schedule   *string    `json:"schedule"` // null when it is not scheduled
	NextRun    *time.Time `json:"nextRun"`
}

func (cmd assignCommand) Run(ctx context.Context, c *console.Console) error {
	if cmd.None == (cmd.Schedule != "") {
		return console.UsageErrorf("name a schedule, or say --none")
	}
	beacon, closeAll, err := c.Open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	connection, err := beacon.Named(cmd.Connection)
	if err != nil {
		return err
	}
	var chosen workspace.ScheduleEntry
	if !cmd.None {
		if chosen, err = beacon.ScheduleNamed(cmd.Schedule); err != nil {
			return err
		}
	}
	if err := beacon.Assign(ctx, connection.Connection.ID, chosen.Schedule.ID); err != nil {
		return err
	}
	noteAssigned(c, beacon, connection, chosen)
	if c.JSON {
		return c.PrintJSON(assignedRow{connection.Connection.Name, console.TextOrNull(chosen.Schedule.Name), console.TimeOrNull(chosen.NextRun)})
	}
	return nil
}

func noteAssigned(c *console.Console, beacon *app.Beacon, connection workspace.Entry, chosen workspace.ScheduleEntry) {
	if chosen.Schedule.IsZero() {
		c.Note("%s is not scheduled.", connection.Connection.Name)
		return
	}
	c.Note("%s is imported by schedule %s: %s, next on %s.",
		connection.Connection.Name, chosen.Schedule.Name, message.Text(chosen.Schedule.Summary()), console.ClockTime(chosen.NextRun))
	if connection.Connection.Disabled {
		c.Note("It is disabled, so nothing is imported before it is enabled.")
	}
	noteScheduler(c, beacon)
}
