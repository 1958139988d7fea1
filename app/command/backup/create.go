package backup

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

type createCommand struct{}

func (createCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	backup, err := beacon.BackUp(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return c.PrintJSON(backup)
	}
	c.Printf("%s\n", backup.Path)
	c.Note("The secrets in it are sealed.")
	if place, err := beacon.KeyPlace(ctx); err == nil && !place.None {
		c.Note("Their key is not in it: it is in %s.", message.Text(place.Message()))
	}
	return nil
}
