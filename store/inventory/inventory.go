package inventory

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/search"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// inventoryFile is the file's name in the data directory.
const inventoryFile = "inventory.db"

// Options are what an inventory needs from the rest of the program.
type Options struct {
	// Logger is told what an administrator may want to know; none is silent.
	Logger *slog.Logger
	// Now is the clock; [time.Now] when it is nil.
	Now func() time.Time
	// Today is the day from which renewals lie ahead, and the one that filters call so; the
	// day of Now in UTC when it is nil.
	Today func() connector.Date
	// ProductName returns the friendly name of a license. When it is nil or
	// returns nothing, the part number is shown.
	ProductName func(skuID, partNumber string) string
	// PlanName returns the friendly name of a service plan. When it is nil or returns
	// nothing, the plan's own name is shown.
	PlanName func(plan string) string
	// Renew is called before each query, so that the names above are those of now; nil
	// when they never change.
	Renew func(ctx context.Context)
	// ProductKind returns the [Kind] of a license. When it is nil or returns nothing,
	// subscriptions and units tell.
	ProductKind func(skuID, partNumber string) string
	// Terms returns what was entered of a license of a tenant; nothing is entered when it
	// is nil.
	Terms func(tenantID, skuID string) Terms
	// ConnectionName returns what people call a connection, by which filters find its tenant,
	// too; nil when it has no other name than its id.
	ConnectionName func(id string) string
	// ReadOnly is how the inventory is opened when it can only be read.
	ReadOnly *sqlite.ReadOnly

	index       search.Options  // what differs of the search index in tests
	opened      func(*sql.Conn) // is called with connections to staging files, in tests
	manyMatches int             // of [manyMatches], in tests
}

// Inventory is the open file inventory.db. Any number of goroutines may use it.
type Inventory struct {
	db      *sqlite.DB
	dir     string
	options Options
	lock    *fileLock
	index   *search.Index
	indexes *adaptive.Indexes
	queries *query.Inventory

	usersReader
	licensesReader
	applicationsReader
	usageReader
	reclaimReader
	overviewReader
}

// Open opens inventory.db in dir, which is made when there is none. A damaged one
// is kept under another name, and an empty one takes its place; see
// [Inventory.Replaced]. Where that cannot be written it is left, which is a [*LeftError]. The
// other errors are those of [sqlite.Open].
func Open(ctx context.Context, dir string, options Options) (*Inventory, error) {
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Today == nil {
		options.Today = func() connector.Date { return connector.DateOf(options.Now()) }
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	lock, err := newFileLock(dir)
	if err != nil && options.ReadOnly == nil {
		return nil, err
	}
	inv := &Inventory{dir: dir, options: options, lock: lock}
	if err := inv.openOrReplace(ctx); err != nil {
		return nil, errors.Join(err, lock.file.Unlock())
	}
	if err := inv.findSetAside(ctx); err != nil {
		return nil, errors.Join(err, inv.Close())
	}
	if err := inv.read(ctx, func(tx *sql.Tx) error {
		if err := inv.index.Check(ctx, tx); err != nil || inv.options.ReadOnly != nil {
			return err
		}
		return inv.indexes.AskUsual(ctx, tx)
	}); err != nil {
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
	if inv.options.ReadOnly != nil {
		return &LeftError{Path: inv.path(), Reason: inv.options.ReadOnly.Reason, Err: err}
	}
	done, replaceErr := inv.lock.tryExclusive(func() error {
		if err = inv.openFile(ctx); !errors.As(err, &damaged) {
			return err // another process was faster
		}
		return inv.exchange(ctx, err)
	})
	if !done && replaceErr == nil {
		return damagedError("inventory.damaged.in-use", inv.path(), err)
	}
	return replaceErr
}

// openFile opens the file and reads what every start reads of it.
func (inv *Inventory) openFile(ctx context.Context) error {
	if inv.hasMarker() {
		return &sqlite.DamagedFileError{Path: inv.path(), Err: errors.New("damage was found while it was used")}
	}
	var err error
	if inv.db, err = openInventory(ctx, inv.path(), inv.options.ReadOnly); err != nil {
		return err
	}
	options := inv.options.index
	options.Logger, options.Failed = inv.options.Logger, inv.checkAndMark
	if options.Use == nil {
		options.Use = inv.lock.acquireQuery
	}
	inv.index = search.New(inv.db, options)
	inv.indexes = adaptive.New(inv.db, adaptive.Options{Logger: inv.options.Logger, Use: inv.lock.acquireQuery})
	inv.readBy(inv.queriesOf(inv.options))
	if err = inv.index.Open(ctx); err == nil {
		_, err = inv.Published(ctx)
	}
	if err != nil {
		return errors.Join(sqlite.Explain(inv.path(), err), inv.db.Close())
	}
	return nil
}

// openInventory opens the file of an inventory, or makes an empty one.
func openInventory(ctx context.Context, path string, readOnly *sqlite.ReadOnly) (*sqlite.DB, error) {
	options, err := tables.FileOptions()
	if err != nil {
		return nil, err
	}
	if readOnly != nil {
		return sqlite.OpenReadOnly(ctx, path, options, *readOnly)
	}
	return sqlite.Open(ctx, path, options)
}

// Close ends all connections to the file.
func (inv *Inventory) Close() error {
	inv.index.Close()
	inv.indexes.Close()
	return errors.Join(inv.db.Close(), inv.lock.file.Unlock())
}

// read runs a query's statements on one state of the inventory.
func (inv *Inventory) read(ctx context.Context, run func(tx *sql.Tx) error) error {
	return inv.queries.Read(ctx, run)
}

// Indexing reports whether the search index is still being made, or waits for it:
// searches then read every user.
func (inv *Inventory) Indexing(ctx context.Context) (still bool, err error) {
	err = inv.read(ctx, func(tx *sql.Tx) error {
		whole, err := inv.index.Whole(ctx, tx)
		still = !whole
		return err
	})
	return still, err
}

// AwaitIndex waits until this process has no more to do for the search index and those that
// every inventory has.
func (inv *Inventory) AwaitIndex(ctx context.Context) error {
	return errors.Join(inv.index.Wait(ctx), inv.indexes.Wait(ctx))
}
