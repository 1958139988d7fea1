package history

import (
	"context"
	"database/sql"

	"inventorybeacon/store/sqlite"
)

// list returns the rows of a query of the open history; fields tells where the columns of
// one go.
func list[T any](ctx context.Context, h *History, fields func(*T) []any, text string, args ...any) ([]T, error) {
	all, err := sqlite.Collect(ctx, h.db.Read, fields, text, args...)
	return all, h.explain(err)
}

// remove deletes rows and returns how many there were.
func (h *History) remove(ctx context.Context, statement string, args ...any) (n int64, err error) {
	err = h.update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, statement, args...)
		if err != nil {
			return err
		}
		n, err = result.RowsAffected()
		return err
	})
	return n, err
}
