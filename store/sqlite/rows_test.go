package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
)

func TestRowsAreReadToTheLastOrNotAtAll(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "test.db"), testOptions(oneTable))
	mustExec(t, db, "INSERT INTO item (text) VALUES ('a'), ('b'), ('c')")
	texts, err := Values[string](t.Context(), db.Read, "SELECT text FROM item WHERE id > ? ORDER BY id DESC", 1)
	if err != nil || !slices.Equal(texts, []string{"c", "b"}) {
		t.Errorf("%q, %v", texts, err)
	}
	if none, err := Values[string](t.Context(), db.Read, "SELECT text FROM item WHERE id > 9"); err != nil || none != nil {
		t.Errorf("none are %q, %v", none, err)
	}
	for given, query := range map[string]string{
		"no such table":               "SELECT text FROM nothing",
		"a value that does not fit":   "SELECT text FROM item ORDER BY id",
		"an error in the second row":  "SELECT abs(column1) FROM (VALUES (1), (-9223372036854775808))",
		"a value that is not in time": "SELECT NULL FROM item",
	} {
		if numbers, err := Values[int64](t.Context(), db.Read, query); err == nil || numbers != nil {
			t.Errorf("given %s: %v, %v", given, numbers, err)
		}
	}
	enough := errors.New("enough")
	var used []string
	err = Each(t.Context(), db.Read, func(text *string) []any { return []any{text} }, func(text string) error {
		if used = append(used, text); len(used) == 2 {
			return enough
		}
		return nil
	}, "SELECT text FROM item ORDER BY id")
	if !errors.Is(err, enough) || !slices.Equal(used, []string{"a", "b"}) {
		t.Errorf("%q, %v", used, err)
	}
	if n := db.Read.Stats().InUse; n != 0 {
		t.Errorf("%d connections are still read from", n)
	}
}

func TestATransactionIsAllOrNothing(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "test.db"), testOptions(oneTable))
	conn := writer(t, db.Write)
	insert := func(text string) error {
		_, err := conn.ExecContext(t.Context(), "INSERT INTO item (text) VALUES (?)", text)
		return err
	}
	count := func() int64 {
		t.Helper()
		n, err := Values[int64](t.Context(), db.Read, "SELECT count(*) FROM item")
		if err != nil {
			t.Fatal(err)
		}
		return n[0]
	}
	if err := Transact(t.Context(), conn, func() error { return insert("kept") }); err != nil || count() != 1 {
		t.Errorf("%d rows, %v", count(), err)
	}
	failed := errors.New("failed")
	if err := Transact(t.Context(), conn, func() error { return errors.Join(insert("lost"), failed) }); !errors.Is(err, failed) ||
		count() != 1 {
		t.Errorf("given an error: %d rows, %v", count(), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := Transact(ctx, conn, func() error { cancel(); return insert("kept, too") }); err != nil || count() != 2 {
		t.Errorf("given a context that ends meanwhile: %d rows, %v", count(), err)
	}
	if err := Transact(t.Context(), conn, func() error { return insert("kept at last") }); err != nil || count() != 3 {
		t.Errorf("after all that: %d rows, %v", count(), err)
	}
}

func TestAnotherFileIsReadUntilItIsDetached(t *testing.T) {
	dir := t.TempDir()
	other := mustOpen(t, filepath.Join(dir, "other.db"), testOptions(oneTable))
	mustExec(t, other, "INSERT INTO item (text) VALUES ('of the other')")
	db := mustOpen(t, filepath.Join(dir, "test.db"), testOptions(oneTable))
	conn := writer(t, db.Write)
	read := func() (texts []string, err error) {
		return Values[string](t.Context(), conn, "SELECT text FROM aside.item")
	}
	failed := errors.New("failed")
	for range 2 {
		ctx, cancel := context.WithCancel(t.Context())
		err := WithAttached(ctx, conn, other.Path, "aside", func() error {
			if texts, err := read(); err != nil || !slices.Equal(texts, []string{"of the other"}) {
				t.Errorf("%q, %v", texts, err)
			}
			if _, err := conn.ExecContext(ctx, "DELETE FROM aside.item"); err == nil {
				t.Error("it is written")
			}
			cancel()
			return failed
		})
		if !errors.Is(err, failed) {
			t.Errorf("error = %v", err)
		}
		if texts, err := read(); err == nil {
			t.Errorf("it is still attached: %q", texts)
		}
	}
	called := false
	if err := WithAttached(t.Context(), conn, filepath.Join(dir, "missing.db"), "aside",
		func() error { called = true; return nil }); err == nil || called {
		t.Errorf("a file that is not there is attached: %v", err)
	}
}

func TestHasTable(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "test.db"),
		testOptions(migrationFiles("CREATE TABLE item (id INTEGER PRIMARY KEY) STRICT; CREATE VIEW seen AS SELECT id FROM item")))
	for name, want := range map[string]bool{"item": true, "seen": false, "other": false} {
		if has, err := HasTable(t.Context(), db.Read, name); err != nil || has != want {
			t.Errorf("%s: %v, %v", name, has, err)
		}
	}
	_ = db.Close()
	if has, err := HasTable(t.Context(), db.Read, "item"); err == nil || has {
		t.Errorf("given a file that is closed: %v, %v", has, err)
	}
}
