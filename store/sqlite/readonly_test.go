package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"maps"
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
	db, err := OpenReadOnly(t.Context(), path, testOptions(oneTable), ReadOnly{Reason: full})
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
			db, err := OpenReadOnly(context.Background(), path, o, ReadOnly{Reason: full})
			if err == nil || errors.Is(err, full) != test.full {
				t.Errorf("opened %v, %v", db, err)
			}
			if damaged := (*DamagedFileError)(nil); !test.full && !errors.As(err, &damaged) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// A program that was killed leaves a log, and on a disk that cannot be written its index, which was
// in memory, cannot be made.
func TestTheLogOfAFileThatNobodyElseHasOpenIsReadWithIt(t *testing.T) {
	for given, index := range map[string]bool{"its index is there": true, "its index is gone": false} {
		t.Run("given "+given, func(t *testing.T) {
			path := withLog(t, t.TempDir())
			if !index {
				if err := os.Remove(path + "-shm"); err != nil {
					t.Fatal(err)
				}
			}
			before := snapshot(t, filepath.Dir(path))
			db, err := OpenReadOnly(t.Context(), path, testOptions(oneTable), ReadOnly{Reason: fullDisk(path)})
			if err != nil {
				t.Fatal(err)
			}
			if got := queryText(t, db.Read, "SELECT text FROM item"); got != "in the log" {
				t.Errorf("read %q", got)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
			if after := snapshot(t, filepath.Dir(path)); !maps.Equal(before, after) {
				t.Errorf("files %v became %v", before, after)
			}
		})
	}
}

// withLog returns a file in a folder whose only row is still in its log.
func withLog(t *testing.T, folder string) (path string) {
	t.Helper()
	from := filepath.Join(t.TempDir(), "a.db")
	db := mustOpen(t, from, testOptions(oneTable))
	mustExec(t, db, "INSERT INTO item (text) VALUES ('in the log')")
	path = filepath.Join(folder, "a.db")
	for _, part := range []string{"", "-wal", "-shm"} { // as a process that is killed leaves them
		if err := copyFile(from+part, path+part); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// Who reads where nothing can be written may do so while another process writes elsewhere, as where
// a folder is mounted twice.
func TestAFileThatOthersHaveOpenIsReadWithThem(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	writes := mustOpen(t, path, testOptions(oneTable))
	db, err := OpenReadOnly(t.Context(), path, testOptions(oneTable), ReadOnly{Reason: fullDisk(path), Shared: true})
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, writes, "INSERT INTO item (text) VALUES ('of another process')")
	if got := queryText(t, db.Read, "SELECT text FROM item"); got != "of another process" {
		t.Errorf("read %q", got)
	}
	if err := errors.Join(db.Close(), writes.Close()); err != nil {
		t.Error(err)
	}
}
