package storetest

import (
	"context"
	"database/sql"
	"testing"

	"github.com/mattn/go-sqlite3"
)

// Refuse has SQLite refuse the statement with the given number, from 1 on, of all that
// pools are asked from now on, none for 0; of one with parts, such as a subquery, each
// counts. What rolls back is not refused: SQLite does that itself when a connection is lost.
// It returns how many were met. A pool has one connection from now on.
func Refuse(t testing.TB, number int, pools ...*sql.DB) (met func() int) {
	t.Helper()
	count := 0
	for _, pool := range pools {
		Must(t, EachStatement(t.Context(), pool, func() (refused bool) {
			count++
			return count == number
		}))
	}
	return func() int { return count }
}

// EachStatement asks, before each statement of a pool as [Refuse] counts them, whether it is
// refused. The pool has one connection from now on.
func EachStatement(ctx context.Context, pool *sql.DB, refused func() bool) error {
	pool.SetMaxOpenConns(1) // all that is asked passes here
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	return conn.Raw(func(driverConn any) error {
		driverConn.(*sqlite3.SQLiteConn).RegisterAuthorizer(func(action int, of, _, _ string) int {
			if action == sqlite3.SQLITE_TRANSACTION && of == "ROLLBACK" {
				return sqlite3.SQLITE_OK
			}
			switch action {
			case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_TRANSACTION:
				if refused() {
					return sqlite3.SQLITE_DENY
				}
			}
			return sqlite3.SQLITE_OK
		})
		return nil
	})
}

// EachWriteRefused does something again and again, with one more of its statements refused
// each time, until none is, and expects that who asks is told and that the content stays
// as it was until then. refuse is [Refuse] of the pools that it uses.
func EachWriteRefused(t *testing.T, refuse func(number int) (met func() int), content func() string, do func() error) {
	t.Helper()
	before := content()
	refused := eachRefused(t, refuse, func() (any, error) { return nil, do() }, func(number int, err error) {
		if content() != before {
			t.Fatalf("after statement %d was refused (%v), something has changed", number, err)
		}
	})
	if content() == before || refused < 2 { // a begin, a change, a commit
		t.Errorf("it does nothing, or nothing was refused: %d", refused)
	}
}

// EachReadRefused reads in the same way.
func EachReadRefused(t *testing.T, refuse func(number int) (met func() int), read func() (any, error)) {
	t.Helper()
	if eachRefused(t, refuse, read, func(int, error) {}) == 0 {
		t.Error("nothing was refused")
	}
}

// eachRefused returns how many statements were refused.
func eachRefused(t *testing.T, refuse func(number int) (met func() int), do func() (any, error), after func(number int, err error)) int {
	t.Helper()
	for number := 1; ; number++ {
		met := refuse(number)
		got, err := do()
		if met() < number {
			Must(t, err)
			return number - 1
		}
		if err == nil {
			t.Errorf("statement %d was refused, and nobody is told: it returns %v", number, got)
		}
		after(number, err)
	}
}
