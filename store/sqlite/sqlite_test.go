package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

const testID = 0x54455354

func migrationFiles(texts ...string) fs.FS {
	files := fstest.MapFS{}
	for i, text := range texts {
		files[fmt.Sprintf("%04d_step.sql", i+1)] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

var oneTable = migrationFiles("CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")

func testOptions(migrations fs.FS) Options {
	return Options{ApplicationID: testID, Migrations: migrations, QuickCheck: true}
}

func mustOpen(t *testing.T, path string, options Options) *DB {
	t.Helper()
	db, err := Open(t.Context(), path, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func mustExec(t *testing.T, db *DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Write.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

func queryText(t *testing.T, q querier, query string) string {
	t.Helper()
	var text string
	if err := q.QueryRowContext(t.Context(), query).Scan(&text); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return text
}

func TestOpenAnyPath(t *testing.T) {
	names := []string{"plain.db", "with space.db", "hash#1.db", "percent%41.db", "Größe 数据.db", "a&mode=ro.db", "semi;colon=.db"}
	if runtime.GOOS != "windows" {
		names = append(names, "question?mode=memory.db", `back\slash.db`, `quote".db`)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, name)
			db := mustOpen(t, path, testOptions(oneTable))
			mustExec(t, db, "INSERT INTO item (text) VALUES ('kept')")
			if got := queryText(t, db.Read, "SELECT text FROM item"); got != "kept" {
				t.Errorf("read %q", got)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			if got := listFolder(t, folder); got != name {
				t.Errorf("the folder holds %q, want only %q", got, name)
			}
		})
	}
}

func TestSourceNameOfWindowsPaths(t *testing.T) {
	for path, want := range map[string]string{
		"C:/Data/Inventory Beacon/50%.db": "file:///C:/Data/Inventory%20Beacon/50%25.db?mode=ro",
		"//server/share/beacon.db":        "file:////server/share/beacon.db?mode=ro",
	} {
		if got := sourceName(path, map[string][]string{"mode": {"ro"}}); got != want {
			t.Errorf("sourceName(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestOpenSetsPragmas(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), Options{ApplicationID: testID, Migrations: oneTable, Synchronous: Normal})
	for _, c := range []struct {
		pool         *sql.DB
		pragma, want string
	}{
		{db.Write, "journal_mode", "wal"},
		{db.Write, "foreign_keys", "1"},
		{db.Write, "synchronous", "1"},
		{db.Write, "application_id", fmt.Sprint(testID)},
		{db.Write, "user_version", "1"},
		{db.Write, "busy_timeout", "10000"},
		{db.Write, "journal_size_limit", "67108864"},
		{db.Read, "query_only", "1"},
		{db.Read, "busy_timeout", "10000"},
	} {
		if got := queryText(t, c.pool, "PRAGMA "+c.pragma); got != c.want {
			t.Errorf("%s = %s, want %s", c.pragma, got, c.want)
		}
	}
	full := mustOpen(t, filepath.Join(t.TempDir(), "b.db"), testOptions(oneTable))
	if got := queryText(t, full.Write, "PRAGMA synchronous"); got != "2" {
		t.Errorf("default synchronous = %s, want 2 (FULL)", got)
	}
	if has, err := HasFTS5(t.Context(), full.Read); err != nil || !has {
		t.Errorf("HasFTS5 = %v, %v; tests are built with -tags sqlite_fts5", has, err)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), testOptions(oneTable))
	if _, err := db.Read.ExecContext(t.Context(), "INSERT INTO item (text) VALUES ('x')"); err == nil {
		t.Error("a reader has written")
	}
}

func TestFilesBelongToTheirOwner(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // the folder's access list decides there
	}
	path := filepath.Join(t.TempDir(), "a.db")
	if err := mustOpen(t, path, testOptions(oneTable)).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil { // as a restored backup may be
		t.Fatal(err)
	}
	db := mustOpen(t, path, testOptions(oneTable))
	mustExec(t, db, "INSERT INTO item (text) VALUES ('x')")
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %o", filepath.Base(name), mode)
		}
	}
}

func TestUpdateIsAllOrNothing(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), testOptions(oneTable))
	failure := errors.New("second thoughts")
	for _, want := range []error{failure, nil} {
		err := db.Update(t.Context(), func(tx *sql.Tx) error {
			_, err := tx.Exec("INSERT INTO item (text) VALUES ('x')")
			return errors.Join(err, want)
		})
		if !errors.Is(err, want) {
			t.Errorf("Update = %v, want %v", err, want)
		}
	}
	if got := queryText(t, db.Read, "SELECT count(*) FROM item"); got != "1" {
		t.Errorf("%s rows, want 1", got)
	}
}

// Whoever decides by the error knows the end of a context by the context's own.
func TestAnUpdateWhoseContextEndsSaysSo(t *testing.T) {
	for given, atLast := range map[string]func(over error) error{
		"the commit comes after it":  func(error) error { return nil },
		"a statement comes after it": func(over error) error { return fmt.Errorf("changing: %w", over) },
	} {
		t.Run("given "+given, func(t *testing.T) {
			db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), testOptions(oneTable))
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			err := db.Update(ctx, func(tx *sql.Tx) error {
				cancel()
				for { // until it is rolled back
					if _, err := tx.Exec("INSERT INTO item (text) VALUES ('gone')"); errors.Is(err, sql.ErrTxDone) {
						return atLast(err)
					}
				}
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("Update = %v", err)
			}
			if got := queryText(t, db.Read, "SELECT count(*) FROM item"); got != "0" {
				t.Errorf("%s rows", got)
			}
		})
	}
}

func TestReadersAndWriterSideBySide(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), testOptions(oneTable))
	const writers, writes, readers = 4, 50, 4
	ctx, stop := context.WithCancel(t.Context())
	var reading, writing sync.WaitGroup
	for range readers {
		reading.Go(func() {
			for last := 0; ctx.Err() == nil; {
				var n int
				err := db.Read.QueryRowContext(ctx, "SELECT count(*) FROM item").Scan(&n)
				if ctx.Err() == nil && (err != nil || n < last || n%2 != 0) {
					t.Errorf("read %d after %d: %v", n, last, err)
					return
				}
				last = n
			}
		})
	}
	for range writers {
		writing.Go(func() {
			for range writes {
				err := db.Update(t.Context(), func(tx *sql.Tx) error {
					_, first := tx.Exec("INSERT INTO item (text) VALUES ('a')")
					_, second := tx.Exec("INSERT INTO item (text) VALUES ('b')")
					return errors.Join(first, second)
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	stop()
	reading.Wait()
	if got, want := queryText(t, db.Read, "SELECT count(*) FROM item"), fmt.Sprint(2*writers*writes); got != want {
		t.Errorf("%s rows, want %s", got, want)
	}
}

func listFolder(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return strings.Join(names, " ")
}
