package inventory

import (
	"cmp"
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"inventorybeacon/store/sqlite"
)

// The application ids of the kinds of file, "IBin" and "IBst".
const (
	applicationID        = 0x4942696e
	stagingApplicationID = 0x49427374
)

// inventoryPage is the page size of the inventory: an import is a tenth faster than
// with SQLite's own of half the size, and a query no slower.
const inventoryPage = 8 << 10

// inventoryFile is the file's name in the data directory.
const inventoryFile = "inventory.db"

//go:embed migrations/*.sql staging/*.sql
var schemas embed.FS

// Options are what an inventory needs from the rest of the program.
type Options struct {
	// Logger is told what an administrator may want to know; none is silent.
	Logger *slog.Logger
	// Now is the clock; [time.Now] when it is nil.
	Now func() time.Time
	// ProductName returns the friendly name of a license. When it is nil or
	// returns nothing, the part number is shown.
	ProductName func(skuID, partNumber string) string
	// ProductKind returns the [Kind] of a license. When it is nil or returns nothing,
	// subscriptions and units tell.
	ProductKind func(skuID, partNumber string) string
	// ApplicationsOf returns the applications that a service plan switches on, by
	// the plan's name; [ApplicationsOf] when it is nil.
	ApplicationsOf func(planName string) []string

	piece int // another one than indexPiece, for tests
}

// Inventory is the open file inventory.db. Any number of goroutines may use it.
type Inventory struct {
	db      *sqlite.DB
	dir     string
	options Options
	custody *custody
	// fullText says that this build of SQLite has FTS5.
	fullText bool
	indexing indexing
	piece    int // how many users are indexed at once
}

// Open opens inventory.db in dir, which is made when there is none. A damaged one
// is kept under another name, and an empty one takes its place; see
// [Inventory.Replaced]. The other errors are those of [sqlite.Open].
func Open(ctx context.Context, dir string, options Options) (*Inventory, error) {
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.ApplicationsOf == nil {
		options.ApplicationsOf = ApplicationsOf
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	custody, err := newCustody(dir)
	if err != nil {
		return nil, err
	}
	inv := &Inventory{dir: dir, options: options, custody: custody, piece: cmp.Or(options.piece, indexPiece)}
	if err := inv.openOrReplace(ctx); err != nil {
		return nil, errors.Join(err, custody.file.Unlock())
	}
	if err := inv.checkIndex(ctx); err != nil {
		return nil, errors.Join(err, inv.Close())
	}
	return inv, nil
}

// openOrReplace replaces a file that turns out to be damaged.
func (inv *Inventory) openOrReplace(ctx context.Context) error {
	err := inv.openFile(ctx)
	var damaged *sqlite.DamagedFileError
	if !errors.As(err, &damaged) {
		return err
	}
	done, replaceErr := inv.custody.alone(func() error {
		if err = inv.openFile(ctx); !errors.As(err, &damaged) {
			return err // another process was faster
		}
		if err := sqlite.SetAside(inv.path(), inv.setAside()); err != nil {
			return err
		}
		if err := os.Remove(inv.marker()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &sqlite.NotWritableError{Path: inv.marker(), Err: err}
		}
		return inv.openFile(ctx)
	})
	if !done && replaceErr == nil {
		return &DamagedError{Path: inv.path(), Err: err, inUse: true}
	}
	return replaceErr
}

// openFile opens the file and reads what every start reads of it.
func (inv *Inventory) openFile(ctx context.Context) error {
	if inv.marked() {
		return &sqlite.DamagedFileError{Path: inv.path(), Err: errors.New("damage was found while it was used")}
	}
	var err error
	if inv.db, err = openInventory(ctx, inv.path()); err != nil {
		return err
	}
	if err = inv.openIndex(ctx); err == nil {
		_, err = inv.Published(ctx)
	}
	if err != nil {
		return errors.Join(sqlite.Explain(inv.path(), err), inv.db.Close())
	}
	return nil
}

// openInventory opens the file of an inventory, or makes an empty one.
func openInventory(ctx context.Context, path string) (*sqlite.DB, error) {
	options, err := fileOptions()
	if err != nil {
		return nil, err
	}
	return sqlite.Open(ctx, path, options)
}

// fileOptions are those of an inventory.db.
func fileOptions() (sqlite.Options, error) {
	migrations, err := fs.Sub(schemas, "migrations")
	return sqlite.Options{ApplicationID: applicationID, Migrations: migrations, Synchronous: sqlite.Normal, PageSize: inventoryPage}, err
}

// Close ends all connections to the file.
func (inv *Inventory) Close() error {
	inv.stopIndexing()
	return errors.Join(inv.db.Close(), inv.custody.file.Unlock())
}

// Forget deletes everything that was imported through a connection, and what an
// import that was cut short has left behind.
func (inv *Inventory) Forget(ctx context.Context, connectionID string) error {
	if err := inv.DropStaged(connectionID); err != nil {
		return err
	}
	defer inv.custody.query()()
	defer inv.startIndexing()
	return inv.noticed(inv.db.Update(ctx, func(tx *sql.Tx) error {
		var source int64
		err := tx.QueryRowContext(ctx, "SELECT source FROM source WHERE connection = ?", connectionID).Scan(&source)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := forgetRecords(ctx, tx, source); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM source WHERE source = ?", source); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, dropUnheld); err != nil {
			return err
		}
		return inv.remakeIndex(ctx, tx)
	}))
}

// read runs a query's statements on one state of the inventory.
func (inv *Inventory) read(ctx context.Context, run func(tx *sql.Tx) error) error {
	defer inv.custody.query()()
	tx, err := inv.db.Read.BeginTx(ctx, nil)
	if err != nil {
		return inv.noticed(sqlite.Explain(inv.db.Path, err))
	}
	defer func() { _ = tx.Rollback() }()
	return inv.noticed(sqlite.Explain(inv.db.Path, run(tx)))
}

func (inv *Inventory) stagingPath(connectionID string) string {
	return filepath.Join(inv.dir, stagingFolder, connectionID+".db")
}

// removeStaging removes a staging file and what was made beside it.
func removeStaging(path string) error {
	name := strings.TrimSuffix(path, ".db")
	// Former versions wrote parts of an inventory into files of their own.
	return errors.Join(removeFile(path), removeFile(name+".search.db"), removeFile(name+".first.db"))
}

// removeFile removes a SQLite file with its logs.
func removeFile(path string) error {
	for _, name := range sqlite.Parts(path) {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &sqlite.NotWritableError{Path: name, Err: err}
		}
	}
	return nil
}
