package connection

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

type deleteCommand struct {
	Name          string `arg:"" help:"Connection name."`
	KeepInventory bool   `help:"Keep what was imported through it, to be asked by the connection's name or given to another connection."`
	console.YesFlag
}

// deleted is a connection that was deleted, as JSON.
type deleted struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	KeptInventory bool   `json:"keptInventory"`
}

func (cmd deleteCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	entry, err := beacon.Named(cmd.Name)
	if err != nil {
		return err
	}
	conn, question := entry.Connection, message.L("Delete the connection %s with its secrets and what was imported through it?")
	if cmd.KeepInventory {
		question = message.L("Delete the connection %s with its secrets, and keep what was imported through it?")
	}
	if err := c.Confirm(ctx, cmd.Yes, question, conn.Name); err != nil {
		return err
	}
	if err := beacon.DeleteConnection(ctx, conn, cmd.KeepInventory); err != nil {
		return err
	}
	c.Note("Deleted connection %s.", conn.Name)
	if cmd.KeepInventory {
		c.Note("Kept inventories are listed by: %s inventory kept", c.Program())
	}
	if c.JSON {
		return c.PrintJSON(deleted{ID: conn.ID, Name: conn.Name, KeptInventory: cmd.KeepInventory})
	}
	return nil
}
