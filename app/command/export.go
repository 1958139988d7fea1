package command

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
)

type exportCommands struct {
	Write  exportWriteCommand  `cmd:"" default:"withargs" help:"Write a view into a file of its name in a folder."`
	List   exportListCommand   `cmd:"" help:"List the views that are written after every import."`
	Remove exportRemoveCommand `cmd:"" help:"Write a view no longer after every import."`
}

type exportWriteCommand struct {
	Name        string `arg:"" help:"Name of the view."`
	To          string `help:"Folder of the file." placeholder:"DIR" required:"" type:"path"`
	Format      string `help:"csv, xlsx, json or parquet; ${default} when not set." enum:"csv,xlsx,json,parquet" default:"csv" placeholder:"FORMAT"`
	EveryImport bool   `help:"Write it again after every import of any connection."`
}

// exportedRow is a file that was written, as JSON.
type exportedRow struct {
	File        string `json:"file"`
	Rows        int64  `json:"rows"`
	EveryImport bool   `json:"everyImport"`
}

func (cmd exportWriteCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	export := app.ViewExport{View: cmd.Name, Folder: cmd.To, Format: cmd.Format}
	if cmd.EveryImport {
		if err := beacon.AddExport(ctx, export); err != nil {
			return err
		}
	}
	progress, done := c.rowProgress()
	path, rows, err := beacon.ExportView(ctx, export, progress)
	done()
	if err != nil {
		return err
	}
	c.note("Wrote %s into %s.", message.Count("count.rows", int(rows)), path)
	if cmd.EveryImport {
		c.note("It is written again after every import.")
	}
	if c.json {
		return c.printJSON(exportedRow{path, rows, cmd.EveryImport})
	}
	return nil
}

type exportListCommand struct{}

func (exportListCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	exports, err := beacon.History.Exports(ctx)
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(exports)
	}
	if len(exports) == 0 {
		c.note("No view is written after every import. Choose one with: %s export NAME --to FOLDER --every-import", c.program())
		return nil
	}
	t := newTable("View", "Folder", "Format")
	for _, e := range exports {
		t.add(e.View, e.Folder, e.Format)
	}
	return t.write(c)
}

type exportRemoveCommand struct {
	Name   string `arg:"" help:"Name of the view."`
	To     string `help:"Only the file in this folder." placeholder:"DIR" type:"path"`
	Format string `help:"Only the file in this format: csv, xlsx, json or parquet." enum:",csv,xlsx,json,parquet" default:"" placeholder:"FORMAT"`
}

func (cmd exportRemoveCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	export := app.ViewExport{View: cmd.Name, Folder: cmd.To, Format: cmd.Format}
	if err := beacon.RemoveExports(ctx, export); err != nil {
		return err
	}
	c.note("%s is no longer written after imports.", cmd.Name)
	if c.json {
		return c.printJSON(export)
	}
	return nil
}
