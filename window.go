//go:build !headless

package main

import (
	"context"

	"inventorybeacon/app/command"
	"inventorybeacon/ui"
)

// window opens the window.
func window(ctx context.Context, o command.WindowOptions) error {
	return ui.Run(ctx, ui.Options{
		Open:          o.Open,
		Cloud:         o.Cloud,
		Demonstration: o.Demonstration,
	})
}
