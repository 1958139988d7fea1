package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/url"
	"path/filepath"
)

// OpenReadOnly opens the file at path on a disk on which [Open] has no room for what it
// makes beside it: the 32 KiB in which the processes that have a file open share the index
// of its log. Nobody else may have it open, nor open it before it is closed. The error is
// full, which Open has returned, when the file cannot be read as it is: it was not made
// yet, is to be brought up to date, or a log beside it is to be read with it. Whoever
// writes gets full, too.
func OpenReadOnly(ctx context.Context, path string, options Options, full *DiskFullError) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	migrations, known, err := options.load()
	if err != nil {
		return nil, err
	}
	before, err := look(path)
	if err != nil || before.log || before.hotJournal {
		return nil, full
	}
	if err := inspect(ctx, path, known, options.QuickCheck); err != nil {
		return nil, Explain(path, err)
	}
	read := openPool(path, url.Values{"mode": {"ro"}, "_query_only": {"on"}, "immutable": {"1"}}, "")
	read.SetMaxOpenConns(readers())
	db := &DB{Path: path, Write: sql.OpenDB(refusing{full}), Read: read, options: options, full: full}
	if version, err := identify(ctx, read, path, known); err != nil || version != len(migrations) {
		return nil, errors.Join(full, Explain(path, err), db.Close())
	}
	return db, nil
}

// refusing is a [driver.Connector] for which there is no room.
type refusing struct{ full *DiskFullError }

func (r refusing) Connect(context.Context) (driver.Conn, error) { return nil, r.full }

func (r refusing) Driver() driver.Driver { return nil }
