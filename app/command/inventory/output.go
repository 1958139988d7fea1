package inventory

import (
	"io"
	"path/filepath"
	"strings"

	"inventorybeacon/app/command/console"
	"inventorybeacon/app/export"
)

// outputFlags say how many rows are written, in which form, and where to.
type outputFlags struct {
	Limit  int           `help:"At most so many rows; ${default} is all." default:"0" placeholder:"N"`
	Format export.Format `help:"table, csv, json, xlsx or parquet; when not set, what the name of the file ends with, else table." enum:",table,csv,json,xlsx,parquet" default:"" placeholder:"FORMAT"`
	Output string        `help:"File to write to instead of standard output." type:"path" placeholder:"FILE"`
}

// check refuses flags that do not go together, and chooses the format where --format does not.
func (f *outputFlags) check(c *console.Console) error {
	if console.IsStandardOutput(f.Output) {
		f.Output = ""
	}
	if f.Format == "" {
		f.Format = f.usual(c)
	}
	if c.JSON && f.Output == "" && f.Format != export.JSON { // a file is what --format says
		return console.UsageErrorf("--json and --format %s contradict each other: leave one of them out, or write a file with --output FILE",
			f.Format)
	}
	if err := console.CheckLimit(f.Limit); err != nil {
		return err
	}
	if (f.Format == export.XLSX || f.Format == export.Parquet) && f.Output == "" {
		return console.UsageErrorf("--format %s needs --output FILE", f.Format)
	}
	return nil
}

// usual is the format of a file by its name, else what people or, with --json, programs read.
func (f *outputFlags) usual(c *console.Console) export.Format {
	ending := export.Format(strings.ToLower(strings.TrimPrefix(filepath.Ext(f.Output), ".")))
	switch ending {
	case export.CSV, export.JSON, export.XLSX, export.Parquet:
		return ending
	}
	if c.JSON {
		return export.JSON
	}
	return export.Table
}

// write has rows written to the file or to standard output.
func (f outputFlags) write(c *console.Console, rows func(io.Writer) error) error {
	return c.WriteTo(f.Output, func(w io.Writer) error {
		if f.Format == export.CSV && f.Output != "" {
			if _, err := io.WriteString(w, export.ByteOrderMark); err != nil {
				return err
			}
		}
		return rows(w)
	})
}

// writeRows writes rows in the wanted format.
func writeRows[T any](c *console.Console, flags outputFlags, columns []export.Column[T], each func(yield func(T) error) error) error {
	return flags.write(c, func(w io.Writer) error {
		_, err := export.Write(w, flags.Format, columns, each)
		return err
	})
}
