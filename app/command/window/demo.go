package window

import (
	"context"
	"fmt"
	"os"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
)

// demonstrateBeside starts the demonstration as a program of its own, which goes on when this
// one ends. Its data directory lies beside that of this window.
func demonstrateBeside(c *console.Console) error {
	dir, err := app.DataDirPlace(c.DataDir)
	if err != nil {
		return err
	}
	command, err := ownProgram(context.Background(), "demo")
	if err != nil {
		return err
	}
	command.Args[0] = os.Args[0] // as which it names itself
	command.Env = append(os.Environ(), app.DirVariable+"="+dir)
	if err := command.Start(); err != nil {
		return fmt.Errorf("starting the demonstration: %w", err)
	}
	go func() { _ = command.Wait() }() // until it ends; it tells its own errors
	return nil
}
