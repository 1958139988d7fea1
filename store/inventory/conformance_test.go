package inventory_test

import (
	"context"
	"testing"
	"time"

	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/inventorytest"
)

// conforming is an inventory as the suite sees it.
type conforming struct{ *inventory.Inventory }

func (c conforming) Begin(ctx context.Context, connection string, task int64) (inventorytest.Staged, error) {
	return c.Inventory.Begin(ctx, connection, task)
}

func TestInventoryConforms(t *testing.T) {
	inventorytest.Test(t, func(t *testing.T) inventorytest.Inventory {
		inv, err := inventory.Open(t.Context(), t.TempDir(), inventory.Options{Now: func() time.Time { return inventorytest.At }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := inv.Close(); err != nil {
				t.Error(err)
			}
		})
		return conforming{inv}
	})
}
