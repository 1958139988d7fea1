package sqlite

import (
	"context"
	"database/sql"
)

// Querier is a [sql.DB], [sql.Tx] or [sql.Conn] that is read.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Values returns the only column of a query's rows.
func Values[T any](ctx context.Context, db Querier, text string, args ...any) ([]T, error) {
	return Collect(ctx, db, func(value *T) []any { return []any{value} }, text, args...)
}

// Collect returns the rows of a query; fields tells where the columns of one go.
func Collect[T any](ctx context.Context, db Querier, fields func(*T) []any, text string, args ...any) ([]T, error) {
	var all []T
	err := Each(ctx, db, fields, func(one T) error {
		all = append(all, one)
		return nil
	}, text, args...)
	if err != nil {
		return nil, err
	}
	return all, nil
}

// Each calls use with one row of a query after another, and stops at its first error.
func Each[T any](ctx context.Context, db Querier, fields func(*T) []any, use func(T) error, text string, args ...any) error {
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var one T
		if err := rows.Scan(fields(&one)...); err != nil {
			return err
		}
		if err := use(one); err != nil {
			return err
		}
	}
	return rows.Err()
}
