package command

import "context"

type scheduleDeleteCommand struct {
	Name string `arg:"" help:"Schedule name."`
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
	if err := beacon.DeleteSchedule(ctx, entry.Schedule.ID); err != nil {
		return err
	}
	c.note("Deleted schedule %s.", entry.Schedule.Name)
	for _, e := range entry.Connections {
		c.note("%s is no longer scheduled.", e.Connection.Name)
	}
	return nil
}
