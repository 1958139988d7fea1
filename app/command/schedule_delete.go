package command

import (
	"context"
	"fmt"

	"inventorybeacon/connector"
)

type scheduleDeleteCommand struct {
	Name string `arg:"" help:"Schedule name."`
	yesFlag
}

func (cmd scheduleDeleteCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	entry, err := beacon.ScheduleNamed(cmd.Name)
	if err != nil {
		return err
	}
	question := fmt.Sprintf("Delete the schedule %s, after which %s will not be scheduled?", entry.Schedule.Name, connector.CountOf(len(entry.Connections), "connection"))
	if err := c.confirm(ctx, question, cmd.Yes); err != nil {
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
