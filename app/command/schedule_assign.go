package command

import (
	"context"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
)

type scheduleAssignCommand struct {
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

func (cmd scheduleAssignCommand) Run(ctx context.Context, c *console) error {
	if cmd.None == (cmd.Schedule != "") {
		return wrongUse("name a schedule, or say --none")
	}
	beacon, closeAll, err := c.open(ctx)
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
	if c.json {
		return c.printJSON(assignedRow{connection.Connection.Name, textOrNull(chosen.Schedule.Name), timeOrNull(chosen.NextRun)})
	}
	return nil
}

func noteAssigned(c *console, beacon *app.Beacon, connection workspace.Entry, chosen workspace.ScheduleEntry) {
	if chosen.Schedule.IsZero() {
		c.note("%s is not scheduled.", connection.Connection.Name)
		return
	}
	c.note("%s is imported by schedule %s: %s, next on %s.",
		connection.Connection.Name, chosen.Schedule.Name, message.Text(chosen.Schedule.Summary()), clockTime(chosen.NextRun))
	if connection.Connection.Disabled {
		c.note("It is disabled, so nothing is imported before it is enabled.")
	}
	noteScheduler(c, beacon)
}
