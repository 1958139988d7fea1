package command

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
)

type connectionEnableCommand struct {
	Name string `arg:"" help:"Connection name."`
}

func (cmd connectionEnableCommand) Run(ctx context.Context, c *console.Console) error {
	return setDisabled(ctx, c, cmd.Name, false)
}

type connectionDisableCommand struct {
	Name string `arg:"" help:"Connection name."`
}

func (cmd connectionDisableCommand) Run(ctx context.Context, c *console.Console) error {
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
		return printConnection(c, beacon, entry.Connection.Name)
	}
	return nil
}

type connectionDuplicateCommand struct {
	Name    string `arg:"" help:"Connection name."`
	NewName string `arg:"" name:"new-name" help:"Name of the new connection."`
}

func (cmd connectionDuplicateCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
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
		return printConnection(c, beacon, conn.Name)
	}
	return nil
}
