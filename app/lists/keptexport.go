package lists

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"

	"inventorybeacon/app/export"
	"inventorybeacon/store/inventory"
)

// ExportKept writes a kept inventory as a zip file with a CSV file each of users,
// licenses, applications and usage.
func (l *Lists) ExportKept(ctx context.Context, id string, out io.Writer) error {
	of := []string{id}
	archive := zip.NewWriter(out)
	err := errors.Join(
		addTable(archive, "users", UserColumns(), func(yield func(inventory.UserRow) error) error {
			return l.inventory.EachUser(ctx, inventory.UserQuery{Connections: of}, yield)
		}),
		addTable(archive, "licenses", LicenseColumns(), export.Rows(func() ([]inventory.LicenseRow, error) {
			return l.inventory.Licenses(ctx, inventory.LicenseQuery{Connections: of, Window: inventory.DefaultWindow})
		})),
		addTable(archive, "applications", ApplicationColumns(), export.Rows(func() ([]inventory.ApplicationRow, error) {
			return l.inventory.Applications(ctx, inventory.ApplicationQuery{Connections: of, Window: inventory.DefaultWindow})
		})),
		addTable(archive, "usage", UsageColumns(), func(yield func(inventory.UsageRow) error) error {
			return l.inventory.EachUsage(ctx, inventory.UsageQuery{Connections: of}, yield)
		}),
	)
	return errors.Join(err, archive.Close())
}

func addTable[T any](archive *zip.Writer, name string, columns []export.Column[T], each func(yield func(T) error) error) error {
	file, err := archive.Create(name + ".csv")
	if err == nil {
		_, err = io.WriteString(file, export.ByteOrderMark)
	}
	if err == nil {
		_, err = export.Write(file, export.CSV, columns, each)
	}
	if err != nil {
		return fmt.Errorf("writing the %s: %w", name, err)
	}
	return nil
}
