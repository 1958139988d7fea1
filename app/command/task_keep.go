package command

import (
	"context"

	"inventorybeacon/app/message"
)

type taskKeepCommand struct {
	Days *int `arg:"" optional:"" help:"Days from 1 on. The last task of each connection stays longer."`
}

func (cmd taskKeepCommand) Run(ctx context.Context, c *console) error {
	if cmd.Days != nil && *cmd.Days < 1 {
		return wrongUse("tasks are kept for at least 1 day")
	}
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	if cmd.Days != nil {
		if err := beacon.KeepHistory(ctx, *cmd.Days); err != nil {
			return err
		}
	}
	days, err := beacon.HistoryDays(ctx)
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(keptRow{days})
	}
	c.printf("Tasks are kept for %s. Older ones are deleted once a day while schedules are run.\n", message.Count("count.days", days))
	return nil
}
