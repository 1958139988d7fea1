package storetest

import (
	"database/sql"
	"testing"
)

// Aside has every statement fail that reads a table of a file, until it is called again.
func Aside(t *testing.T, db *sql.DB, table string) (back func()) {
	t.Helper()
	rename := func(from, to string) {
		t.Helper()
		// So that only what names the table itself fails.
		if _, err := db.ExecContext(t.Context(), "PRAGMA legacy_alter_table = ON; PRAGMA foreign_keys = OFF; ALTER TABLE "+from+" RENAME TO "+
			to); err != nil {
			t.Fatal(err)
		}
	}
	rename(table, "aside_"+table)
	return func() { rename("aside_"+table, table) }
}

// Tables are the tables of a file but those of the search index.
func Tables(t *testing.T, db *sql.DB) (names []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(),
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'user_search%' ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return names
}
