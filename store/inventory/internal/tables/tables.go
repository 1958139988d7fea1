// Package tables is what those who write inventory.db and those who read it both know
// of it: its schema, the keys of its rows, and how rows are read and written in bulk.
package tables

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"
	"strings"

	"inventorybeacon/store/sqlite"
)

// applicationID marks the file as an inventory: "IBin".
const applicationID = 0x4942696e

// pageSize is the page size in bytes: an import is a tenth faster than with SQLite's
// own of half the size, and a query no slower.
const pageSize = 8 << 10

//go:embed migrations/*.sql
var schema embed.FS

// FileOptions are those of an inventory.db.
func FileOptions() (sqlite.Options, error) {
	migrations, err := fs.Sub(schema, "migrations")
	return sqlite.Options{ApplicationID: applicationID, Migrations: migrations, Synchronous: sqlite.Normal, PageSize: pageSize}, err
}

// Querier is a [sql.DB], [sql.Tx] or [sql.Conn] that is read.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Execer is a [sql.DB], [sql.Tx] or [sql.Conn] that is written.
type Execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Connection is one that is read and written.
type Connection interface {
	Querier
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Quote returns a text as SQL writes it.
func Quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// Intact reports whether no damage is found in a table and its indexes.
func Intact(ctx context.Context, tx Execer, table string) bool {
	var found string
	err := tx.QueryRowContext(ctx, "PRAGMA main.integrity_check("+Quote(table)+")").Scan(&found)
	return err == nil && found == "ok"
}

// Remembered bounds the memory of a tenant in which every user has assignments of its
// own: so many licensings are remembered.
const Remembered = 100_000

// Bound empties a memory that has grown beyond [Remembered].
func Bound[K comparable, V any](known map[K]V) {
	if len(known) >= Remembered {
		clear(known)
	}
}

// UID returns the uid or id of the row with a number: the bits above the lower 32 number
// its source.
func UID(source int64, number uint32) int64 { return source<<32 | int64(number) }

// OfSource is a condition on a uid or id that belongs to source ?1.
func OfSource(column string) string { return column + " BETWEEN ?1 << 32 AND (?1 << 32) | 0xffffffff" }
