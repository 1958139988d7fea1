package command

import "context"

type connectionDeleteCommand struct {
	Name          string `arg:"" help:"Connection name."`
	KeepInventory bool   `help:"Keep what was imported through it, to be asked by the connection's name or given to another connection."`
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
	if err := beacon.DeleteConnection(ctx, entry.Connection, cmd.KeepInventory); err != nil {
		return err
	}
	c.note("Deleted connection %s.", entry.Connection.Name)
	if cmd.KeepInventory {
		c.note("Kept inventories are listed by: %s inventory kept", c.program())
	}
	return nil
}
