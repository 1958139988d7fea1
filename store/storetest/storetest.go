// Package storetest is what the tests of the rooms of store share.
package storetest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/connector"
)

// Must ends the test when there is an error.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// WantError wants an error of type E that an administrator can read.
func WantError[E error](t testing.TB, err error) E {
	t.Helper()
	var typed E
	if !errors.As(err, &typed) {
		t.Fatalf("error = %v, want %T", err, typed)
	}
	if m, explained := connector.MessageOf(err); !explained || m.ID == "" {
		t.Errorf("%T has no message: %+v", typed, m)
	}
	return typed
}

// WantMessage wants an error with this message, and the words among its data.
func WantMessage(t testing.TB, err error, id string, words ...string) connector.Message {
	t.Helper()
	m, _ := connector.MessageOf(err)
	if m.ID != id {
		t.Fatalf("error = %v, want the message %s", err, id)
	}
	for _, word := range words {
		if !strings.Contains(fmt.Sprint(m.Data, m.Reference), word) {
			t.Errorf("%v does not say %q", m, word)
		}
	}
	return m
}

// Contains reports whether any file below dir contains text.
func Contains(t testing.TB, dir string, text []byte) (found bool) {
	t.Helper()
	Must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		found = found || bytes.Contains(content, text)
		return err
	}))
	return found
}

// Rows is every row of the tables whose names do not begin with without, a line each.
func Rows(ctx context.Context, t testing.TB, db *sql.DB, without string) string {
	t.Helper()
	var text strings.Builder
	for _, table := range tables(ctx, t, db) {
		if without != "" && strings.HasPrefix(table, without) {
			continue
		}
		rows, err := db.QueryContext(ctx, "SELECT * FROM "+table)
		Must(t, err)
		columns, err := rows.Columns()
		Must(t, err)
		values, fields := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			fields[i] = &values[i]
		}
		for rows.Next() {
			Must(t, rows.Scan(fields...))
			fmt.Fprintln(&text, table, values)
		}
		Must(t, rows.Err())
		Must(t, rows.Close())
	}
	return text.String()
}

func tables(ctx context.Context, t testing.TB, db *sql.DB) (names []string) {
	t.Helper()
	rows, err := db.QueryContext(ctx, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
	Must(t, err)
	for rows.Next() {
		var name string
		Must(t, rows.Scan(&name))
		names = append(names, name)
	}
	Must(t, rows.Err())
	Must(t, rows.Close())
	return names
}
