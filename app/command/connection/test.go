package connection

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

type testCommand struct {
	Name string `arg:"" help:"Connection name."`
}

// Run tests the connection; it fails when a check did.
func (cmd testCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	entry, err := c.Named(beacon, cmd.Name)
	if err != nil {
		return err
	}
	return c.PrintChecks(entry.Connection.Name, func(report func(message.Check)) error {
		_, err := beacon.Test(ctx, entry.Connection, app.SecretChanges{}, report)
		return err
	})
}
