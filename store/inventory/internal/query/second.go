package query

import (
	"context"
	"database/sql"
	"slices"

	"inventorybeacon/store/inventory/internal/tables"
)

// WithSecond calls use with a second connection, and its transaction, that sees the same state of
// the inventory as a transaction does, so that two cores read; with nil where another query has
// one, where none is free, or where something was published in between.
func (inv *Inventory) WithSecond(ctx context.Context, tx tables.Querier, use func(conn *sql.Conn, tx *sql.Tx) error) error {
	// One query at a time, else all connections might be held by queries that wait for one more.
	if pool := inv.DB.Read.Stats(); pool.InUse >= pool.MaxOpenConnections || !inv.second.TryLock() {
		return use(nil, nil)
	}
	defer inv.second.Unlock()
	first, err := inv.EverySource(ctx, tx)
	if err != nil {
		return err
	}
	return inv.inTransaction(ctx, func(conn *sql.Conn, second *sql.Tx) error {
		now, err := inv.EverySource(ctx, second)
		switch {
		case err != nil:
			return err
		case !slices.Equal(first, now):
			return use(nil, nil)
		}
		return use(conn, second)
	})
}
