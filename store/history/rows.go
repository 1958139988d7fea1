package history

import (
	"context"
	"database/sql"
)

// list returns the rows of a query; fields tells where the columns of one go.
func list[T any](ctx context.Context, h *History, fields func(*T) []any, query string, args ...any) (all []T, err error) {
	defer func() { err = h.explain(err) }()
	rows, err := h.db.Read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var one T
		if err := rows.Scan(fields(&one)...); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
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
