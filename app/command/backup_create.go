package command

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
)

type backupCreateCommand struct{}

func (backupCreateCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	backup, err := beacon.BackUp(ctx)
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(backup)
	}
	c.printf("%s\n", backup.Path)
	c.note("The secrets in it are sealed.")
	if place, err := beacon.KeyPlace(ctx); err == nil && !place.None {
		c.note("Their key is not in it: it is in %s.", message.Text(place.Message()))
	}
	return nil
}
