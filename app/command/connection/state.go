package connection

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
)

type enableCommand struct {
	Name string `arg:"" help:"Connection name."`
}

func (cmd enableCommand) Run(ctx context.Context, c *console.Console) error {
	return setDisabled(ctx, c, cmd.Name, false)
}

type disableCommand struct {
	Name string `arg:"" help:"Connection name."`
}

func (cmd disableCommand) Run(ctx context.Context, c *console.Console) error {
	return setDisabled(ctx, c, cmd.Name, true)
}

func setDisabled(ctx context.Context, c *console.Console, name string, disabled bool) error {
	beacon, closeAll, err := c.Open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	entry, err := beacon.Named(name)
	if err != nil {
		return err
	}
	if err := beacon.SetDisabled(ctx, entry.Connection.ID, disabled); err != nil {
		return err
	}
	if disabled {
		c.Note("Disabled connection %s. Nothing is imported through it until it is enabled.", entry.Connection.Name)
	} else {
		c.Note("Enabled connection %s.", entry.Connection.Name)
	}
	if c.JSON {
		return printDetail(c, beacon, entry.Connection.Name)
	}
	return nil
}

type duplicateCommand struct {
	Name    string `arg:"" help:"Connection name."`
	NewName string `arg:"" name:"new-name" help:"Name of the new connection."`
}

func (cmd duplicateCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	entry, err := beacon.Named(cmd.Name)
	if err != nil {
		return err
	}
	conn, err := beacon.Duplicate(entry.Connection.ID, cmd.NewName)
	if err != nil {
		return err
	}
	conn.Name = cmd.NewName // also an empty one, which is refused
	if err := beacon.AddWithoutSecrets(ctx, conn); err != nil {
		return err
	}
	c.Note("Added connection %s.", conn.Name)
	c.NoteMissingSecrets(conn)
	if c.JSON {
		return printDetail(c, beacon, conn.Name)
	}
	return nil
}
