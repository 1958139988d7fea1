package command

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
)

type scheduleDeleteCommand struct {
	Name string `arg:"" help:"Schedule name."`
	yesFlag
}

func (cmd scheduleDeleteCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	entry, err := beacon.ScheduleNamed(cmd.Name)
	if err != nil {
		return err
	}
	if err := c.confirm(ctx, cmd.Yes, "Delete the schedule %s, after which %s will not be scheduled?",
		entry.Schedule.Name, message.Count("count.connections", len(entry.Connections))); err != nil {
		return err
	}
	if err := beacon.DeleteSchedule(ctx, entry.Schedule.ID); err != nil {
		return err
	}
	c.note("Deleted schedule %s.", entry.Schedule.Name)
	for _, e := range entry.Connections {
		c.note("%s is no longer scheduled.", e.Connection.Name)
	}
	if c.json {
		return c.printJSON(newScheduleRow(entry))
	}
	return nil
}
