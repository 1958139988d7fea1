package sqlite

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestABackupIsTheLastCommit(t *testing.T) {
	folder := t.TempDir()
	db := mustOpen(t, filepath.Join(folder, "a.db"), testOptions(oneTable))
	mustExec(t, db, "INSERT INTO item (text) VALUES ('committed')")
	tx, err := db.Write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("INSERT INTO item (text) VALUES ('not yet')"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "backup of a.db")
	if err := db.BackUp(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup: %v, %v", info, err)
	}
	if left := listFolder(t, folder); strings.Contains(left, temporaryPrefix) {
		t.Errorf("the folder holds %s", left)
	}
	backup := mustOpen(t, path, testOptions(oneTable))
	if got := queryText(t, backup.Read, "SELECT group_concat(text) FROM item"); got != "committed" {
		t.Errorf("the backup holds %q", got)
	}
}

func TestABackupThatFailsLeavesTheOldOne(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.db")
	content := fill(t, path, testOptions(oneTable))
	backup := filepath.Join(folder, "backup.db")
	if err := os.WriteFile(backup, []byte("the old one"), 0o600); err != nil {
		t.Fatal(err)
	}
	db := mustOpen(t, path, testOptions(oneTable))
	// Somebody else writes into the middle of the open file.
	copy(content[10*4096:], bytes.Repeat([]byte{0xff}, 4096))
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	err := db.BackUp(t.Context(), backup)
	var damaged *DamagedFileError
	if !errors.As(err, &damaged) || damaged.Path != path {
		t.Errorf("BackUp = %v, want damage of %s", err, path)
	}
	if got, err := os.ReadFile(backup); err != nil || string(got) != "the old one" {
		t.Errorf("the old backup: %q, %v", got, err)
	}
	if left := listFolder(t, folder); strings.Contains(left, temporaryPrefix) {
		t.Errorf("the folder holds %s", left)
	}
}

func TestCopyTakesOnlyWholeFilesOfItsKind(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "whole.db")
	content := fill(t, whole, testOptions(oneTable))
	newer := filepath.Join(t.TempDir(), "newer.db")
	fill(t, newer, testOptions(migrationFiles("CREATE TABLE item (text TEXT)", "CREATE TABLE more (x)")))
	foreign := filepath.Join(t.TempDir(), "foreign.db")
	other := testOptions(oneTable)
	other.ApplicationID = 1
	fill(t, foreign, other)
	write := func(content []byte) string {
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, c := range []struct {
		given, path string
		want        any
	}{
		{"a whole file", whole, nil},
		{"half a file", write(content[:len(content)/2]), new(*DamagedFileError)},
		{"an empty file", write(nil), new(*DamagedFileError)},
		{"a text", write([]byte(strings.Repeat("no database ", 1000))), new(*DamagedFileError)},
		{"a newer file", newer, new(*NewerFileError)},
		{"another program's file", foreign, new(*ForeignFileError)},
		{"no file", filepath.Join(t.TempDir(), "none"), new(*fs.PathError)},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "a.db")
			if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
				t.Fatal(err)
			}
			err := Copy(t.Context(), c.path, path, testOptions(oneTable), nil)
			changed := false
			again := Copy(t.Context(), c.path, path, testOptions(oneTable), func(string) error { changed = true; return nil })
			if fmt.Sprint(again) != fmt.Sprint(err) || changed != (c.want == nil) {
				t.Errorf("with a change, which was made: %v: Copy = %v, without: %v", changed, again, err)
			}
			if c.want == nil {
				if err != nil {
					t.Fatal(err)
				}
				if got := queryText(t, mustOpen(t, path, testOptions(oneTable)).Read, "SELECT count(*) FROM item"); got != "200" {
					t.Errorf("%s rows copied", got)
				}
				return
			}
			if !errors.As(err, c.want) || c.given != "no file" && !strings.Contains(err.Error(), c.path) {
				t.Errorf("Copy = %v, want %T about %s", err, c.want, c.path)
			}
			if got, err := os.ReadFile(path); err != nil || string(got) != "before" {
				t.Errorf("the file of before: %q, %v", got, err)
			}
			if left := listFolder(t, folder); left != "a.db" {
				t.Errorf("the folder holds %s", left)
			}
		})
	}
}

func TestCopyTakesTheLogOfAKilledProgramAlong(t *testing.T) {
	folder := t.TempDir()
	db := mustOpen(t, filepath.Join(folder, "a.db"), testOptions(oneTable))
	mustExec(t, db, "INSERT INTO item (text) VALUES ('in the log')")
	killed := filepath.Join(t.TempDir(), "killed.db")
	for _, log := range []string{"", "-wal"} {
		if err := copyNew(db.Path+log, killed+log); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "b.db")
	if err := Copy(t.Context(), killed, path, testOptions(oneTable), nil); err != nil {
		t.Fatal(err)
	}
	if got := queryText(t, mustOpen(t, path, testOptions(oneTable)).Read, "SELECT group_concat(text) FROM item"); got != "in the log" {
		t.Errorf("copied %q", got)
	}
}

func copyNew(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}

func TestReplaceBeginsAnewInTheSamePools(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := mustOpen(t, path, testOptions(oneTable))
	mustExec(t, db, "INSERT INTO item (text) VALUES ('old')")
	for range 3 { // connections that are open and idle
		queryText(t, db.Read, "SELECT count(*) FROM item")
	}

	var rows *sql.Rows
	rows, err := db.Read.QueryContext(t.Context(), "SELECT text FROM item")
	if err != nil {
		t.Fatal(err)
	}
	var busy *InUseError
	if err := db.Replace(t.Context(), ".kept"); !errors.As(err, &busy) {
		t.Errorf("given a reader: Replace = %v", err)
	}
	if err := errors.Join(rows.Close(), db.Replace(t.Context(), ".kept")); err != nil {
		t.Fatal(err)
	}

	mustExec(t, db, "INSERT INTO item (text) VALUES ('new')")
	if got := queryText(t, db.Read, "SELECT group_concat(text) FROM item"); got != "new" {
		t.Errorf("the new file holds %q", got)
	}
	if got := queryText(t, mustOpen(t, path+".kept", testOptions(oneTable)).Read, "SELECT group_concat(text) FROM item"); got != "old" {
		t.Errorf("the file that was kept holds %q", got)
	}
}
