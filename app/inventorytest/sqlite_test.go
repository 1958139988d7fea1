package inventorytest_test

import (
	"os"
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
// committed may stand in the logs alone.
func killed(t *testing.T, place string) string {
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(place)); err != nil {
		t.Fatal(err)
	}
	return copied
}
