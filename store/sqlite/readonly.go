package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/url"
	"path/filepath"
)

// ReadOnly is how a file is opened that cannot be written.
type ReadOnly struct {
	// Reason is why, mostly what [Open] has returned. Whoever writes gets it.
	Reason error
	// Shared says that other processes may have the file open: whoever reads it uses the index of
	// its log that they share. Else nobody has it open, nor opens it before it is closed.
	Shared bool
}

// OpenReadOnly opens the file at path where [Open] cannot write, or has no room for what it makes
// beside the file: the 32 KiB in which the processes that have a file open share the index of its
// log. It makes nothing. The error is the reason when the file cannot be read as it is: it was
// not made yet, or is to be brought up to date.
func OpenReadOnly(ctx context.Context, path string, options Options, how ReadOnly) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	migrations, known, err := options.load()
	if err != nil {
		return nil, err
	}
	before, err := look(path)
	if err != nil || before.hotJournal {
		return nil, how.Reason
	}
	read := openPool(path, how.parameters(before), options.setup())
	read.SetMaxOpenConns(readers())
	db := &DB{Path: path, Write: sql.OpenDB(refusing{how.Reason}), Read: read, options: options, readOnly: how.Reason}
	version, err := examine(ctx, read, path, known, options.QuickCheck)
	if err != nil {
		return nil, errors.Join(Explain(path, err), db.Close())
	}
	if version != len(migrations) {
		return nil, errors.Join(how.Reason, db.Close())
	}
	return db, nil
}

func (r ReadOnly) parameters(file outside) url.Values {
	parameters := url.Values{"mode": {"ro"}, "_query_only": {"on"}}
	switch {
	case r.Shared:
	case file.log:
		readLogAlone(parameters)
	default:
		parameters.Set("immutable", "1")
	}
	return parameters
}

// readLogAlone has a connection keep the index of the log in its memory, and not in a file beside
// the log (sqlite.org/wal.html#noshm). Nobody else may use the file: it is not locked, because one
// that is opened only to be read cannot be locked so that all others are kept out.
func readLogAlone(parameters url.Values) {
	parameters.Set("vfs", withoutLocks)
	parameters.Set("_locking_mode", "EXCLUSIVE")
}

// refusing is a [driver.Connector] of what cannot be written.
type refusing struct{ reason error }

func (r refusing) Connect(context.Context) (driver.Conn, error) { return nil, r.reason }

func (r refusing) Driver() driver.Driver { return nil }
