package command

import (
	"context"
	"io"

	"inventorybeacon/app"
	"inventorybeacon/app/export"
)

// outputFlags say how many rows are written, in which form, and where to.
type outputFlags struct {
	Limit  int           `help:"At most so many rows; ${default} is all." default:"0" placeholder:"N"`
	Format export.Format `help:"table, csv, json, xlsx or parquet; ${default} when not set." enum:"table,csv,json,xlsx,parquet" default:"table" placeholder:"FORMAT"`
	Output string        `help:"File to write to instead of standard output." type:"path" placeholder:"FILE"`
}

// check refuses flags that do not go together, and lets --json choose the format.
func (f *outputFlags) check(c *console) error {
	if c.json && (f.Output == "" || f.Format == export.Table) { // a file is what --format says
		f.Format = export.JSON
	}
	if err := checkLimit(f.Limit); err != nil {
		return err
	}
	if (f.Format == export.XLSX || f.Format == export.Parquet) && f.Output == "" {
		return wrongUse("--format %s needs --output FILE", f.Format)
	}
	return nil
}

// write has rows written to the file or to standard output.
func (f outputFlags) write(c *console, rows func(io.Writer) error) error {
	return c.writeTo(f.Output, func(w io.Writer) error {
		if f.Format == export.CSV && f.Output != "" {
			if _, err := io.WriteString(w, export.ByteOrderMark); err != nil {
				return err
			}
		}
		return rows(w)
	})
}

// withTenant adds the column that says whose a row is to JSON, when there are several tenants.
func withTenant[T any](ctx context.Context, b *app.Beacon, flags outputFlags, columns []export.Column[T], tenant export.Column[T]) ([]export.Column[T], error) {
	if flags.Format != export.JSON {
		return columns, nil
	}
	several, err := b.SeveralTenants(ctx)
	if several {
		columns = append(columns, tenant)
	}
	return columns, err
}

// writeRows writes rows in the wanted format.
func writeRows[T any](c *console, flags outputFlags, columns []export.Column[T], each func(yield func(T) error) error) error {
	return flags.write(c, func(w io.Writer) error {
		_, err := export.Write(w, flags.Format, columns, each)
		return err
	})
}
