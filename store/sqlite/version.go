package sqlite

import "github.com/mattn/go-sqlite3"

// Version is the version of SQLite, as 3.50.4.
func Version() string {
	version, _, _ := sqlite3.Version()
	return version
}
