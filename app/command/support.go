package command

import (
	"context"
	"errors"
	"io"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
)

type supportCommand struct {
	File string `arg:"" help:"Where the zip file is written." placeholder:"FILE.zip"`
}

// Run also writes what there is when the data directory cannot be opened: then
// help is needed most.
func (cmd supportCommand) Run(ctx context.Context, c *console.Console) error {
	beacon, closeAll, failure := c.Open(ctx)
	if failure == nil {
		defer closeAll()
		return c.WriteTo(cmd.File, func(out io.Writer) error { return beacon.WriteSupportBundle(ctx, out) })
	}
	dir, err := app.DataDirPlace(c.DataDir)
	if err != nil || app.OfAnotherAccount(failure) {
		return errors.Join(err, failure)
	}
	advice := c.Explain(failure)
	c.Note("%s The support bundle holds only what lies beside it.", advice.Message)
	return c.WriteTo(cmd.File, func(out io.Writer) error {
		return app.WriteSupportBundleWithout(ctx, dir, failure, console.Examining(dir), out)
	})
}
