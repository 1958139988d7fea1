package inventory

import (
	"context"
	"errors"

	"inventorybeacon/store/inventory/internal/staging"
)

// Forget deletes everything that was imported through a connection, and what an
// import that was cut short has left behind.
func (inv *Inventory) Forget(ctx context.Context, connectionID string) error {
	if err := inv.DropStaged(connectionID); err != nil {
		return err
	}
	defer inv.lock.acquireQuery()()
	defer inv.index.Start()
	return inv.markCorrupt(inv.target().Forget(ctx, connectionID))
}

// Give makes the inventory of one connection that of another one. An empty one that
// it has goes, and so does what an import has left there that was cut short: it was
// compared with nothing. The error may be [ErrNoInventory] or [ErrHasInventory].
func (inv *Inventory) Give(ctx context.Context, from, to string) error {
	defer inv.lock.acquireQuery()()
	return inv.markCorrupt(inv.target().Give(ctx, from, to, func() error { return staging.Remove(inv.dir, to) }))
}

// DropStaged removes what imports of a connection have left behind that were cut
// short or held back.
func (inv *Inventory) DropStaged(connectionID string) error {
	return errors.Join(inv.DropCutShort(connectionID), inv.DropHeldBut(connectionID, nil))
}

// DropCutShort removes what an import of a connection has left behind that was cut
// short, with which the next one would go on.
func (inv *Inventory) DropCutShort(connectionID string) error {
	return staging.Remove(inv.dir, connectionID)
}
