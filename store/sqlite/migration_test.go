package sqlite

import (
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

func TestMigrationsBuildOnEachOther(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	first := "CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO item (text) VALUES ('old')"
	if err := mustOpen(t, path, testOptions(migrationFiles(first))).Close(); err != nil {
		t.Fatal(err)
	}
	second := "ALTER TABLE item ADD COLUMN color TEXT NOT NULL DEFAULT 'red'"
	third := "UPDATE item SET color = 'blue'; CREATE INDEX item_color ON item (color)"
	db := mustOpen(t, path, testOptions(migrationFiles(first, second, third)))
	if got := queryText(t, db.Read, "SELECT text || color FROM item"); got != "oldblue" {
		t.Errorf("row = %q", got)
	}
	if got := queryText(t, db.Read, "PRAGMA user_version"); got != "3" {
		t.Errorf("version = %s", got)
	}
}

func TestMigrationMayRebuildATableThatOthersReferTo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	first := `CREATE TABLE parent (id INTEGER PRIMARY KEY);
		CREATE TABLE child (parent INTEGER NOT NULL REFERENCES parent ON DELETE CASCADE);
		INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1)`
	rebuild := `CREATE TABLE renewed (id INTEGER PRIMARY KEY, text TEXT);
		INSERT INTO renewed (id) SELECT id FROM parent; DROP TABLE parent; ALTER TABLE renewed RENAME TO parent`
	if err := mustOpen(t, path, testOptions(migrationFiles(first))).Close(); err != nil {
		t.Fatal(err)
	}
	db := mustOpen(t, path, testOptions(migrationFiles(first, rebuild)))
	if got := queryText(t, db.Read, "SELECT count(*) FROM child"); got != "1" {
		t.Errorf("%s children, want 1", got)
	}
	if got := queryText(t, db.Write, "PRAGMA foreign_keys"); got != "1" {
		t.Errorf("foreign_keys = %s after the migration", got)
	}
}

func TestFailedMigrationLeavesTheVersionBefore(t *testing.T) {
	first := "CREATE TABLE item (id INTEGER PRIMARY KEY, other INTEGER REFERENCES item)"
	for name, second := range map[string]string{
		"syntax":         "CREATE TABLE more (x); nonsense",
		"broken foreign": "CREATE TABLE more (x); INSERT INTO item VALUES (1, 99)",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.db")
			_, err := Open(t.Context(), path, testOptions(migrationFiles(first, second)))
			if err == nil || !strings.Contains(err.Error(), "0002_step.sql") {
				t.Fatalf("Open = %v, want an error that names the migration", err)
			}
			db := mustOpen(t, path, testOptions(migrationFiles(first)))
			if got := queryText(t, db.Read, "SELECT group_concat(name) FROM sqlite_schema"); got != "item" {
				t.Errorf("schema has %s", got)
			}
		})
	}
}

func TestMigrationsByTwoAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	files := migrationFiles("CREATE TABLE a (x)", "CREATE TABLE b (x)", "CREATE TABLE c (x)")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			db, err := Open(t.Context(), path, testOptions(files))
			if err != nil {
				t.Error(err)
				return
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestMigrationNames(t *testing.T) {
	for name, files := range map[string]fs.FS{
		"gap":          fstest.MapFS{"0001_a.sql": {}, "0003_b.sql": {}},
		"twice":        fstest.MapFS{"0001_a.sql": {}, "0001_b.sql": {}},
		"not a number": fstest.MapFS{"first_a.sql": {}},
		"short number": fstest.MapFS{"1_a.sql": {}},
		"no name":      fstest.MapFS{"0001.sql": {}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := loadMigrations(files); err == nil {
				t.Error("accepted")
			}
		})
	}
}
