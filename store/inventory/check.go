package inventory

import (
	"context"
	"io/fs"
	"path/filepath"

	"inventorybeacon/store/sqlite"
)

// CheckFile reads every page of the inventory.db of a data directory, and changes
// nothing. The errors are those of [Open], and fs.ErrNotExist when there is none yet.
func CheckFile(ctx context.Context, dir string) error {
	migrations, err := fs.Sub(schemas, "migrations")
	if err != nil {
		return err
	}
	return sqlite.Check(ctx, filepath.Join(dir, inventoryFile), sqlite.Options{ApplicationID: applicationID, Migrations: migrations})
}
