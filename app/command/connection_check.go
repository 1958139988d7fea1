package command

import (
	"context"

	"inventorybeacon/app"
)

type connectionTestCommand struct {
	Name string `arg:"" help:"Connection name."`
}

// Run tests the connection; it fails when a check did.
func (cmd connectionTestCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	entry, err := c.named(beacon, cmd.Name)
	if err != nil {
		return err
	}
	return c.testing(entry.Connection.Name, func(report func(app.Check)) error {
		_, err := beacon.Test(ctx, entry.Connection, app.SecretChanges{}, report)
		return err
	})
}
