package tables

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"path/filepath"
	"testing"

	_ "github.com/mattn/go-sqlite3" // the driver
)

var errUsed = errors.New("not to be used")

// TestAnErrorAmongTheRowsIsReturned reads rows in each way that there is, whose fault comes before the first, after some or from
// whoever uses them.
func TestAnErrorAmongTheRowsIsReturned(t *testing.T) {
	db, err := sql.Open("sqlite3", filepath.Join(t.TempDir(), "rows.db"))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(conn.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	})
	const (
		three  = "n FROM (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3)"
		broken = "n FROM (SELECT 1 AS n UNION ALL SELECT abs(n) FROM (SELECT -9223372036854775808 AS n) UNION ALL SELECT 3)"
	)
	ended, end := context.WithCancel(t.Context())
	end()
	ways := map[string]func(ctx context.Context, query string, use func(n int64) error) error{
		"Each": func(ctx context.Context, query string, use func(n int64) error) error {
			return Each(ctx, conn, "SELECT "+query, func(row []driver.Value) error { return use(row[0].(int64)) })
		},
		"EachInto": func(ctx context.Context, query string, use func(n int64) error) error {
			var n int64
			return EachInto(ctx, conn, Columns{"n", &n}, query[len("n "):], func() error { return use(n) })
		},
		"Rows": func(ctx context.Context, query string, use func(n int64) error) error {
			q, err := PrepareQuery(conn, "SELECT "+query)
			if err != nil {
				return err
			}
			err = func() error {
				for row, err := range q.Rows(ctx) {
					if err != nil {
						return err
					}
					if err := use(row[0].(int64)); err != nil {
						return err
					}
				}
				return nil
			}()
			return errors.Join(err, q.Close())
		},
	}
	for way, read := range ways {
		for _, c := range []struct {
			name  string
			ctx   context.Context
			query string
			stop  int64 // the row that is not used; none is 0
			rows  int
			fails bool
		}{
			{"given all", t.Context(), three, 0, 3, false},
			{"given none", t.Context(), three + " WHERE n > 3", 0, 0, false},
			{"given a row that cannot be read", t.Context(), broken, 0, 1, true},
			{"given a row that is not used", t.Context(), three, 2, 2, true},
			{"given no such table", t.Context(), "n FROM nothing", 0, 0, true},
			{"given that nobody waits any more", ended, three, 0, 0, true},
		} {
			t.Run(way+" "+c.name, func(t *testing.T) {
				rows := 0
				err := read(c.ctx, c.query, func(n int64) error {
					if rows++; n == c.stop {
						return errUsed
					}
					return nil
				})
				if rows != c.rows || (err != nil) != c.fails || c.stop > 0 && !errors.Is(err, errUsed) {
					t.Errorf("%d rows, want %d; it fails: %v, want %v", rows, c.rows, err, c.fails)
				}
			})
		}
	}
}
