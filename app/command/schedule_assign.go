package command

import (
	"context"

	"inventorybeacon/app"
)

type scheduleAssignCommand struct {
	Connection string `arg:"" help:"Connection name."`
	Schedule   string `arg:"" optional:"" help:"Schedule name."`
	None       bool   `help:"Give the connection no schedule."`
}

func (cmd scheduleAssignCommand) Run(ctx context.Context, c *console) error {
	if cmd.None == (cmd.Schedule != "") {
		return &usageError{"name a schedule, or say --none"}
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
	var chosen app.ScheduleEntry
	if !cmd.None {
		if chosen, err = beacon.ScheduleNamed(cmd.Schedule); err != nil {
			return err
		}
	}
	if err := beacon.Assign(ctx, connection.Connection.ID, chosen.Schedule.ID); err != nil {
		return err
	}
	if cmd.None {
		c.note("%s is not scheduled.", connection.Connection.Name)
		return nil
	}
	c.note("%s is imported by schedule %s: %s, next on %s.",
		connection.Connection.Name, chosen.Schedule.Name, chosen.Schedule.Summary(), clockTime(chosen.NextRun))
	if connection.Connection.Disabled {
		c.note("It is disabled, so nothing is imported before it is enabled.")
	}
	c.noteScheduler(beacon)
	return nil
}
