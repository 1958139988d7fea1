package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
)

// SQLite says at once that a file is busy when two connections turn its journal into a
// write-ahead log at the same time.
func TestManyMakeOneFileTogether(t *testing.T) {
	const openers, rounds = 16, 100
	for range rounds {
		path := filepath.Join(t.TempDir(), "new.db")
		ended := make(chan error)
		for range openers {
			go func() {
				db, err := Open(context.Background(), path, testOptions(oneTable))
				if err == nil {
					err = db.Close()
				}
				ended <- err
			}()
		}
		var failures error
		for range openers {
			failures = errors.Join(failures, <-ended)
		}
		if failures != nil {
			t.Fatal(failures)
		}
	}
}
