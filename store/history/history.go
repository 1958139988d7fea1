// Package history is history.db: what has to outlive inventory.db, which is emptied
// and replaced at will. It keeps how the numbers of each license and application went, what
// imports have changed, and what people have entered about licenses and users: prices,
// commitments, names of their own, and recommendations that are kept.
//
// Its rows carry natural keys: the GUIDs of tenants, users and SKUs. Connections come and go.
package history

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"
	"path/filepath"
	"time"

	"inventorybeacon/store/sqlite"
)

// FileName is the file's name in the data directory.
const FileName = "history.db"

// applicationID marks history.db ("IBhi"), so that no other file passes for it.
const applicationID = 0x49426869

//go:embed migrations/*.sql
var embedded embed.FS

// Options are the parts of a history that tests and demonstrations choose.
type Options struct {
	// Now is the clock; [time.Now] when it is nil.
	Now func() time.Time
	// ReadOnly is how the history is opened when it can only be read.
	ReadOnly *sqlite.ReadOnly
}

// History is the open history.db of a data directory. Any number of goroutines and
// processes may use it.
type History struct {
	db  *sqlite.DB
	now func() time.Time
}

// FileOptions are those of a history.db.
func FileOptions() (sqlite.Options, error) {
	migrations, err := fs.Sub(embedded, "migrations")
	return sqlite.Options{ApplicationID: applicationID, Migrations: migrations, Synchronous: sqlite.Full}, err
}

// Open opens the history in the data directory dir, which must exist; the file is made
// when there is none. The errors are those of [sqlite.Open].
func Open(ctx context.Context, dir string, options Options) (*History, error) {
	file, err := FileOptions()
	if err != nil {
		return nil, err
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	path := filepath.Join(dir, FileName)
	var db *sqlite.DB
	if options.ReadOnly != nil {
		db, err = sqlite.OpenReadOnly(ctx, path, file, *options.ReadOnly)
	} else {
		db, err = sqlite.Open(ctx, path, file)
	}
	if err != nil {
		return nil, err
	}
	return &History{db: db, now: options.Now}, nil
}

// Close ends all connections to the file.
func (h *History) Close() error { return h.db.Close() }

// update runs statements in one transaction.
func (h *History) update(ctx context.Context, change func(tx *sql.Tx) error) error {
	return h.explain(h.db.Update(ctx, change))
}
