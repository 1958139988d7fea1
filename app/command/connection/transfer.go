package connection

import (
	"context"
	"io"
	"os"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

type exportCommand struct {
	Names  []string `arg:"" optional:"" name:"name" help:"Connection names; all when none is given."`
	Output string   `help:"File to write; standard output when it is not given." placeholder:"FILE" type:"path"`
}

func (cmd exportCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	var ids []string
	for _, name := range cmd.Names {
		entry, err := beacon.Named(name)
		if err != nil {
			return err
		}
		ids = append(ids, entry.Connection.ID)
	}
	return c.WriteTo(cmd.Output, func(w io.Writer) error { return beacon.ExportConnections(ctx, w, ids...) })
}

type importCommand struct {
	File string `arg:"" help:"File with exported connections, - for standard input."`
}

func (cmd importCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	in := c.In
	if cmd.File != "-" {
		file, err := os.Open(cmd.File)
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		in = file
	}
	result, err := beacon.ImportConnections(ctx, in)
	if err != nil {
		return err
	}
	if c.JSON {
		if err := c.PrintJSON(result); err != nil {
			return err
		}
	}
	return tellImported(c, beacon, result)
}

// tellImported fails when the file held connections with problems.
func tellImported(c *console.Console, beacon *app.Beacon, result workspace.ImportedConnections) error {
	for _, name := range result.Added {
		entry, err := beacon.Named(name)
		if err != nil {
			return err
		}
		c.Note("Added connection %s.", name)
		c.NoteMissingSecrets(entry.Connection)
	}
	faulty := 0
	for _, skipped := range result.Skipped {
		for _, reason := range skipped.Reasons {
			c.Note("%s: %s", skipped.Name, reason)
		}
		if !skipped.Exists {
			faulty++
		}
	}
	if faulty > 0 {
		return connector.NewError(connector.Message{
			ID: "console.not-added", Data: connector.Data{"Failed": faulty, "All": len(result.Added) + len(result.Skipped)},
		}, nil)
	}
	return nil
}
