package command

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
)

type connectionDeleteCommand struct {
	Name          string `arg:"" help:"Connection name."`
	KeepInventory bool   `help:"Keep what was imported through it, to be asked by the connection's name or given to another connection."`
	yesFlag
}

// deletedConnection is a connection that was deleted, as JSON.
type deletedConnection struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	KeptInventory bool   `json:"keptInventory"`
}

func (cmd connectionDeleteCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	entry, err := beacon.Named(cmd.Name)
	if err != nil {
		return err
	}
	conn, question := entry.Connection, message.L("Delete the connection %s with its secrets and what was imported through it?")
	if cmd.KeepInventory {
		question = message.L("Delete the connection %s with its secrets, and keep what was imported through it?")
	}
	if err := c.confirm(ctx, cmd.Yes, question, conn.Name); err != nil {
		return err
	}
	if err := beacon.DeleteConnection(ctx, conn, cmd.KeepInventory); err != nil {
		return err
	}
	c.note("Deleted connection %s.", conn.Name)
	if cmd.KeepInventory {
		c.note("Kept inventories are listed by: %s inventory kept", c.program())
	}
	if c.json {
		return c.printJSON(deletedConnection{ID: conn.ID, Name: conn.Name, KeptInventory: cmd.KeepInventory})
	}
	return nil
}
