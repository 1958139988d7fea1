package sqlite

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
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
	if left := listFolder(t, folder); strings.Contains(left, drafts.Prefix) {
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
	if left := listFolder(t, folder); strings.Contains(left, drafts.Prefix) {
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

// What is wrong with a copy when it was changed leaves what is there.
func TestACopyIsTakenOnlyWhenItsChangeIsMade(t *testing.T) {
	from := filepath.Join(t.TempDir(), "from.db")
	content := fill(t, from, testOptions(oneTable))
	refused := errors.New("refused")
	for _, c := range []struct {
		given  string
		change func(copied string) error
		taken  bool
		told   func(err error, path string) bool
	}{
		{"a change that is made", func(copied string) error {
			db, err := Open(t.Context(), copied, testOptions(oneTable))
			if err != nil {
				return err
			}
			mustExec(t, db, "INSERT INTO item (text) VALUES ('changed')")
			return db.Close()
		}, true, func(err error, _ string) bool { return err == nil }},
		{
			"a change that fails", func(string) error { return refused }, false,
			func(err error, _ string) bool { return errors.Is(err, refused) },
		},
		{"a change that meets damage", func(copied string) error {
			return &DamagedFileError{Path: copied, Err: refused}
		}, false, func(err error, _ string) bool {
			var damaged *DamagedFileError
			return errors.As(err, &damaged) && damaged.Path == from
		}},
		{"a change that cannot bring it up to date", func(copied string) error {
			return &MigrationError{Path: copied, Err: refused}
		}, false, func(err error, _ string) bool {
			var migration *MigrationError
			return errors.As(err, &migration) && migration.Path == from
		}},
		{"a change that stays in the log", func(copied string) error {
			return os.WriteFile(copied+"-wal", []byte("what was to be in the file"), 0o600)
		}, false, func(err error, path string) bool {
			var unwritable *NotWritableError
			return errors.As(err, &unwritable) && strings.Contains(err.Error(), path)
		}},
		{"a change that cuts the file", func(copied string) error {
			return os.WriteFile(copied, content[:len(content)/2], 0o600)
		}, false, func(err error, _ string) bool { return errors.As(err, new(*DamagedFileError)) }},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "a.db")
			if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := Copy(t.Context(), from, path, testOptions(oneTable), c.change); !c.told(err, path) {
				t.Errorf("Copy = %v", err)
			}
			if left := listFolder(t, folder); left != "a.db" {
				t.Errorf("the folder holds %s", left)
			}
			if c.taken {
				if got := queryText(t, mustOpen(t, path, testOptions(oneTable)).Read, "SELECT count(*) FROM item"); got != "201" {
					t.Errorf("%s rows, want the one of the change too", got)
				}
			} else if got, err := os.ReadFile(path); err != nil || string(got) != "before" {
				t.Errorf("the file of before: %.20q, %v", got, err)
			}
		})
	}
}

// A file without what is in its log is another file.
func TestACopyIsNotTakenWithoutTheLog(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // where a folder has no size, and is no log
	}
	from := filepath.Join(t.TempDir(), "from.db")
	fill(t, from, testOptions(oneTable))
	if err := os.Mkdir(from+"-wal", 0o700); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := Copy(t.Context(), from, filepath.Join(folder, "a.db"), testOptions(oneTable), nil); err == nil {
		t.Error("the log cannot be read, and nobody is told")
	}
	if left := listFolder(t, folder); left != "" {
		t.Errorf("the folder holds %s", left)
	}
}

func TestACopyThatCannotTakeItsNameIsTold(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "from.db"), testOptions(oneTable))
	for name, write := range map[string]func(path string) error{
		"BackUp": func(path string) error { return db.BackUp(t.Context(), path) },
		"Copy":   func(path string) error { return Copy(t.Context(), db.Path, path, testOptions(oneTable), nil) },
	} {
		for _, given := range []string{"a folder of the name", "no folder"} {
			t.Run(name+" given "+given, func(t *testing.T) {
				folder := t.TempDir()
				path, want := filepath.Join(folder, "gone", "a.db"), ""
				if given == "a folder of the name" {
					path, want = filepath.Join(folder, "a.db"), "a.db"
					if err := os.MkdirAll(filepath.Join(path, "full"), 0o700); err != nil {
						t.Fatal(err)
					}
				}
				if err := write(path); !errors.As(err, new(*NotWritableError)) || !strings.Contains(err.Error(), path) {
					t.Errorf("error %v", err)
				}
				if left := listFolder(t, folder); left != want {
					t.Errorf("the folder holds %s", left)
				}
			})
		}
	}
}
