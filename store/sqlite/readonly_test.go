package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

// fullDisk is what Open has returned.
func fullDisk(path string) *DiskFullError {
	return &DiskFullError{Path: path, Err: errors.New("no room")}
}

func TestAFileIsReadOnAFullDisk(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.db")
	db := mustOpen(t, path, testOptions(oneTable))
	mustExec(t, db, "INSERT INTO item (text) VALUES ('one')")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	full := fullDisk(path)
	db, err := OpenReadOnly(t.Context(), path, testOptions(oneTable), full)
	if err != nil {
		t.Fatal(err)
	}
	if got := queryText(t, db.Read, "SELECT text FROM item"); got != "one" {
		t.Errorf("read %q", got)
	}
	for name, write := range map[string]func() error{
		"a transaction": func() error {
			return db.Update(t.Context(), func(*sql.Tx) error { t.Error("it has begun"); return nil })
		},
		"a statement": func() error {
			_, err := db.Write.ExecContext(t.Context(), "DELETE FROM item")
			return err
		},
		"a backup": func() error { return db.BackUp(t.Context(), filepath.Join(dir, "b.db")) },
	} {
		if err := write(); !errors.Is(err, full) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("it has made something: %v, %v", files, err)
	}
}

func TestAFileThatCannotBeReadAsItIsIsNotReadOnAFullDisk(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(t *testing.T, path string) error
		full  bool
	}{
		"it is not there":           {func(_ *testing.T, path string) error { return os.Remove(path) }, true},
		"it is empty":               {func(_ *testing.T, path string) error { return os.Truncate(path, 0) }, true},
		"a log is to be read":       {func(_ *testing.T, path string) error { return os.WriteFile(path+"-wal", []byte("log"), 0o600) }, true},
		"a journal is to be undone": {func(_ *testing.T, path string) error { return os.WriteFile(path+"-journal", []byte("log"), 0o600) }, true},
		"it is damaged":             {func(_ *testing.T, path string) error { return os.WriteFile(path, make([]byte, 8192), 0o600) }, false},
		"it is of an older version": {func(t *testing.T, path string) error {
			if err := os.Remove(path); err != nil {
				return err
			}
			return mustOpen(t, path, testOptions(fstest.MapFS{"0001_nothing.sql": {}})).Close()
		}, true},
	} {
		t.Run("given "+name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.db")
			o := testOptions(fstest.MapFS{"0001_nothing.sql": {}, "0002_nothing.sql": {}})
			if err := errors.Join(mustOpen(t, path, o).Close(), test.spoil(t, path)); err != nil {
				t.Fatal(err)
			}
			full := fullDisk(path)
			db, err := OpenReadOnly(context.Background(), path, o, full)
			if err == nil || errors.Is(err, full) != test.full {
				t.Errorf("opened %v, %v", db, err)
			}
			if damaged := (*DamagedFileError)(nil); !test.full && !errors.As(err, &damaged) {
				t.Errorf("error %v", err)
			}
		})
	}
}
