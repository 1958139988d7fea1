package workspace

import (
	"context"

	"inventorybeacon/store/inventory"
)

// Inventory is what connections have imported, as far as it goes or moves with them.
type Inventory interface {
	// Published returns the connections with an inventory.
	Published(ctx context.Context) ([]inventory.Published, error)
	// Forget deletes everything that was imported through a connection, and what was staged.
	Forget(ctx context.Context, connectionID string) error
	// Give makes the inventory of one connection that of another one. The error may be
	// [inventory.ErrNoInventory] or [inventory.ErrHasInventory].
	Give(ctx context.Context, from, to string) error
	// DropStaged removes what imports of a connection have left that were cut short or held
	// back.
	DropStaged(connectionID string) error
	// DropHeldBut removes what is kept of imports of a connection that were held back, but
	// for those of the tasks to keep.
	DropHeldBut(connectionID string, keep []int64) error
}
