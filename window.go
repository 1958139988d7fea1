//go:build !headless

package main

import (
	"context"

	"inventorybeacon/app/command/console"
	"inventorybeacon/ui"
)

// window opens the window.
func window(ctx context.Context, o console.WindowOptions) error {
	options := ui.Options{Open: o.Open, Cloud: o.Cloud, Demonstration: o.Demonstration, Demonstrate: o.Demonstrate}
	if s := o.Service; s != nil {
		options.Service = &ui.Service{Running: s.Running, Install: s.Install, Elevates: s.Elevates}
	}
	return ui.Run(ctx, options)
}
