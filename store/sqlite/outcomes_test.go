package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"testing/fstest"

	"github.com/mattn/go-sqlite3"
)

// Another program's file may say nothing of its kind.
func TestAFileThatDoesNotSayWhoseItIsIsForeignUnlessItIsEmpty(t *testing.T) {
	for given, text := range map[string]string{
		"tables and no kind": "CREATE TABLE other (x)",
		"a kind, no tables":  "PRAGMA application_id = 4660",
		"a version, no kind": "PRAGMA user_version = 1",
	} {
		t.Run("given "+given, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.db")
			other := openWriter(path, Options{})
			if _, err := other.Exec(text); err != nil {
				t.Fatal(err)
			}
			if err := other.Close(); err != nil {
				t.Fatal(err)
			}
			refuses[*ForeignFileError](t, path, testOptions(oneTable))
		})
	}
}

func TestALogThatCannotBeLookedAtIsTold(t *testing.T) {
	if runtime.GOOS == "windows" { // where links need a right of their own
		return
	}
	path := filepath.Join(t.TempDir(), "a.db")
	fill(t, path, testOptions(oneTable))
	if err := os.Symlink(path+"-shm", path+"-shm"); err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), path, testOptions(oneTable))
	var refused *NotWritableError
	if !errors.As(err, &refused) {
		t.Fatalf("Open = %v, %v", db, err)
	}
	wantPath(t, err, path+"-shm")
}

func TestReplaceThatIsCancelledIsTold(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), testOptions(oneTable))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.Replace(ctx, ".kept"); !errors.Is(err, context.Canceled) {
		t.Errorf("Replace = %v", err)
	}
}

func TestReplaceThatCannotKeepTheFileChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := mustOpen(t, path, testOptions(oneTable))
	mustExec(t, db, "INSERT INTO item (text) VALUES ('old')")
	if err := os.MkdirAll(filepath.Join(path+".kept", "taken"), 0o700); err != nil {
		t.Fatal(err)
	}
	var refused *NotWritableError
	if err := db.Replace(t.Context(), ".kept"); !errors.As(err, &refused) {
		t.Errorf("Replace = %v", err)
	}
	if got := queryText(t, db.Read, "SELECT group_concat(text) FROM item"); got != "old" {
		t.Errorf("the file holds %q", got)
	}
}

func TestMigrationThatCannotBeReadIsTold(t *testing.T) {
	if found, err := loadMigrations(fstest.MapFS{"0001_a.sql/inside": {}}); err == nil {
		t.Errorf("found %v", found)
	}
	path := filepath.Join(t.TempDir(), "a.db")
	fill(t, path, testOptions(oneTable))
	unreadable := testOptions(fstest.MapFS{"0001_a.sql/inside": {}})
	if err := Check(t.Context(), path, unreadable); err == nil {
		t.Error("Check goes without it")
	}
	if err := View(t.Context(), path, unreadable, func(*sql.DB) error { return nil }); err == nil {
		t.Error("View goes without it")
	}
	if db, err := Open(t.Context(), path, unreadable); err == nil {
		t.Errorf("Open goes without it: %v", db.Close())
	}
}

func TestACopyWithoutRoomNeedsAsMuchAsTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	size := len(fill(t, path, testOptions(oneTable)))
	copied := filepath.Join(t.TempDir(), "copy.db")

	var full *DiskFullError
	if err := explainCopy(path, copied, sqlite3.Error{Code: sqlite3.ErrFull}); !errors.As(err, &full) || full.Path != copied ||
		int(full.Need) != size || full.Free <= 0 {
		t.Errorf("given no room: %+v, want the need of %d bytes", err, size)
	}
	var damaged *DamagedFileError
	if err := explainCopy(path, copied, sqlite3.Error{Code: sqlite3.ErrCorrupt}); !errors.As(err, &damaged) || damaged.Path != path {
		t.Errorf("given damage of the file: %+v", err)
	}
}

func TestFreeSpaceIsTold(t *testing.T) {
	folder := t.TempDir()
	if free := freeSpace(folder); free <= 0 {
		t.Errorf("%d bytes are free where these tests write", free)
	}
	if free := freeSpace(filepath.Join(folder, "missing")); free >= 0 {
		t.Errorf("%d bytes are free in a folder that there is not", free)
	}
}

func TestALookLeavesNothingBehind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	fill(t, path, testOptions(oneTable))
	before := listFolder(t, filepath.Dir(path))
	err := View(t.Context(), path, testOptions(oneTable), func(db *sql.DB) error {
		if got := queryText(t, db, "SELECT count(*) FROM item"); got != "200" {
			t.Errorf("%s rows are seen", got)
		}
		if during := listFolder(t, filepath.Dir(path)); during != before {
			t.Errorf("the folder of %s holds %s", before, during)
		}
		return nil
	})
	if after := listFolder(t, filepath.Dir(path)); err != nil || after != before {
		t.Errorf("View = %v; the folder of %s holds %s", err, before, after)
	}
}

func TestALookSeesWhatIsOnlyInTheLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	fill(t, path, testOptions(oneTable))
	db := mustOpen(t, path, testOptions(oneTable)) // of another process
	mustExec(t, db, "INSERT INTO item (text) VALUES ('in the log')")
	err := View(t.Context(), path, testOptions(oneTable), func(db *sql.DB) error {
		if got := queryText(t, db, "SELECT count(*) FROM item"); got != "201" {
			t.Errorf("%s rows are seen", got)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestBeginWaitsForItsTurnUntilItsContextEnds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	mine, other := mustOpen(t, path, testOptions(oneTable)), mustOpen(t, path, testOptions(oneTable))
	conn, err := mine.Write.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	hold, err := other.Write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	begun := make(chan error)
	go func() { begun <- Begin(ctx, conn) }()
	cancel(why)
	if err := <-begun; !errors.Is(err, why) && !errors.Is(err, context.Canceled) {
		t.Errorf("while another writes, until it is cancelled: %v", err)
	}
	go func() { begun <- Begin(t.Context(), conn) }()
	if err := hold.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-begun; err != nil {
		t.Fatalf("after the other: %v", err)
	}
	if got := queryText(t, conn, "PRAGMA busy_timeout"); got != "10000" {
		t.Errorf("it waits %s ms for others from then on", got)
	}
	if _, err := conn.ExecContext(t.Context(), "INSERT INTO item (text) VALUES ('mine'); ROLLBACK"); err != nil {
		t.Errorf("no transaction has begun: %v", err)
	}
}
