package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Synchronous is how much of a committed transaction survives a power cut
// (sqlite.org/pragma.html#pragma_synchronous). No value can damage a file.
type Synchronous string

// The values for files in WAL mode.
const (
	// Full waits at each commit until the disk has it: nothing is lost.
	Full Synchronous = "FULL"
	// Normal may lose the last transactions in a power cut.
	Normal Synchronous = "NORMAL"
)

// Options say what kind of file is opened and how.
type Options struct {
	// ApplicationID marks the file as one of its kind, so that any other SQLite
	// file is refused (sqlite.org/pragma.html#pragma_application_id). Not zero.
	ApplicationID int32
	// Migrations holds NNNN_name.sql in its root, numbered from 0001 without gaps.
	Migrations fs.FS
	// Synchronous is Full when it is empty.
	Synchronous Synchronous
	// PageSize is the size in bytes of the pages of a file that is made, a power of
	// two from 512 to 65536; SQLite's own when it is zero. Large pages take large
	// tables in fewer steps, and write more for a small change.
	PageSize int
	// QuickCheck reads the whole file in search of damage before it is used; for
	// small files only.
	QuickCheck bool
	// TemporaryInMemory keeps what SQLite puts aside, as for sorting, in memory, and not in
	// the system's folder for temporary files; for small files only.
	TemporaryInMemory bool
}

// DB is an open file. Any number of goroutines may use it.
type DB struct {
	// Path is the file's absolute path.
	Path string
	// Write has one connection; its transactions begin IMMEDIATE, so that they
	// wait for their turn at the start and not fail in the middle.
	Write *sql.DB
	// Read has several connections, which see the last committed state and
	// cannot write.
	Read *sql.DB

	options  Options
	readOnly error // why it is only read; nil when it is not
}

// Open opens the file at path, which is made (mode 0600) when there is none, and
// brings its schema up to date. The errors are [NewerFileError],
// [ForeignFileError], [DamagedFileError], [NotWritableError], [ReadOnlyDiskError],
// [DiskFullError] and [InUseError]; the file is unchanged after the first three.
func Open(ctx context.Context, path string, options Options) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	migrations, known, err := options.load()
	if err != nil {
		return nil, err
	}
	if err := makeWritable(path); err != nil {
		return nil, err
	}
	if err := inspect(ctx, path, known, options.QuickCheck); err != nil {
		return nil, Explain(path, err)
	}
	if err := restrict(path); err != nil {
		return nil, err
	}
	db := &DB{Path: path, Write: openWriter(path, options), Read: openReaders(path, options), options: options}
	if err := db.prepare(ctx, known, migrations); err != nil {
		return nil, errors.Join(Explain(path, err), db.Close())
	}
	return db, nil
}

// load reads the migrations, and from them what the program knows.
func (o Options) load() ([]migration, identity, error) {
	migrations, err := loadMigrations(o.Migrations)
	return migrations, identity{applicationID: o.ApplicationID, version: len(migrations)}, err
}

// Close ends all connections; the write-ahead log goes into the file and away.
func (db *DB) Close() error {
	// The readers go first: the last connection to close empties the log, and a
	// read-only one cannot.
	return errors.Join(db.Read.Close(), db.Write.Close())
}

// Update runs change in one transaction, which takes place as a whole or, when
// change or the commit fails, not at all. The error has been explained.
func (db *DB) Update(ctx context.Context, change func(tx *sql.Tx) error) error {
	tx, err := db.Write.BeginTx(ctx, nil)
	if err != nil {
		return Explain(db.Path, err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	if err = change(tx); err == nil {
		err = tx.Commit()
	}
	// database/sql rolls back when ctx ends, and says of what comes after that alone.
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		err = ctx.Err()
	}
	return Explain(db.Path, err)
}

// HasFTS5 says whether SQLite was built with full-text search (build tag
// sqlite_fts5).
func HasFTS5(ctx context.Context, db *sql.DB) (bool, error) {
	var has bool
	err := db.QueryRowContext(ctx, "SELECT sqlite_compileoption_used('ENABLE_FTS5')").Scan(&has)
	return has, err
}

// prepare makes the file usable through its writer, while other processes may do the
// same.
func (db *DB) prepare(ctx context.Context, known identity, migrations []migration) error {
	return whileBusy(ctx, busyTimeout, func() error { return db.tryToPrepare(ctx, known, migrations) })
}

func (db *DB) tryToPrepare(ctx context.Context, known identity, migrations []migration) error {
	conn, err := db.Write.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	// Once more: what inspect saw may have been an interrupted first start.
	if _, err := identify(ctx, conn, db.Path, known); err != nil {
		return err
	}
	if db.options.PageSize != 0 { // without effect on a file that has pages
		if _, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA page_size = %d", db.options.PageSize)); err != nil {
			return err
		}
	}
	if err := logAhead(ctx, conn, db.Path); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, PutAside(db.Path)); err != nil {
		return err
	}
	err = migrate(ctx, conn, db.Path, known, migrations)
	_, back := conn.ExecContext(context.WithoutCancel(ctx), db.options.setup())
	return errors.Join(err, back)
}

// logAhead gives the file a write-ahead log.
func logAhead(ctx context.Context, conn *sql.Conn, path string) error {
	var mode string
	if err := conn.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("%s: write-ahead log refused, journal mode is %q", path, mode)
	}
	return nil
}

// makeWritable makes the file when there is none, and finds out before SQLite
// does whether it may be written.
func makeWritable(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return CannotWrite(path, err)
	}
	return file.Close()
}

// restrict takes the file and its log from everybody but their owner. SQLite
// gives new logs the mode of the file.
func restrict(path string) error {
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().Perm()&0o077 == 0 {
			continue
		}
		if err == nil && runtime.GOOS != "windows" { // where the folder's access list decides
			err = os.Chmod(name, 0o600)
		}
		// A file that another account shares with this one is that account's to close.
		if err != nil && !errors.Is(err, fs.ErrPermission) {
			return CannotWrite(name, err)
		}
	}
	return nil
}
