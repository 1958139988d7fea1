package inventory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

var (
	// ErrNoInventory means that nothing that was imported through a connection is there.
	ErrNoInventory = errors.New("nothing is there that was imported through the connection")
	// ErrHasInventory means that a connection has an inventory of its own.
	ErrHasInventory = errors.New("the connection has an inventory of its own")
)

// Give makes the inventory of one connection that of another one. An empty one that
// it has goes, and so does what an import has left there that was cut short: it was
// compared with nothing. The error may be [ErrNoInventory] or [ErrHasInventory].
func (inv *Inventory) Give(ctx context.Context, from, to string) error {
	if err := removeStaging(inv.stagingPath(to)); err != nil {
		return err
	}
	defer inv.custody.query()()
	return inv.noticed(inv.db.Update(ctx, func(tx *sql.Tx) error {
		if err := dropEmpty(ctx, tx, to); err != nil {
			return err
		}
		given, err := tx.ExecContext(ctx, "UPDATE source SET connection = ? WHERE connection = ?", to, from)
		if err != nil {
			return err
		}
		if n, err := given.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("connection %s: %w", from, ErrNoInventory))
		}
		return nil
	}))
}

// dropEmpty drops the inventory of a connection that holds nobody and no license.
func dropEmpty(ctx context.Context, tx *sql.Tx, connection string) error {
	var source int64
	var empty bool
	err := tx.QueryRowContext(ctx, `SELECT source, users = 0 AND NOT EXISTS (SELECT 1 FROM license AS l WHERE l.source = s.source)
		FROM source AS s WHERE connection = ?`, connection).Scan(&source, &empty)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case !empty:
		return fmt.Errorf("connection %s: %w", connection, ErrHasInventory)
	}
	if err := forgetRecords(ctx, tx, source); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM source WHERE source = ?", source)
	return err
}

// DropStaged removes what imports of a connection have left behind that were cut
// short or held back.
func (inv *Inventory) DropStaged(connectionID string) error {
	return errors.Join(removeStaging(inv.stagingPath(connectionID)), inv.DropHeld(connectionID, 0))
}
