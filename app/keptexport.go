package app

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"

	"inventorybeacon/app/export"
)

// ExportKept writes a kept inventory as a zip file with a CSV file each of users,
// licenses, applications and usage.
func (b *Beacon) ExportKept(ctx context.Context, id string, out io.Writer) error {
	of := []string{id}
	archive := zip.NewWriter(out)
	err := errors.Join(
		addTable(archive, "users", UserColumns(), func(yield func(UserRow) error) error {
			return b.EachUser(ctx, UserQuery{Connections: of}, yield)
		}),
		addTable(archive, "licenses", LicenseColumns(), export.Rows(func() ([]LicenseRow, error) {
			return b.Licenses(ctx, LicenseQuery{Connections: of, Window: DefaultWindow})
		})),
		addTable(archive, "applications", ApplicationColumns(), export.Rows(func() ([]ApplicationRow, error) {
			return b.Applications(ctx, ApplicationQuery{Connections: of, Window: DefaultWindow})
		})),
		addTable(archive, "usage", UsageColumns(), func(yield func(UsageRow) error) error {
			return b.EachUsage(ctx, UsageQuery{Connections: of}, yield)
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
