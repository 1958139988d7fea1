//go:build !headless

package main

import (
	"context"

	"inventorybeacon/app/command"
	"inventorybeacon/ui"
)

// window opens the window.
func window(ctx context.Context, o command.WindowOptions) error {
	options := ui.Options{Open: o.Open, Cloud: o.Cloud, Demonstration: o.Demonstration}
	if o.InstallService != nil {
		options.Service = &ui.Service{Install: o.InstallService, Elevates: o.ServiceElevates}
	}
	return ui.Run(ctx, options)
}
