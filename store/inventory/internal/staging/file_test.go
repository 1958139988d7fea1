package staging

import (
	"context"
	"errors"
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
