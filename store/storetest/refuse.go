package storetest

import (
	"database/sql"
	"testing"

	"github.com/mattn/go-sqlite3"
)

// Refuse has SQLite refuse the statement with the given number, from 1 on, of all that
// pools are asked from now on, none for 0; of one with parts, such as a subquery, each
// counts. It returns how many were met. A pool has one connection from now on.
func Refuse(t testing.TB, number int, pools ...*sql.DB) (met func() int) {
	t.Helper()
	count := 0
	for _, pool := range pools {
		pool.SetMaxOpenConns(1) // all that is asked passes here
		conn, err := pool.Conn(t.Context())
		Must(t, err)
		Must(t, conn.Raw(func(driverConn any) error {
			driverConn.(*sqlite3.SQLiteConn).RegisterAuthorizer(func(action int, _, _, _ string) int {
				switch action {
				case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_TRANSACTION:
					if count++; count == number {
						return sqlite3.SQLITE_DENY
					}
				}
				return sqlite3.SQLITE_OK
			})
			return nil
		}))
		Must(t, conn.Close())
	}
	return func() int { return count }
}
