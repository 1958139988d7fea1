package central

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

type testCommand struct{}

// Run tries what publishing needs; it fails when a check did.
func (testCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	s, err := centralSet(ctx, beacon)
	if err != nil {
		return err
	}
	return c.PrintChecks(s.Server, func(report func(message.Check)) error {
		return beacon.CentralSettings.Test(ctx, s, centralsettings.SecretChanges{}, report)
	})
}
