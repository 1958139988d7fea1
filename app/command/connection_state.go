package command

import (
	"context"

	"inventorybeacon/app"
)

type connectionEnableCommand struct {
	Name string `arg:"" help:"Connection name."`
}

func (cmd connectionEnableCommand) Run(ctx context.Context, c *console) error {
	return setDisabled(ctx, c, cmd.Name, false)
}

type connectionDisableCommand struct {
	Name string `arg:"" help:"Connection name."`
}

func (cmd connectionDisableCommand) Run(ctx context.Context, c *console) error {
	return setDisabled(ctx, c, cmd.Name, true)
}

func setDisabled(ctx context.Context, c *console, name string, disabled bool) error {
	beacon, closeAll, err := c.open(ctx)
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
		c.note("Disabled connection %s. Nothing is imported through it until it is enabled.", entry.Connection.Name)
	} else {
		c.note("Enabled connection %s.", entry.Connection.Name)
	}
	if c.json {
		return printConnection(c, beacon, entry.Connection.Name)
	}
	return nil
}

type connectionDuplicateCommand struct {
	Name    string `arg:"" help:"Connection name."`
	NewName string `arg:"" name:"new-name" help:"Name of the new connection."`
}

func (cmd connectionDuplicateCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
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
	c.note("Added connection %s.", conn.Name)
	c.noteMissingSecrets(conn)
	if c.json {
		return printConnection(c, beacon, conn.Name)
	}
	return nil
}
