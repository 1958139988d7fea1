package connection

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
)

type editCommand struct {
	Name         string   `arg:"" help:"Connection name."`
	NewName      *string  `name:"name" help:"New connection name; inventory and history stay." placeholder:"NAME"`
	RemoveSecret []string `help:"Remove a stored secret: refresh-token, client-secret, certificate (with its password) or proxy-password." enum:"refresh-token,client-secret,certificate,proxy-password" placeholder:"SECRET"`
	fields
}

func (cmd editCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	entry, err := c.Named(beacon, cmd.Name)
	if err != nil {
		return err
	}
	conn := entry.Connection
	console.Set(&conn.Name, cmd.NewName)
	changes, err := cmd.apply(ctx, c, beacon, &conn)
	if err != nil {
		return err
	}
	if err := removeSecrets(cmd.RemoveSecret, &conn, &changes); err != nil {
		return err
	}
	if err := beacon.SaveEdited(ctx, entry.Connection, conn, changes); err != nil {
		return err
	}
	c.Note("Saved connection %s.", conn.Name)
	if c.JSON {
		return printDetail(c, beacon, conn.Name)
	}
	return nil
}
