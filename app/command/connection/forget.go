package connection

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

type forgetCommand struct{ console.YesFlag }

// forgottenRow names as JSON the connections whose secrets were removed.
type forgottenRow struct {
	Connections []string `json:"connections"`
}

// Run gives up all stored secrets, for an administrator whose key is lost.
func (cmd forgetCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	names := console.ConnectionNames(beacon.Entries())
	if err := c.Confirm(ctx, cmd.Yes,
		"Remove every refresh token, client secret, certificate and proxy password of %s, and the password and certificate of the central database?",
		message.Count("count.connections", len(names))); err != nil {
		return err
	}
	if err := beacon.ForgetSecrets(ctx); err != nil {
		return err
	}
	c.Note("All refresh tokens, client secrets, certificates and passwords were removed, those of the central database too. Connections and inventory stay. Sign in again.")
	if c.JSON {
		return c.PrintJSON(forgottenRow{names})
	}
	return nil
}
