package inventorytest_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/inventorytest"
	"inventorybeacon/store/inventory"
)

func TestTheInventoryInSQLiteConforms(t *testing.T) {
	inventorytest.Test(t, inventorytest.Implementation{Open: open, Killed: killed})
}

func open(t *testing.T, place string) app.Inventory {
	inv, err := inventory.Open(t.Context(), place, inventory.Options{Now: func() time.Time { return inventorytest.At }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := inv.Close(); err != nil {
			t.Error(err)
		}
	})
	return inv
}

// killed copies the files, which lie there as a process leaves them that is killed: what was
// committed may stand in the logs alone. The logs come first, since what is committed moves from
// them into the databases beside everything else.
func killed(t *testing.T, place string) string {
	copied := t.TempDir()
	isLog := func(path string) bool { return strings.HasSuffix(path, "-wal") }
	for _, logs := range []bool{true, false} {
		err := filepath.WalkDir(place, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || isLog(path) != logs {
				return err
			}
			within, err := filepath.Rel(place, path)
			if err != nil {
				return err
			}
			content, err := os.ReadFile(path)
			to := filepath.Join(copied, within)
			return errors.Join(err, os.MkdirAll(filepath.Dir(to), 0o700), os.WriteFile(to, content, 0o600))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return copied
}
