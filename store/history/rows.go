package history

import (
	"context"
	"database/sql"
)

// querier is what statements are asked of: the file, a connection to it, a transaction.
type querier interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

// collect returns the rows of a query; fields tells where the columns of one go.
func collect[T any](ctx context.Context, db querier, fields func(*T) []any, text string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []T
	for rows.Next() {
		var one T
		if err := rows.Scan(fields(&one)...); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// values returns the only column of a query's rows.
func values[T any](ctx context.Context, db querier, text string, args ...any) ([]T, error) {
	return collect(ctx, db, func(value *T) []any { return []any{value} }, text, args...)
}

// list is collect of the open history.
func list[T any](ctx context.Context, h *History, fields func(*T) []any, text string, args ...any) ([]T, error) {
	all, err := collect(ctx, h.db.Read, fields, text, args...)
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
