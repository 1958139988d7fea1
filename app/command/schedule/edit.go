package schedule

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

type addCommand struct {
	Name string `arg:"" help:"Schedule name."`
	fields
}

func (cmd addCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	s := beacon.NewSchedule()
	s.Name = cmd.Name
	return putSchedule(ctx, c, beacon, s, cmd.fields)
}

type editCommand struct {
	Name    string  `arg:"" help:"Schedule name."`
	NewName *string `name:"name" help:"New schedule name; its connections stay." placeholder:"NAME"`
	fields
}

func (cmd editCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	entry, err := beacon.ScheduleNamed(cmd.Name)
	if err != nil {
		return err
	}
	s := entry.Schedule
	console.Set(&s.Name, cmd.NewName)
	return putSchedule(ctx, c, beacon, s, cmd.fields)
}

func putSchedule(ctx context.Context, c *console.Console, beacon *app.Beacon, s app.Schedule, flags fields) error {
	if err := flags.apply(&s); err != nil {
		return err
	}
	if err := beacon.PutSchedule(ctx, s); err != nil {
		return err
	}
	entry, err := beacon.ScheduleNamed(s.Name)
	if err != nil {
		return err
	}
	c.Note("Saved schedule %s: %s, next on %s.", s.Name, message.Text(entry.Schedule.Summary()), console.ClockTime(entry.NextRun))
	noteScheduler(c, beacon)
	if c.JSON {
		return c.PrintJSON(newScheduleRow(entry))
	}
	return nil
}
