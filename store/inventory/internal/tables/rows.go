package tables

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"iter"
	"strings"

	"inventorybeacon/store/sqlite"
)

// Columns are the columns of a query, each followed by where it is scanned to.
type Columns []any

// SQL returns the columns as a query names them.
func (c Columns) SQL() string {
	var names []string
	for i := 0; i < len(c); i += 2 {
		names = append(names, c[i].(string))
	}
	return strings.Join(names, ", ")
}

// Into returns where a row is scanned to.
func (c Columns) Into() []any {
	into := make([]any, 0, len(c)/2)
	for i := 1; i < len(c); i += 2 {
		into = append(into, c[i])
	}
	return into
}

// Select returns the rows of a query whose columns are named beside their fields; rest
// is what follows them in the query.
func Select[T any](ctx context.Context, tx Querier, columns func(*T) Columns, rest string, args ...any) ([]T, error) {
	return sqlite.Collect(ctx, tx, func(row *T) []any { return columns(row).Into() }, "SELECT "+columns(new(T)).SQL()+" "+rest, args...)
}

// Each calls use with one row of a query after another; the slice is used again.
// It reads through the driver: database/sql takes longer to hand over a row of
// integers than SQLite to find it, which counts when there are millions. Until it
// returns, conn has nothing else to do but for statements of its driver's.
func Each(ctx context.Context, conn *sql.Conn, text string, use func(row []driver.Value) error, args ...driver.Value) error {
	return conn.Raw(func(driverConn any) error {
		q, err := prepare(driverConn, text)
		if err != nil {
			return err
		}
		return errors.Join(q.each(ctx, use, args...), q.Close())
	})
}

// EachInto calls use after it has scanned one row of a query after another into the fields
// of its columns; rest is what follows them in the query. It reads as [Each] does, but ends
// with ctx also before the first row, for which a query that sorts takes longest.
func EachInto(ctx context.Context, conn *sql.Conn, columns Columns, rest string, use func() error, args ...any) error {
	values := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		value, err := driver.DefaultParameterConverter.ConvertValue(arg)
		if err != nil {
			return err
		}
		values[i] = driver.NamedValue{Ordinal: i + 1, Value: value}
	}
	into := columns.Into()
	return conn.Raw(func(driverConn any) error {
		q, err := prepare(driverConn, "SELECT "+columns.SQL()+" "+rest)
		if err != nil {
			return err
		}
		return errors.Join(q.run(ctx, func(row []driver.Value) error {
			for i, value := range row {
				if err := assign(into[i], value); err != nil {
					return err
				}
			}
			return use()
		}, values), q.Close())
	})
}

// Query is a prepared query of the driver's. It can be run while its connection is
// read by another.
type Query struct{ statement driver.StmtQueryContext }

// PrepareQuery prepares a query, to be closed.
func PrepareQuery(conn *sql.Conn, text string) (q Query, err error) {
	err = conn.Raw(func(driverConn any) (err error) {
		q, err = prepare(driverConn, text)
		return err
	})
	return q, err
}

func prepare(driverConn any, text string) (Query, error) {
	statement, err := driverConn.(driver.Conn).Prepare(text)
	if err != nil {
		return Query{}, err
	}
	return Query{statement.(driver.StmtQueryContext)}, nil
}

// Close gives the query back.
func (q Query) Close() error { return q.statement.(driver.Stmt).Close() }

// each calls use with one row after another; the slice is used again.
func (q Query) each(ctx context.Context, use func(row []driver.Value) error, args ...driver.Value) (err error) {
	values := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		values[i] = driver.NamedValue{Ordinal: i + 1, Value: arg}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	n := 0
	// A context that can end costs the driver more than the row.
	return q.run(context.WithoutCancel(ctx), func(row []driver.Value) error {
		if n++; n%1000 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return use(row)
	}, values)
}

// run is each for a context that ends the query itself.
func (q Query) run(ctx context.Context, use func(row []driver.Value) error, args []driver.NamedValue) (err error) {
	rows, err := q.statement.QueryContext(ctx, args)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	row := make([]driver.Value, len(rows.Columns()))
	for {
		switch err := rows.Next(row); {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		if err := use(row); err != nil {
			return err
		}
	}
}

// Rows are the rows of the query; the slice is used again. After an error there are
// no more.
func (q Query) Rows(ctx context.Context, args ...driver.Value) iter.Seq2[[]driver.Value, error] {
	enough := errors.New("enough")
	return func(yield func([]driver.Value, error) bool) {
		err := q.each(ctx, func(row []driver.Value) error {
			if !yield(row, nil) {
				return enough
			}
			return nil
		}, args...)
		if err != nil && !errors.Is(err, enough) {
			yield(nil, err)
		}
	}
}
