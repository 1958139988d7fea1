package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestAFinishedScratchFileIsTaken(t *testing.T) {
	dir := t.TempDir()
	db := mustOpen(t, filepath.Join(dir, "a.db"), testOptions(oneTable))
	mustExec(t, db, "INSERT INTO item (text) VALUES ('old')")
	path := filepath.Join(dir, "scratch.db")
	options := testOptions(oneTable)
	options.Scratch = true
	scratch := mustOpen(t, path, options)
	for pragma, want := range map[string]string{"journal_mode": "off", "synchronous": "0"} {
		if got := queryText(t, scratch.Write, "PRAGMA "+pragma); got != want {
			t.Errorf("given a scratch file, %s = %s, want %s", pragma, got, want)
		}
	}
	stop := scratch.FlushMeanwhile(time.Microsecond)
	mustExec(t, scratch, "INSERT INTO item (text) VALUES ('new')")
	stop()
	if err := scratch.Finish(); err != nil {
		t.Fatal(err)
	}
	reading, err := db.Read.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := reading.PingContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	var inUse *InUseError
	if err := db.Take(t.Context(), path); !errors.As(err, &inUse) {
		t.Errorf("given somebody reads, taking it: %v", err)
	}
	if err := reading.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Take(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if got := queryText(t, db.Read, "SELECT group_concat(text) FROM item"); got != "new" {
		t.Errorf("given it was taken, it holds %q", got)
	}
	if got := queryText(t, db.Write, "PRAGMA journal_mode"); got != "wal" {
		t.Errorf("given it was taken, journal mode = %s", got)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the scratch file is still there: %v", err)
	}
}
