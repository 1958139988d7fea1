package store

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/store/history"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
)

// rowsOf is every row of beacon.db and history.db, told one a line.
func rowsOf(t *testing.T, dir string) string {
	t.Helper()
	var told strings.Builder
	beacon, err := fileOptions()
	storetest.Must(t, err)
	past, err := history.FileOptions()
	storetest.Must(t, err)
	for name, options := range map[string]sqlite.Options{FileName: beacon, history.FileName: past} {
		storetest.Must(t, sqlite.View(t.Context(), filepath.Join(dir, name), options, func(db *sql.DB) error {
			for _, table := range storetest.Tables(t, db) {
				tell(t, db, &told, table)
			}
			return nil
		}))
	}
	lines := strings.Split(told.String(), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func tell(t *testing.T, db *sql.DB, told *strings.Builder, table string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT * FROM "`+table+`"`)
	storetest.Must(t, err)
	defer rows.Close()
	columns, err := rows.Columns()
	storetest.Must(t, err)
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		storetest.Must(t, rows.Scan(into...))
		fmt.Fprintf(told, "%s: %q\n", table, fmt.Sprint(values...))
	}
	storetest.Must(t, rows.Err())
}

func TestWhatARestoreHasKeptIsRestoredWhole(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir, backup := twoStates(t, ring)
	before := rowsOf(t, dir)
	restored, err := RestoreBackup(t.Context(), dir, backup.Name, testTime)
	storetest.Must(t, err)
	if rowsOf(t, dir) == before {
		t.Fatal("nothing was restored")
	}
	storetest.Must(t, CheckBackup(t.Context(), restored.Kept))
	back, err := RestoreBackup(t.Context(), dir, restored.Kept, testTime.Add(time.Minute))
	storetest.Must(t, err)
	if after := rowsOf(t, dir); after != before {
		t.Errorf("back again:\n%s\nwant:\n%s", after, before)
	}
	if back.HistoryLeft || back.KeptHistory == "" {
		t.Errorf("restored %+v", back)
	}
	if name := remembered(t, dir); name != "now" {
		t.Errorf("the history is %q", name)
	}
}

// A restore that puts half of it back says so.
func TestARestoreWithoutAHistorySaysThatItWasLeft(t *testing.T) {
	for given, is := range map[string]struct {
		without string // which of the two files is not there
		left    bool
	}{
		"the backup has one":                    {"", false},
		"the backup has none":                   {"backup", true},
		"nobody has one":                        {"both", false},
		"the data directory alone has none yet": {"present", false},
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir, backup := twoStates(t, storetest.NewMemoryKeyring())
			if is.without == "backup" || is.without == "both" {
				storetest.Must(t, os.Remove(historyOf(backup.Path)))
			}
			if is.without == "present" || is.without == "both" {
				storetest.Must(t, os.Remove(filepath.Join(dir, history.FileName)))
			}
			if list := backups(t, dir); list[0].History != (is.without == "" || is.without == "present") {
				t.Errorf("listed %+v", list[0])
			}
			restored, err := RestoreBackup(t.Context(), dir, backup.Name, testTime)
			storetest.Must(t, err)
			if restored.HistoryLeft != is.left {
				t.Errorf("restored %+v", restored)
			}
		})
	}
}

func TestWhatCannotBeRestoredIsToldOfTheFile(t *testing.T) {
	const foreign = "CREATE TABLE note (text); INSERT INTO note VALUES ('mine')"
	for given, is := range map[string]struct {
		name string
		make func(t *testing.T, path string) error
		want string
	}{
		"a folder":      {"folder", func(_ *testing.T, path string) error { return os.Mkdir(path, 0o700) }, "store.backup.no-file"},
		"an empty file": {"empty.db", func(_ *testing.T, path string) error { return os.WriteFile(path, nil, 0o600) }, "store.backup.empty"},
		"a text": {
			"text.db", func(_ *testing.T, path string) error { return os.WriteFile(path, []byte(foreign), 0o600) },
			"store.backup.damaged",
		},
		"a foreign file": {"foreign.db", makeForeign, "store.backup.foreign"},
		"half a backup": {"half.db", func(t *testing.T, path string) error {
			dir, backup := twoStates(t, storetest.NewMemoryKeyring())
			content, err := os.ReadFile(filepath.Join(dir, BackupsFolder, backup.Name))
			return errors.Join(err, os.WriteFile(path, content[:len(content)/2], 0o600))
		}, "store.backup.damaged"},
		"a history without its connections": {"history.db.replaced-20260301T123015Z", func(t *testing.T, path string) error {
			dir, _ := twoStates(t, storetest.NewMemoryKeyring())
			return os.Rename(filepath.Join(dir, history.FileName), path)
		}, "store.backup.foreign"},
		"a newer file": {"newer.db", func(t *testing.T, path string) error {
			_, backup := twoStates(t, storetest.NewMemoryKeyring())
			copyOf(t, backup.Path, path)
			db, err := sql.Open("sqlite3", path)
			storetest.Must(t, err)
			_, err = db.ExecContext(t.Context(), "PRAGMA user_version = 9999")
			return errors.Join(err, db.Close())
		}, "store.backup.newer"},
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir, _ := twoStates(t, storetest.NewMemoryKeyring())
			before := rowsOf(t, dir)
			path := filepath.Join(t.TempDir(), is.name)
			storetest.Must(t, is.make(t, path))
			_, err := RestoreBackup(t.Context(), dir, path, testTime)
			storetest.WantMessage(t, err, is.want, path)
			if err := storetest.WantError[*UnrestorableError](t, err); err.Path != path {
				t.Errorf("it names %s", err.Path)
			}
			if rowsOf(t, dir) != before {
				t.Error("something was changed")
			}
		})
	}
}

// A backup of an earlier version is brought up to date before anything takes its place. What
// stops that is told of the backup, when it is the backup's.
func TestABackupThatCannotBeBroughtUpToDateIsNotRestored(t *testing.T) {
	change := func(path, text string) {
		db, err := sql.Open("sqlite3", path)
		storetest.Must(t, err)
		_, err = db.ExecContext(t.Context(), text)
		storetest.Must(t, errors.Join(err, db.Close()))
	}
	for given, c := range map[string]struct {
		path  func(backup Backup) string
		older string // has what a later version makes
		key   bool   // the place of the present key goes into the copy
	}{
		"its connections":                      {func(b Backup) string { return b.Path }, "PRAGMA user_version = 12", true},
		"its connections, and no key was made": {func(b Backup) string { return b.Path }, "PRAGMA user_version = 12", false},
		"its history":                          {func(b Backup) string { return historyOf(b.Path) }, "PRAGMA user_version = 4", true},
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir, backup := twoStates(t, storetest.NewMemoryKeyring())
			if !c.key {
				change(filepath.Join(dir, FileName), "DELETE FROM data_key")
			}
			before := rowsOf(t, dir)
			path := c.path(backup)
			change(path, c.older)
			_, err := RestoreBackup(t.Context(), dir, backup.Name, testTime)
			storetest.WantMessage(t, err, "store.backup.damaged", path)
			if unrestorable := storetest.WantError[*UnrestorableError](t, err); unrestorable.Path != path || unrestorable.Message().Reference == "" {
				t.Errorf("it names %s, and says %v", unrestorable.Path, unrestorable.Message())
			}
			if rowsOf(t, dir) != before {
				t.Error("something was changed")
			}
		})
	}
}

// Whoever names one half is told the name of the other.
func TestAHistoryIsRestoredWithItsConnections(t *testing.T) {
	dir, backup := twoStates(t, storetest.NewMemoryKeyring())
	restored, err := RestoreBackup(t.Context(), dir, backup.Name, testTime)
	storetest.Must(t, err)
	for half, whole := range map[string]string{restored.KeptHistory: restored.Kept, historyOf(backup.Path): backup.Path} {
		_, err := RestoreBackup(t.Context(), dir, half, testTime.Add(time.Minute))
		if m := storetest.WantMessage(t, err, "store.backup.history", half); m.Data["Beacon"] != whole {
			t.Errorf("for %s it names %v, want %s", half, m.Data["Beacon"], whole)
		}
	}
}
