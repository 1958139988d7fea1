package command

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/connector"
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
		return c.printConnection(beacon, entry.Connection.Name)
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
		return c.printConnection(beacon, conn.Name)
	}
	return nil
}

// noteMissingSecrets says how a connection without secrets gets them.
func (c *console) noteMissingSecrets(conn connector.Connection) {
	if conn.Proxy.Use && conn.Proxy.Username != "" {
		c.note("Enter its proxy password with: %s connection edit %s --proxy-password-file FILE", c.program(), connector.ShellWord(conn.Name))
	}
	if conn.Flow == connector.ClientCredentials {
		c.note("Enter its client secret or certificate with: %s connection edit %s --client-secret-file FILE, or --certificate-file FILE",
			c.program(), connector.ShellWord(conn.Name))
		return
	}
	c.note("Sign in with: %s connection sign-in %s", c.program(), connector.ShellWord(conn.Name))
}
