package store

import "inventorybeacon/store/sqlite"

// SQLiteVersion is the version of SQLite that keeps the files, as 3.50.4.
func SQLiteVersion() string { return sqlite.Version() }
