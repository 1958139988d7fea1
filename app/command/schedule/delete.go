package schedule

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

type deleteCommand struct {
	Name string `arg:"" help:"Schedule name."`
	console.YesFlag
}

func (cmd deleteCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	entry, err := beacon.ScheduleNamed(cmd.Name)
	if err != nil {
		return err
	}
	if err := c.Confirm(ctx, cmd.Yes, "Delete the schedule %s, after which %s will not be scheduled?",
		entry.Schedule.Name, message.Count("count.connections", len(entry.Connections))); err != nil {
		return err
	}
	if err := beacon.DeleteSchedule(ctx, entry.Schedule.ID); err != nil {
		return err
	}
	c.Note("Deleted schedule %s.", entry.Schedule.Name)
	for _, e := range entry.Connections {
		c.Note("%s is no longer scheduled.", e.Connection.Name)
	}
	if c.JSON {
		return c.PrintJSON(newScheduleRow(entry))
	}
	return nil
}
