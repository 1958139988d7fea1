package publish

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

// Forget deletes everything that was imported through a connection. The index may have to
// be made anew afterwards.
func (t Target) Forget(ctx context.Context, connection string) error {
	return t.DB.Update(ctx, func(tx *sql.Tx) error {
		var source int64
		err := tx.QueryRowContext(ctx, "SELECT source FROM source WHERE connection = ?", connection).Scan(&source)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := forgetRecords(ctx, tx, source); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM source WHERE source = ?", source); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, dropUnheld); err != nil {
			return err
		}
		return t.Index.Rebuild(ctx, tx)
	})
}

// Give makes the inventory of one connection that of another one, in place of an empty one.
func (t Target) Give(ctx context.Context, from, to string) error {
	return t.DB.Update(ctx, func(tx *sql.Tx) error {
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
	})
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
