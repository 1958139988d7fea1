package command

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/connector"
)

type windowCommand struct{}

// Run opens the window, as the program does without a command.
func (windowCommand) Run(ctx context.Context, c *console) error {
	if err := c.checkWindow(); err != nil {
		return err
	}
	if dir, err := app.DataDirPlace(c.data); err == nil && app.BringToFront(ctx, dir) {
		return nil
	}
	return c.openWindow(ctx, WindowOptions{
		Cloud:       connector.CloudGlobal,
		Demonstrate: func() error { return demonstrateBeside(c) },
		Service:     windowService(c),
		Open: func(ctx context.Context) (*app.Beacon, func(), error) {
			dir, err := app.DataDirPlace(c.data)
			if err != nil {
				return nil, nil, err
			}
			return openDir(ctx, dir, opening{window: true, level: c.level})
		},
	})
}
