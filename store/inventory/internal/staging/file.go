package staging

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// applicationID marks a staging file: "IBst".
const applicationID = 0x49427374

//go:embed migrations/*.sql
var schema embed.FS

const (
	// A commit after each page costs 13 % of an import, after ten pages 2 %.
	writesPerCommit = 10
	commitInterval  = time.Second
	// pageSize is the page size of files that are written and read from end to
	// end: four times SQLite's own saves a fifth of the time.
	pageSize = 16 << 10
)

// file is the file of one import, with one connection in a transaction that
// is committed from time to time.
type file struct {
	path string
	db   *sqlite.DB
	conn *sql.Conn
	// reader keeps SQLite from moving the write-ahead log into the file when the
	// writer is closed: the log is read as fast, and then deleted.
	reader *sql.Conn

	open   bool // a transaction is open
	writes int
	since  time.Time

	users, assignments, failed *tables.Insert
}

// openOrReplace opens the file at path, which may be of an earlier import. One that
// cannot be used is replaced: it holds nothing that cannot be read again.
func openOrReplace(ctx context.Context, path string) (*file, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, &sqlite.NotWritableError{Path: path, Err: err}
	}
	s, err := openFile(ctx, path)
	if replaceable(err) {
		if err := remove(path); err != nil {
			return nil, err
		}
		s, err = openFile(ctx, path)
	}
	if err != nil {
		return nil, err
	}
	// Of an earlier import only the streams of users are gone on with.
	if _, err := s.conn.ExecContext(ctx, "DELETE FROM report"); err != nil {
		return nil, errors.Join(sqlite.Explain(path, err), s.close())
	}
	return s, nil
}

// replaceable reports whether a staging file is no use as it is, while a new one may be.
func replaceable(err error) bool {
	var newer *sqlite.NewerFileError
	var foreign *sqlite.ForeignFileError
	var damaged *sqlite.DamagedFileError
	var otherTables *otherTablesError
	return errors.As(err, &newer) || errors.As(err, &foreign) || errors.As(err, &damaged) || errors.As(err, &otherTables)
}

// otherTablesError means that a staging file has other tables than its version should.
type otherTablesError struct{ err error }

func (e *otherTablesError) Error() string { return "other tables: " + e.err.Error() }

func (e *otherTablesError) Unwrap() error { return e.err }

func openDB(ctx context.Context, path string) (*sqlite.DB, error) {
	migrations, err := fs.Sub(schema, "migrations")
	if err != nil {
		return nil, err
	}
	return sqlite.Open(ctx, path, sqlite.Options{
		ApplicationID: applicationID, Migrations: migrations, Synchronous: sqlite.Normal, PageSize: pageSize,
		// Nothing is sorted here; what is put aside is the pages that one insert changes.
		TemporaryInMemory: true,
	})
}

func openFile(ctx context.Context, path string) (*file, error) {
	db, err := openDB(ctx, path)
	if err != nil {
		return nil, err
	}
	s := &file{path: path, db: db}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(sqlite.Explain(path, err), s.close())
	}
	return s, nil
}

func (s *file) prepare(ctx context.Context) error {
	var err error
	if s.conn, err = s.db.Write.Conn(ctx); err != nil {
		return err
	}
	if s.reader, err = s.db.Read.Conn(ctx); err != nil {
		return err
	}
	if err := s.reader.QueryRowContext(ctx, "SELECT count(*) FROM stream").Scan(new(int)); err != nil {
		return err
	}
	for _, text := range []string{"PRAGMA foreign_keys = OFF", "PRAGMA wal_autocheckpoint = 0"} {
		if _, err := s.conn.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	if s.users, err = tables.PrepareInsert(s.conn, "INSERT INTO user", userColumns()); err != nil {
		return &otherTablesError{err}
	}
	if s.assignments, err = tables.PrepareInsert(s.conn, "INSERT OR IGNORE INTO assignment", "licensing, sku, detail"); err != nil {
		return &otherTablesError{err}
	}
	if s.failed, err = tables.PrepareInsert(s.conn, "INSERT OR IGNORE INTO failed", "seq, sku, license_group, error"); err != nil {
		return &otherTablesError{err}
	}
	return nil
}

// write runs change in the open transaction and commits when it is time to. A
// change that fails takes the transaction with it.
//
// The statements run to their end even when ctx is canceled: interrupting one
// would roll back pages that were stored before it.
func (s *file) write(ctx context.Context, change func(ctx context.Context) error) error {
	ctx = context.WithoutCancel(ctx)
	if !s.open {
		if _, err := s.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
			return sqlite.Explain(s.path, err)
		}
		s.open, s.writes, s.since = true, 0, time.Now()
	}
	if err := change(ctx); err != nil {
		s.rollback(ctx)
		return sqlite.Explain(s.path, err)
	}
	s.writes++
	if s.writes < writesPerCommit && time.Since(s.since) < commitInterval {
		return nil
	}
	return s.commit(ctx)
}

func (s *file) commit(ctx context.Context) error {
	if !s.open {
		return nil
	}
	if _, err := s.conn.ExecContext(ctx, "COMMIT"); err != nil {
		s.rollback(ctx)
		return sqlite.Explain(s.path, fmt.Errorf("commit: %w", err))
	}
	s.open = false
	return nil
}

func (s *file) rollback(ctx context.Context) {
	// It fails when SQLite has rolled back by itself, as it does on a full disk.
	_, _ = s.conn.ExecContext(ctx, "ROLLBACK")
	s.open = false
}

// closeWriter leaves the file to others, who write it no more. What was not
// committed is lost.
func (s *file) closeWriter() error {
	var failures []error
	for _, b := range []*tables.Insert{s.users, s.assignments, s.failed} {
		if b != nil {
			failures = append(failures, b.Close())
		}
	}
	s.users, s.assignments, s.failed = nil, nil, nil
	if s.conn != nil {
		failures = append(failures, s.conn.Close())
		s.conn = nil
	}
	return errors.Join(append(failures, s.db.Write.Close())...)
}

// close gives the file back.
func (s *file) close() error {
	err := s.closeWriter()
	if s.reader != nil {
		err = errors.Join(err, s.reader.Close())
		s.reader = nil
	}
	return errors.Join(err, s.db.Read.Close())
}
