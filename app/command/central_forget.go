package command

import (
	"context"

	"inventorybeacon/app"
)

type centralForgetCommand struct{ yesFlag }

// centralForgottenRow names as JSON the server that was forgotten.
type centralForgottenRow struct {
	Server string `json:"server"`
}

func (cmd centralForgetCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	s, err := centralSet(ctx, beacon)
	if err != nil {
		return err
	}
	if err := c.confirm(ctx, cmd.Yes, "Forget the central database at %s, with its password and certificate? What was published stays there.", s.Server); err != nil {
		return err
	}
	if err := beacon.ForgetCentral(ctx); err != nil {
		return err
	}
	c.note("The central database was forgotten. Imports are no longer published; what was published stays there.")
	if c.json {
		return c.printJSON(centralForgottenRow{s.Server})
	}
	return nil
}
