package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"
)

// refuseStatement has SQLite refuse the statement with the given number, from 1 on, of all that a pool is asked from now on, its
// pragmas too. It returns how many were met.
func refuseStatement(t *testing.T, db *sql.DB, number int) (met func() int) {
	t.Helper()
	count := 0
	db.SetMaxOpenConns(1)
	conn := writer(t, db)
	if err := conn.Raw(func(driverConn any) error {
		driverConn.(*sqlite3.SQLiteConn).RegisterAuthorizer(func(action int, _, _, _ string) int {
			switch action {
			case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_PRAGMA:
				if count++; count == number {
					return sqlite3.SQLITE_DENY
				}
			}
			return sqlite3.SQLITE_OK
		})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	return func() int { return count }
}

// Whatever SQLite refuses while a file is made or brought up to date is told, and the next start goes on from there.
func TestAStartThatIsRefusedIsToldAndTakenUp(t *testing.T) {
	first := migrationFiles("CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO item (text) VALUES ('once')")
	second := migrationFiles("CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO item (text) VALUES ('once')",
		"CREATE TABLE parent (id INTEGER PRIMARY KEY); INSERT INTO item (text) VALUES ('and once more')")
	for given, exists := range map[string]bool{"there is no file": false, "a file of before": true} {
		t.Run("given "+given, func(t *testing.T) {
			for number := 1; ; number++ {
				path := filepath.Join(t.TempDir(), "a.db")
				if exists {
					if err := mustOpen(t, path, testOptions(first)).Close(); err != nil {
						t.Fatal(err)
					}
				}
				options := testOptions(second)
				options.PageSize = 8192
				migrations, known, err := options.load()
				if err != nil {
					t.Fatal(err)
				}
				db := &DB{Path: path, Write: openWriter(path, options), Read: openReaders(path, options), options: options}
				met := refuseStatement(t, db.Write, number)
				err = db.prepare(t.Context(), known, migrations)
				if closeErr := db.Close(); closeErr != nil {
					t.Fatal(closeErr)
				}
				if met() < number {
					if err != nil || number < 10 {
						t.Errorf("of %d statements none was refused: %v", met(), err)
					}
					return
				}
				if err == nil {
					t.Errorf("statement %d was refused, and nobody is told", number)
				}
				again := mustOpen(t, path, options)
				if got := queryText(t, again.Read, "SELECT group_concat(text) FROM item"); got != "once,and once more" {
					t.Errorf("after statement %d was refused, the file holds %q", number, got)
				}
				if got := queryText(t, again.Write, "PRAGMA foreign_keys"); got != "1" {
					t.Errorf("after statement %d was refused, foreign keys are %s", number, got)
				}
			}
		})
	}
}

// A statement of a transaction's begin that is refused is told, and the connection waits for others as before.
func TestABeginThatIsRefusedIsTold(t *testing.T) {
	for number := 1; number <= 3; number++ {
		db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), testOptions(oneTable))
		refuseStatement(t, db.Write, number)
		conn := writer(t, db.Write)
		if err := Begin(t.Context(), conn); err == nil {
			t.Errorf("statement %d was refused, and nobody is told", number)
		}
		if number == 3 { // that brings the time back itself
			continue
		}
		if got := queryText(t, conn, "PRAGMA busy_timeout"); got != "10000" {
			t.Errorf("after statement %d was refused, it waits for %s ms", number, got)
		}
	}
}

// Files and their logs belong together, wherever they are put.
func TestWhatIsSetAsideIsPutBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	write := func(content string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if err := os.WriteFile(part, []byte(content+strings.TrimPrefix(part, path)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	parts := Parts(path)
	if want := []string{path, path + "-wal", path + "-shm", path + "-journal"}; strings.Join(parts, " ") != strings.Join(want, " ") {
		t.Fatalf("the parts are %q", parts)
	}
	write("old", parts[:2]...)
	if err := SetAside(path, ".kept"); err != nil {
		t.Fatal(err)
	}
	write("new", parts...)
	if err := PutBack(path, ".kept"); err != nil {
		t.Fatal(err)
	}
	if got := listFolder(t, filepath.Dir(path)); got != "a.db a.db-wal" {
		t.Errorf("the folder holds %s", got)
	}
	for _, part := range parts[:2] {
		if content, err := os.ReadFile(part); err != nil || string(content) != "old"+strings.TrimPrefix(part, path) {
			t.Errorf("%s holds %q, %v", part, content, err)
		}
	}
}

func TestWhatCannotBeSetAsideOrPutBackIsTold(t *testing.T) {
	for given, spoil := range map[string]func(path string) error{
		"the file that came meanwhile is not removed": func(path string) error { return os.MkdirAll(filepath.Join(path, "full"), 0o700) },
		"a log that came meanwhile is not removed":    func(path string) error { return os.MkdirAll(filepath.Join(path+"-wal", "full"), 0o700) },
	} {
		path := filepath.Join(t.TempDir(), "a.db")
		if err := errors.Join(os.WriteFile(path+".kept", []byte("old"), 0o600), spoil(path)); err != nil {
			t.Fatal(err)
		}
		var refused *NotWritableError
		if err := PutBack(path, ".kept"); !errors.As(err, &refused) {
			t.Errorf("given %s: %v", given, err)
		}
		if content, err := os.ReadFile(path + ".kept"); err != nil || string(content) != "old" {
			t.Errorf("given %s: what was set aside is gone: %v", given, err)
		}
	}
	path := filepath.Join(t.TempDir(), "a.db")
	for _, log := range []string{"", "-shm"} { // the file, and a log alone
		if err := os.MkdirAll(filepath.Join(path+".kept"+log, "full"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+log, []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
		var refused *NotWritableError
		if err := SetAside(path, ".kept"); !errors.As(err, &refused) || refused.Path != path+log {
			t.Errorf("given a folder in the place of %q: %v", log, err)
		}
		if err := errors.Join(os.RemoveAll(path+".kept"+log), os.Remove(path+log)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAWatchThatCannotLookIsTold(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), testOptions(oneTable))
	refuseStatement(t, db.Read, 1)
	if _, err := db.Watch(t.Context()); err == nil {
		t.Error("a look that was refused sees something")
	}
	watch, err := db.Watch(t.Context())
	if err != nil {
		t.Fatalf("the watch that could not begin holds the connection: %v", err)
	}
	for _, want := range []bool{false, true, false} {
		if want {
			mustExec(t, db, "INSERT INTO item (text) VALUES ('new')")
		}
		if changed, err := watch.Changed(t.Context()); changed != want || err != nil {
			t.Errorf("changed %v, %v, want %v", changed, err, want)
		}
	}
	if err := watch.Close(); err != nil {
		t.Fatal(err)
	}
	if changed, err := watch.Changed(t.Context()); err == nil {
		t.Errorf("a watch that has ended says %v", changed)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Watch(t.Context()); err == nil {
		t.Error("a closed file is watched")
	}
}

// A look refuses what opening refuses.
func TestALookAtWhatIsNoFileOfTheProgramIsTold(t *testing.T) {
	folder := t.TempDir()
	look := func(path string) error {
		return View(t.Context(), path, testOptions(oneTable), func(*sql.DB) error { t.Errorf("%s was read", path); return nil })
	}
	foreign, newer, damaged := filepath.Join(folder, "foreign.db"), filepath.Join(folder, "newer.db"), filepath.Join(folder, "damaged.db")
	options := testOptions(oneTable)
	options.ApplicationID = 1
	fill(t, foreign, options)
	fill(t, newer, testOptions(migrationFiles("CREATE TABLE item (text TEXT)", "SELECT 1")))
	if err := os.WriteFile(damaged, []byte(strings.Repeat("damaged", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := look(foreign); !errors.As(err, new(*ForeignFileError)) {
		t.Errorf("given another kind: %v", err)
	}
	if err := look(newer); !errors.As(err, new(*NewerFileError)) {
		t.Errorf("given a newer one: %v", err)
	}
	if err := look(damaged); !errors.As(err, new(*DamagedFileError)) {
		t.Errorf("given a damaged one: %v", err)
	}
	if err := look(filepath.Join(folder, "none.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("given none: %v", err)
	}
	enough := errors.New("enough")
	if err := View(t.Context(), newer, testOptions(migrationFiles("SELECT 1", "SELECT 1")),
		func(*sql.DB) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("what the reader says: %v", err)
	}
}

func TestAnAttachedFileIsOnlyRead(t *testing.T) {
	folder := t.TempDir()
	db, other := mustOpen(t, filepath.Join(folder, "a.db"), testOptions(oneTable)), mustOpen(t, filepath.Join(folder, "b ?.db"),
		testOptions(oneTable))
	mustExec(t, other, "INSERT INTO item (text) VALUES ('other')")
	conn := writer(t, db.Write)
	if err := AttachReadOnly(t.Context(), conn, filepath.Join(folder, "none.db"), "none"); err == nil {
		t.Error("a file that there is not was attached")
	}
	if got := listFolder(t, folder); strings.Contains(got, "none.db") {
		t.Errorf("it was made: %s", got)
	}
	if err := AttachReadOnly(t.Context(), conn, other.Path, "other"); err != nil {
		t.Fatal(err)
	}
	if got := queryText(t, conn, "SELECT text FROM other.item"); got != "other" {
		t.Errorf("read %q", got)
	}
	if _, err := conn.ExecContext(t.Context(), "DELETE FROM other.item"); err == nil {
		t.Error("it was written to")
	}
}

// An inspection that finds a fault looks again only when somebody has written meanwhile.
func TestAnInspectionOfWhatIsGoneIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	known := identity{applicationID: testID, version: 1}
	if err := inspect(t.Context(), path, known, true); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("given no file: %v", err)
	}
	fill(t, path, testOptions(oneTable))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := inspect(ctx, path, known, true); !errors.Is(err, context.Canceled) {
		t.Errorf("given it is cancelled: %v", err)
	}
	db := openPool(path, url.Values{"mode": {"ro"}}, "")
	defer func() { _ = db.Close() }()
	refuseStatement(t, db, 1)
	if version, err := identify(t.Context(), db, path, known); err == nil {
		t.Errorf("given the question is refused: version %d", version)
	}
}
