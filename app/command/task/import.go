package task

import (
	"context"
	"errors"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

// ImportCommand is the command inventory-beacon import.
type ImportCommand struct {
	Name             string `arg:"" help:"Connection name."`
	AllowDuplicate   bool   `help:"Import although another connection has imported the same tenant."`
	ReplaceInventory bool   `help:"Import although the tenant is another one than that of the inventory, which is then lost."`
	console.YesFlag
}

func (cmd ImportCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	entry, err := c.Named(beacon, cmd.Name)
	if err != nil {
		return err
	}
	var options []imports.Option
	if cmd.AllowDuplicate {
		options = append(options, imports.AllowDuplicate)
	}
	if cmd.ReplaceInventory {
		if err := c.Confirm(ctx, cmd.Yes, "Import through %s, and lose its inventory of %s if that is another tenant now?",
			entry.Connection.Name, console.TenantOr(entry, message.L("the tenant"))); err != nil {
			return err
		}
		options = append(options, imports.ReplaceInventory)
	}
	return Import(ctx, c, beacon, entry, options...)
}

// Import imports with progress on standard error and prints the result.
func Import(ctx context.Context, c *console.Console, beacon *app.Beacon, entry workspace.Entry, options ...imports.Option) error {
	progress := newProgressPrinter(c, beacon)
	stop := beacon.OnProgress(progress.print)
	task, err := beacon.Import(ctx, entry.Connection.ID, app.TriggerConsole, options...)
	stop()
	progress.end(beacon, task)
	if task.ID == 0 {
		return err
	}
	if task.Status == app.StatusHeldBack {
		c.HeldBack = task
	}
	switch {
	case c.JSON:
		err = errors.Join(err, c.PrintJSON(console.ResultOf(task)))
	case err == nil:
		err = printSummary(c, task)
	}
	if err != nil {
		return err
	}
	return c.AwaitIndex(ctx, beacon)
}

// printSummary prints how many records an import has brought and taken, unless only
// errors are wanted.
func printSummary(c *console.Console, task app.Task) error {
	if c.Quiet {
		return nil
	}
	return summary(task).Write(c)
}

func summary(task app.Task) *console.Table {
	t := console.NewTable(task.ConnectionName, "Total", "Added", "Changed", "Removed")
	for _, row := range []struct {
		name  string
		count connector.Count
	}{
		{"Users", task.Counts.Users},
		{"Licenses", task.Counts.Licenses},
		{"Assignments", task.Counts.Assignments},
		{"Applications", task.Counts.Applications},
		{"Usage", task.Counts.Usage},
	} {
		t.Add(row.name, console.Number(row.count.Total), console.Number(row.count.Added), console.Number(row.count.Changed),
			console.Number(row.count.Removed))
	}
	return t
}
