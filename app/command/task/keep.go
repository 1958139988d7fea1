package task

import (
	"context"

	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

type keepCommand struct {
	Days *int `arg:"" optional:"" help:"Days from 1 on. The last task of each connection stays longer."`
}

func (cmd keepCommand) Run(ctx context.Context, c *console.Console) error {
	if cmd.Days != nil && *cmd.Days < 1 {
		return console.UsageErrorf("tasks are kept for at least 1 day")
	}
	beacon, closeAll, err := c.Open(ctx)
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
	if c.JSON {
		return c.PrintJSON(console.KeptRow{Days: days})
	}
	c.Printf("Tasks are kept for %s. Older ones are deleted once a day while schedules are run.\n", message.Count("count.days", days))
	return nil
}
