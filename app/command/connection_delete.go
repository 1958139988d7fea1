package command

import (
	"context"
	"fmt"
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

func (cmd connectionDeleteCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	entry, err := beacon.Named(cmd.Name)
	if err != nil {
		return err
	}
	conn, what := entry.Connection, "with its secrets and what was imported through it"
	if cmd.KeepInventory {
		what = "with its secrets, and keep what was imported through it"
	}
	if err := c.confirm(ctx, fmt.Sprintf("Delete the connection %s %s?", conn.Name, what), cmd.Yes); err != nil {
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
