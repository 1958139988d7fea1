package inventory

import (
	"context"
	"path/filepath"

	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// CheckFile reads every page of the inventory.db of a data directory, and changes
// nothing. The errors are those of [Open], and fs.ErrNotExist when there is none yet.
func CheckFile(ctx context.Context, dir string) error {
	options, err := tables.FileOptions()
	if err != nil {
		return err
	}
	return sqlite.Check(ctx, filepath.Join(dir, inventoryFile), options)
}
