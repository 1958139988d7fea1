package central

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
)

type forgetCommand struct{ console.YesFlag }

// centralForgottenRow names as JSON the server that was forgotten.
type centralForgottenRow struct {
	Server string `json:"server"`
}

func (cmd forgetCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	s, err := centralSet(ctx, beacon)
	if err != nil {
		return err
	}
	if err := c.Confirm(ctx, cmd.Yes, "Forget the central database at %s, with its password and certificate? What was published stays there.",
		s.Server); err != nil {
		return err
	}
	if err := beacon.CentralSettings.Forget(ctx); err != nil {
		return err
	}
	c.Note("The central database was forgotten. Imports are no longer published; what was published stays there.")
	if c.JSON {
		return c.PrintJSON(centralForgottenRow{s.Server})
	}
	return nil
}
