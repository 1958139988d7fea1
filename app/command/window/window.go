// Package window is what runs when no command is given: the window, and what it starts.
package window

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/connector"
)

// Command is what the program does without a command.
type Command struct{}

// Run opens the window, as the program does without a command.
func (Command) Run(ctx context.Context, c *console.Console) error {
	if err := c.CheckWindow(); err != nil {
		return err
	}
	if dir, err := app.DataDirPlace(c.DataDir); err == nil && app.BringToFront(ctx, dir) {
		return nil
	}
	return c.OpenWindow(ctx, console.WindowOptions{
		Cloud:       connector.CloudGlobal,
		Demonstrate: func() error { return demonstrateBeside(c) },
		Service:     windowService(c),
		Open: func(ctx context.Context) (*app.Beacon, func(), error) {
			dir, err := app.DataDirPlace(c.DataDir)
			if err != nil {
				return nil, nil, err
			}
			return console.OpenDir(ctx, dir, console.Opening{Window: true, Level: c.Level})
		},
	})
}
