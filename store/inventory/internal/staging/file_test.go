package staging

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// SQLite answers a file that has reached its greatest size as a full disk.
func TestAnImportFailsGivenAFullDisk(t *testing.T) {
	imp, err := Open(t.Context(), Options{
		Dir: t.TempDir(), Connection: "one", Now: time.Now, Release: func() {},
		Published: func(context.Context) (int64, error) { return 0, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := imp.Close(false); err != nil {
			t.Error(err)
		}
	}()
	if _, err := imp.file.conn.ExecContext(t.Context(), "PRAGMA max_page_count = 1"); err != nil {
		t.Fatal(err)
	}
	users := []connector.User{{ID: "a", Department: strings.Repeat("v", 1<<20)}}
	err = imp.Users(t.Context(), connector.UserPage{Stream: connector.StreamUsers, Users: users})
	var full *sqlite.DiskFullError
	if !errors.As(err, &full) {
		t.Errorf("error %v", err)
	}
	if again := imp.Users(t.Context(), connector.UserPage{Stream: connector.StreamUsers}); !errors.Is(again, err) {
		t.Errorf("it goes on: %v", again)
	}
}

func TestAFileWithOtherTablesThanItsVersionIsReplaced(t *testing.T) {
	for _, table := range []string{"user", "assignment", "failed"} {
		t.Run("given there is no table "+table, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "import.db")
			s, err := openFile(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.close(); err != nil {
				t.Fatal(err)
			}
			db, err := openDB(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = db.Write.ExecContext(t.Context(), "DROP TABLE "+table)
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			s, err = openOrReplace(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.close() }()
			var there bool
			err = s.conn.QueryRowContext(t.Context(), "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = ?)", table).Scan(&there)
			if err != nil || !there {
				t.Errorf("the table is there: %t, %v", there, err)
			}
		})
	}
}
