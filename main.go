// Inventory Beacon imports users, applications, licenses and usage from
// Microsoft 365 tenants into a local database, and shows who uses what the
// organization pays for. Without a command it opens its window; with one it
// works on the console.
package main

import (
	"context"
	"os"
	"runtime/debug"

	"inventorybeacon/app/command"
	"inventorybeacon/app/command/console"
)

// garbagePercent has memory collected when it has grown by half: an import holds
// large tables that cost nothing to look through, and programs beside this one
// need the memory more.
const garbagePercent = 50

func main() {
	debug.SetGCPercent(garbagePercent)
	command.AttachConsole()
	os.Exit(run())
}

func run() int {
	ctx, stop := command.UntilSignal(context.Background(), command.EndSignals()...)
	defer stop()
	streams := console.Streams{In: os.Stdin, Out: command.StandardOutput(), Err: os.Stderr}
	return command.Run(ctx, os.Args[1:], streams, window)
}
