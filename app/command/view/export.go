package view

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
)

// ExportCommands are the commands of inventory-beacon export.
type ExportCommands struct {
	Write  exportWriteCommand  `cmd:"" default:"withargs" help:"Write a view into a file of its name in a folder."`
	List   exportListCommand   `cmd:"" help:"List the views that are written after every import."`
	Remove exportRemoveCommand `cmd:"" help:"Write a view no longer after every import."`
}

type exportWriteCommand struct {
	Name        string `arg:"" help:"Name of the view."`
	To          string `help:"Folder to write the file into." placeholder:"DIR" required:"" type:"path"`
	Format      string `help:"csv, xlsx, json or parquet; ${default} when not set." enum:"csv,xlsx,json,parquet" default:"csv" placeholder:"FORMAT"`
	EveryImport bool   `help:"Write it again after every import of any connection."`
}

// exportedRow is a file that was written, as JSON.
type exportedRow struct {
	File        string `json:"file"`
	Rows        int64  `json:"rows"`
	EveryImport bool   `json:"everyImport"`
}

func (cmd exportWriteCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	export := lists.ViewExport{View: cmd.Name, Folder: cmd.To, Format: cmd.Format}
	if cmd.EveryImport {
		if err := beacon.AddExport(ctx, export); err != nil {
			return err
		}
	}
	progress, done := c.RowProgress()
	path, rows, err := beacon.ExportView(ctx, export, progress)
	done()
	if err != nil {
		return err
	}
	c.Note("Wrote %s into %s.", message.Count("count.rows", int(rows)), path)
	if cmd.EveryImport {
		c.Note("It is written again after every import.")
	}
	if c.JSON {
		return c.PrintJSON(exportedRow{path, rows, cmd.EveryImport})
	}
	return nil
}

type exportListCommand struct{}

func (exportListCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	exports, err := beacon.History.Exports(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return c.PrintJSON(exports)
	}
	if len(exports) == 0 {
		c.Note("No view is written after every import. Choose one with: %s export NAME --to FOLDER --every-import", c.Program())
		return nil
	}
	t := console.NewTable("View", "Folder", "Format")
	for _, e := range exports {
		t.Add(e.View, e.Folder, e.Format)
	}
	return t.Write(c)
}

type exportRemoveCommand struct {
	Name   string `arg:"" help:"Name of the view."`
	To     string `help:"Only the file in this folder." placeholder:"DIR" type:"path"`
	Format string `help:"Only the file in this format: csv, xlsx, json or parquet." enum:",csv,xlsx,json,parquet" default:"" placeholder:"FORMAT"`
}

func (cmd exportRemoveCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	export := lists.ViewExport{View: cmd.Name, Folder: cmd.To, Format: cmd.Format}
	if err := beacon.RemoveExports(ctx, export); err != nil {
		return err
	}
	c.Note("%s is no longer written after imports.", cmd.Name)
	if c.JSON {
		return c.PrintJSON(export)
	}
	return nil
}
