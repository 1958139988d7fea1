package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"time"

	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/vault"
)

// FileName is the file's name in the data directory.
const FileName = "beacon.db"

// applicationID marks beacon.db ("IBcn"), so that no other file passes for it.
const applicationID = 0x4942636e

//go:embed migrations/*.sql
var embedded embed.FS

// Options are the parts of a store that tests and demonstrations choose.
type Options struct {
	// Keyring is the operating system's one when it is nil.
	Keyring vault.Keyring
	// Logger is told where the key is made; nil for silence.
	Logger *slog.Logger
	// Now is [time.Now] when it is nil.
	Now func() time.Time
	// ReadOnly is why the store is opened only to be read, mostly the error of an Open before;
	// nil when it can be written.
	ReadOnly error
}

// DiskFullError means that there is no room on the disk.
type DiskFullError = sqlite.DiskFullError

// ReadOnlyDiskError means that the file system can only be read.
type ReadOnlyDiskError = sqlite.ReadOnlyDiskError

// Store is the open beacon.db of a data directory. Any number of goroutines may
// use it.
type Store struct {
	db *sqlite.DB
	// Vault has the key that seals the secrets.
	Vault    *vault.Vault
	now      func() time.Time
	release  func() // of the lock that says that the file is open
	readOnly *sqlite.ReadOnly
}

// Open opens the store in the data directory dir, which must exist. The errors
// are those of [sqlite.Open], and [UnusableError] when a backup may help. The data
// key is not needed before a secret is.
func Open(ctx context.Context, dir string, options Options) (opened *Store, err error) {
	useFile, err := vault.FileWanted()
	if err != nil {
		return nil, err
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	release, readOnly, err := hold(ctx, dir, options)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			release()
		}
	}()
	db, err := openFile(ctx, dir, readOnly)
	if err != nil {
		return nil, err
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	key := vault.Open(ctx, db, options.Keyring, useFile, options.Logger, options.Now)
	return &Store{db: db, Vault: key, now: options.Now, release: release, readOnly: readOnly}, nil
}

// hold keeps the file from being replaced while it is open, and says how it is opened when it can
// only be read.
func hold(ctx context.Context, dir string, options Options) (release func(), readOnly *sqlite.ReadOnly, err error) {
	if options.ReadOnly != nil {
		return readFinished(ctx, dir, options.ReadOnly)
	}
	release, err = shareFinished(dir, options.Logger)
	return release, nil, err
}

// ReadOnly is how the files beside it are opened; nil when they can be written.
func (s *Store) ReadOnly() *sqlite.ReadOnly { return s.readOnly }

// Close ends all connections to the file.
func (s *Store) Close() error {
	defer s.release()
	return s.db.Close()
}

// fileOptions are what is known of beacon.db.
func fileOptions() (sqlite.Options, error) {
	migrations, err := fs.Sub(embedded, "migrations")
	return sqlite.Options{
		ApplicationID: applicationID,
		Migrations:    migrations,
		Synchronous:   sqlite.Full,
		QuickCheck:    true,

		TemporaryInMemory: true, // connections can be changed whatever the system's folders are like
	}, err
}

// openFile opens beacon.db, or says which backups there are when it cannot be used.
func openFile(ctx context.Context, dir string, readOnly *sqlite.ReadOnly) (*sqlite.DB, error) {
	path := filepath.Join(dir, FileName)
	options, err := fileOptions()
	if err != nil {
		return nil, err
	}
	if err := checkNotLost(dir, FileName); err != nil {
		return nil, err
	}
	var db *sqlite.DB
	if readOnly != nil {
		db, err = sqlite.OpenReadOnly(ctx, path, options, *readOnly)
	} else {
		db, err = sqlite.Open(ctx, path, options)
	}
	return db, unusable(dir, FileName, err)
}

// query returns one value for each row that query finds, read by scan.
func query[T any](ctx context.Context, s *Store, scan func(*sql.Rows) (T, error), text string, args ...any) ([]T, error) {
	found, err := all(ctx, s.db.Read, scan, text, args...)
	return found, sqlite.Explain(s.db.Path, err)
}

// all is [query] on a file that is not opened as a store.
func all[T any](ctx context.Context, db *sql.DB, scan func(*sql.Rows) (T, error), text string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, rows.Err()
}

// timeLayout has a fixed width, so that times sort as text.
const timeLayout = "2006-01-02T15:04:05.000Z"

// formatTime returns t for a column; empty for the zero time.
func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(timeLayout)
}

// parseTime reads what formatTime writes.
func parseTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return time.Parse(timeLayout, text)
}

// storedTime has a column that formatTime has written scanned into a time.
type storedTime struct{ into *time.Time }

func (s storedTime) Scan(column any) (err error) {
	*s.into, err = parseTime(fmt.Sprint(column))
	return err
}
