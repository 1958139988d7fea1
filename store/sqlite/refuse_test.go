package sqlite

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/connector"
)

// fill makes a file of many pages and returns its bytes.
func fill(t *testing.T, path string, options Options) []byte {
	t.Helper()
	db := mustOpen(t, path, options)
	for range 200 {
		mustExec(t, db, "INSERT INTO item (text) VALUES (?)", strings.Repeat("row ", 200))
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// snapshot is the content of every file of a folder.
func snapshot(t *testing.T, folder string) map[string][32]byte {
	t.Helper()
	sums := map[string][32]byte{}
	for _, name := range strings.Fields(listFolder(t, folder)) {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "-shm") { // an index of the log, rebuilt at will
			sums[name] = sha256.Sum256(content)
		}
	}
	return sums
}

func wantPath(t *testing.T, err error, path string) {
	t.Helper()
	if m, ok := connector.MessageOf(err); !ok || m.Data["Path"] != path && m.Data["Folder"] != path {
		t.Errorf("%+v should name %s", m, path)
	}
}

// refuses opens the file and wants an error of type E and every file unchanged.
func refuses[E error](t *testing.T, path string, options Options) E {
	t.Helper()
	before := snapshot(t, filepath.Dir(path))
	db, err := Open(t.Context(), path, options)
	var typed E
	if !errors.As(err, &typed) {
		if err == nil {
			_ = db.Close()
		}
		t.Fatalf("Open = %v, want %T", err, typed)
	}
	after := snapshot(t, filepath.Dir(path))
	if len(after) != len(before) {
		t.Errorf("files %v became %v", before, after)
	}
	for name, sum := range before {
		if after[name] != sum {
			t.Errorf("%s was changed", name)
		}
	}
	wantPath(t, err, path)
	return typed
}

func TestNewerFileIsUntouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	newer := migrationFiles("CREATE TABLE item (text TEXT)", "CREATE TABLE more (x)", "CREATE TABLE most (x)")
	fill(t, path, testOptions(newer))
	err := refuses[*NewerFileError](t, path, testOptions(oneTable))
	if err.Found != 3 || err.Known != 1 {
		t.Errorf("Found %d, Known %d", err.Found, err.Known)
	}
}

func TestNewerFileWithUnmergedLogIsUntouched(t *testing.T) {
	// The log of a newer program that was killed holds the newer version; the
	// file itself does not yet.
	whole := filepath.Join(t.TempDir(), "a.db")
	fill(t, whole, testOptions(oneTable))
	db := mustOpen(t, whole, testOptions(migrationFiles("SELECT 1", "CREATE TABLE more (x)")))
	killed := filepath.Join(t.TempDir(), "a.db")
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(db.Path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(killed+suffix, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	refuses[*NewerFileError](t, killed, testOptions(oneTable))
}

func TestForeignFileIsUntouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	options := testOptions(oneTable)
	options.ApplicationID = 0x1234
	fill(t, path, options)
	refuses[*ForeignFileError](t, path, testOptions(oneTable))
}

func TestDamagedFileIsUntouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "whole.db")
	whole := fill(t, path, testOptions(oneTable))
	random := make([]byte, 20000)
	source := rand.New(rand.NewPCG(1, 2))
	for i := range random {
		random[i] = byte(source.Uint32())
	}
	const page = 4096
	flipped := bytes.Clone(whole)
	for i := 3 * page; i < 3*page+200; i++ {
		flipped[i] ^= 0xff
	}
	schema := bytes.Clone(whole)
	for i := 100; i < page; i++ {
		schema[i] ^= 0xff
	}
	for name, content := range map[string][]byte{
		"random bytes":     random,
		"a text":           []byte("this is not a database, although it is longer than sixteen bytes"),
		"a few bytes":      []byte("SQLite"),
		"zeros":            make([]byte, 8192),
		"cut in a page":    whole[:len(whole)/2+100],
		"cut after a page": whole[:5*page],
		"cut in page one":  whole[:1000],
		"pages flipped":    flipped,
		"schema flipped":   schema,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.db")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			refuses[*DamagedFileError](t, path, testOptions(oneTable))
		})
	}
}

func TestInterruptedFirstStartIsTakenUp(t *testing.T) {
	t.Run("no byte yet", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.db")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		mustOpen(t, path, testOptions(oneTable))
	})
	t.Run("a journal to roll back", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.db")
		leaveHotJournal(t, path)
		db := mustOpen(t, path, testOptions(oneTable))
		if got := queryText(t, db.Read, "SELECT count(*) FROM item"); got != "0" {
			t.Errorf("%s rows of a transaction that was never committed", got)
		}
	})
	t.Run("a log but no schema yet", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.db")
		if err := mustOpen(t, path, testOptions(migrationFiles())).Close(); err != nil {
			t.Fatal(err)
		}
		mustOpen(t, path, testOptions(oneTable))
	})
}

func TestALostLogCostsOnlyWhatWasInIt(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.db")
	fill(t, path, testOptions(oneTable))
	db := mustOpen(t, path, testOptions(oneTable))
	mustExec(t, db, "INSERT INTO item (text) VALUES ('in the log')")
	lost := filepath.Join(t.TempDir(), "a.db")
	if err := copyNew(path, lost); err != nil { // without its log
		t.Fatal(err)
	}
	again := mustOpen(t, lost, testOptions(oneTable))
	if got := queryText(t, again.Read, "SELECT count(*) FROM item"); got != "200" {
		t.Errorf("%s rows, want the 200 of before", got)
	}
}

// leaveHotJournal leaves a file of this kind as a process does that is killed
// while it writes without a write-ahead log.
func leaveHotJournal(t *testing.T, path string) {
	t.Helper()
	source := filepath.Join(t.TempDir(), "a.db")
	db := openPool(source, url.Values{"mode": {"rwc"}, "_cache_size": {"1"}}, "")
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	for _, statement := range []string{
		fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = 1", testID),
		"CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
		"BEGIN; INSERT INTO item (text) SELECT hex(randomblob(5000)) FROM json_each('[1, 2, 3, 4, 5, 6, 7, 8, 9]')",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, suffix := range []string{"", "-journal"} {
		content, err := os.ReadFile(source + suffix)
		if err != nil || len(content) == 0 {
			t.Fatalf("%s: %d bytes, %v", suffix, len(content), err)
		}
		if err := os.WriteFile(path+suffix, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMissingFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gone", "a.db")
	_, err := Open(t.Context(), path, testOptions(oneTable))
	var typed *NotWritableError
	if !errors.As(err, &typed) {
		t.Fatalf("Open = %v, want NotWritableError", err)
	}
	wantPath(t, err, filepath.Dir(path))
}

func TestFullFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := mustOpen(t, path, testOptions(oneTable))
	mustExec(t, db, "INSERT INTO item (text) VALUES ('before')")
	mustExec(t, db, "PRAGMA max_page_count = 4")
	_, err := db.Write.ExecContext(t.Context(), "INSERT INTO item (text) VALUES (?)", strings.Repeat("x", 100_000))
	err = Explain(path, err)
	var typed *DiskFullError
	if !errors.As(err, &typed) {
		t.Fatalf("Explain = %v, want DiskFullError", err)
	}
	wantPath(t, err, path)
	if got := queryText(t, db.Read, "SELECT group_concat(text) FROM item"); got != "before" {
		t.Errorf("stored: %q", got)
	}
}

func TestFileInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := mustOpen(t, path, testOptions(oneTable))
	other := mustOpen(t, path, testOptions(oneTable))
	tx, err := other.Write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	mustExec(t, db, "PRAGMA busy_timeout = 1")
	err = db.Update(t.Context(), nil)
	var typed *InUseError
	if !errors.As(err, &typed) {
		t.Fatalf("Update = %v, want InUseError", err)
	}
	wantPath(t, err, path)
}

func TestExplainLeavesOtherErrorsAlone(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), testOptions(oneTable))
	_, syntax := db.Read.ExecContext(t.Context(), "nonsense")
	for _, err := range []error{nil, os.ErrClosed, syntax} {
		if got := Explain(db.Path, err); got != err {
			t.Errorf("Explain(%v) = %v", err, got)
		}
	}
}
