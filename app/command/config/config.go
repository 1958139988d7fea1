// Package config has the commands for files that say how a data directory is set up: such a file is
// applied, or written of what there is.
package config

import (
	"context"
	"io"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/configuration"
	"inventorybeacon/app/configure"
)

// Commands are the commands of inventory-beacon config.
type Commands struct {
	Export exportCommand `cmd:"" help:"Write how this data directory is set up, without secrets, as YAML for apply."`
	Schema schemaCommand `cmd:"" help:"Print the JSON Schema of the files of apply, for editors."`
}

type exportCommand struct {
	Output string `help:"File to write; standard output when it is not given." placeholder:"FILE" type:"path"`
}

func (cmd exportCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	if c.JSON && cmd.Output == "" {
		file, err := configure.Current(ctx, beacon)
		if err != nil {
			return err
		}
		return c.PrintJSON(file)
	}
	return c.WriteTo(cmd.Output, func(w io.Writer) error { return configure.Write(ctx, beacon, w) })
}

type schemaCommand struct{}

func (schemaCommand) Run(c *console.Console) error {
	return c.PrintJSON(configuration.Schema(configure.Words()))
}
