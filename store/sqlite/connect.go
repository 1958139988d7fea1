package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"net/url"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// logLimit is the size to which the write-ahead log shrinks after a large import, in
// bytes.
const logLimit = 64 << 20

func openWriter(path string, o Options) *sql.DB {
	db := openPool(path, url.Values{
		"mode":          {"rwc"},
		"_txlock":       {"immediate"},
		"_synchronous":  {string(cmp.Or(o.Synchronous, Full))},
		"_foreign_keys": {"on"},
		// Deleted secrets and people do not stay in the file's free pages.
		"_secure_delete": {"fast"},
	}, "PRAGMA journal_size_limit = "+strconv.Itoa(logLimit)+"; "+o.setup())
	db.SetMaxOpenConns(1)
	return db
}

// readers is how many connections of a file read at the same time.
func readers() int { return max(4, runtime.NumCPU()) }

// keepIdle lets connections that are not in use wait for their next one.
func keepIdle(db *DB) {
	db.Write.SetMaxIdleConns(1)
	db.Read.SetMaxIdleConns(readers())
}

// setup is what every connection of a file runs first.
func (o Options) setup() string {
	if o.TemporaryInMemory {
		return inMemory
	}
	return inFolder
}

func openReaders(path string, o Options) *sql.DB {
	db := openPool(path, url.Values{"mode": {"ro"}, "_query_only": {"on"}}, o.setup())
	db.SetMaxOpenConns(readers())
	db.SetMaxIdleConns(readers())
	return db
}

// openPool returns a pool whose connections run setup when they are made.
func openPool(path string, parameters url.Values, setup string) *sql.DB {
	// database/sql uses a connection from one goroutine at a time, so SQLite's own
	// mutexes protect nothing and cost a twentieth of an import.
	parameters.Set("_mutex", "no")
	parameters.Set("_busy_timeout", strconv.FormatInt(busyTimeout.Milliseconds(), 10))
	d := &sqlite3.SQLiteDriver{}
	if setup != "" {
		d.ConnectHook = func(conn *sqlite3.SQLiteConn) error {
			_, err := conn.Exec(setup, nil)
			return err
		}
	}
	return sql.OpenDB(dialer{driver: d, name: sourceName(path, parameters)})
}

// sourceName returns the URI of a file (sqlite.org/uri.html). Escaping keeps a
// '?', '#' or '%' in a path from being read as the URI's.
func sourceName(path string, parameters url.Values) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // a drive: file:///C:/...
		path = "/" + path
	}
	uri := url.URL{Scheme: "file", Path: path, RawQuery: parameters.Encode()}
	return uri.String()
}

// dialer is a [driver.Connector]: each pool has a driver of its own, so that
// none needs a name registered for the whole program.
type dialer struct {
	driver *sqlite3.SQLiteDriver
	name   string
}

func (d dialer) Connect(context.Context) (driver.Conn, error) { return d.driver.Open(d.name) }

func (d dialer) Driver() driver.Driver { return d.driver }
