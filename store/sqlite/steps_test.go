package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
)

func writer(t *testing.T, db *sql.DB) *sql.Conn {
	t.Helper()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// Between the look at the version and the transaction another process may have come first.
func TestAStepThatAnotherProcessHasMadeIsPassedOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := mustOpen(t, path, testOptions(oneTable))
	migrations, err := loadMigrations(oneTable)
	if err != nil {
		t.Fatal(err)
	}
	known := identity{applicationID: testID, version: len(migrations)}
	if version, err := step(t.Context(), writer(t, db.Write), path, known, migrations); version != 1 || err != nil {
		t.Errorf("version %d, %v", version, err)
	}
}

func TestAFileThatTakesNoLogIsTold(t *testing.T) {
	memory, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = memory.Close() }()
	const want = `a.db: write-ahead log refused, journal mode is "memory"`
	if err := logAhead(t.Context(), writer(t, memory), "a.db"); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestThePageSizeIsThatOfANewFileAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	options := testOptions(oneTable)
	for _, size := range []int{16 << 10, 8 << 10} {
		options.PageSize = size
		db := mustOpen(t, path, options)
		if got := queryText(t, db.Read, "PRAGMA page_size"); got != "16384" {
			t.Errorf("pages of %s bytes where %d are asked for", got, size)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAConnectionWaitsForOthersAgainWhenTheLogIsEmpty(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for given, ctx := range map[string]context.Context{"it was emptied": t.Context(), "that was cancelled": cancelled} {
		t.Run("given "+given, func(t *testing.T) {
			db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), testOptions(oneTable))
			conn := writer(t, db.Write)
			EmptyLog(ctx, conn)
			if got := queryText(t, conn, "PRAGMA busy_timeout"); got != "10000" {
				t.Errorf("it waits for %s ms", got)
			}
		})
	}
}

// Who ends the transaction by itself is told, and does not take what follows for done.
func TestATransactionThatHasEndedIsTold(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), testOptions(oneTable))
	err := db.Update(t.Context(), func(tx *sql.Tx) error { return tx.Rollback() })
	if !errors.Is(err, sql.ErrTxDone) {
		t.Errorf("Update = %v", err)
	}
}

// Connections that are not in use wait for their next one, also where the file was replaced, and there are not too many of them.
func TestConnectionsAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := mustOpen(t, path, testOptions(oneTable))
	check := func(when string, db *DB) {
		t.Helper()
		if got := queryText(t, db.Read, "SELECT count(*) FROM item"); got != "0" {
			t.Errorf("%s: %s rows", when, got)
		}
		if stats := db.Read.Stats(); stats.Idle == 0 || stats.MaxOpenConnections != readers() {
			t.Errorf("%s: of %d readers %d wait", when, stats.MaxOpenConnections, stats.Idle)
		}
	}
	check("a file that was opened", db)
	if err := db.Replace(t.Context(), ".kept"); err != nil {
		t.Fatal(err)
	}
	check("one that was replaced", db)
	mustExec(t, db, "DELETE FROM item")
	if stats := db.Write.Stats(); stats.Idle != 1 || stats.MaxOpenConnections != 1 {
		t.Errorf("of %d writers %d wait", stats.MaxOpenConnections, stats.Idle)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	read, err := OpenReadOnly(t.Context(), path, testOptions(oneTable), ReadOnly{Reason: fullDisk(path)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = read.Close() }()
	check("one that is only read", read)
}
