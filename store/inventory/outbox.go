package inventory

import (
	"context"
	"database/sql"
	"errors"

	"inventorybeacon/store/sqlite"
)

// Deliver has take read what was published since it was last called, and then removes
// that. take reads the tables of the outbox (migrations 0010 and 0011) in the file at
// path, and returns the number of the last publish that it has stored. What it has stored
// and was not removed, because the process ended between the two, it is given again. some
// says whether there was anything.
func (inv *Inventory) Deliver(
	ctx context.Context, take func(ctx context.Context, path string) (last int64, err error),
) (some bool, err error) {
	defer inv.lock.acquireQuery()()
	if err := inv.read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM outbox)").Scan(&some)
	}); err != nil || !some {
		return false, err
	}
	last, err := take(ctx, inv.path())
	if err != nil {
		return true, err
	}
	return true, inv.markCorrupt(inv.db.Update(ctx, func(tx *sql.Tx) error { return emptyOutbox(ctx, tx, last) }))
}

// emptyOutbox removes the publishes up to one.
func emptyOutbox(ctx context.Context, tx *sql.Tx, last int64) error {
	var more bool
	if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM outbox WHERE publish > ?)", last).Scan(&more); err != nil {
		return err
	}
	upTo := " WHERE publish <= ?"
	for _, table := range []string{"outbox_change", "outbox_license", "outbox_application", "outbox"} {
		var err error
		if more {
			_, err = tx.ExecContext(ctx, "DELETE FROM "+table+upTo, last)
		} else { // a table that is emptied as a whole takes no time for its rows
			_, err = tx.ExecContext(ctx, "DELETE FROM "+table)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Attach has use read the file itself, which is not exchanged meanwhile; use attaches it to be read.
func (inv *Inventory) Attach(ctx context.Context, use func(ctx context.Context, path string) error) error {
	defer inv.lock.acquireQuery()()
	err := use(ctx, inv.path())
	if damaged := (*sqlite.DamagedFileError)(nil); errors.As(err, &damaged) && damaged.Path == inv.path() {
		return inv.markCorrupt(err)
	}
	return err
}
