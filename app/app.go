// Package app is the opened program: what an administrator can do, without any window:
// back up, enter prices, look at the central database, and what its rooms do with
// connections, imports and schedules. The window (ui) and the console (app/command) both stand on it.
package app

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	publish "inventorybeacon/app/central"
	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/licensing"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/localtime"
	"inventorybeacon/app/notify"
	"inventorybeacon/app/productnames"
	"inventorybeacon/app/reclaim"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/signin"
	"inventorybeacon/app/workspace"
	"inventorybeacon/assets"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
)

// Options are what a Beacon is opened with.
type Options struct {
	// Dir is the data directory.
	Dir string
	// ReadOnly is why the data directory can only be read; nil when it can be written.
	ReadOnly error
	// Mended are the files of the data directory that were taken from their group.
	Mended []string
	// Source reads Microsoft 365.
	Source Source
	Logger *slog.Logger
	// Window says that a window is opened, of which there is one at a time on a
	// data directory, and which has the edits that wait for Save.
	Window bool
	// Serve is how this process calls itself when it runs the schedules without a
	// window: [scheduler.RoleServe] or [scheduler.RoleService]. A window runs them too.
	Serve scheduler.Role
	// Tell is told what the scheduler does, from any goroutine; nil when nobody
	// wants to know.
	Tell func(scheduler.Event)
	// Examine returns what the support bundle holds of the program's surroundings;
	// nil for nothing.
	Examine func(ctx context.Context) any
	// Central returns how the central database is reached; what is stored, when nil.
	Central func(ctx context.Context) (c CentralConfig, set bool, err error)
	// Now is the clock; time.Now when nil.
	Now func() time.Time
	// Place has the clocks that schedules go by; the computer's when nil.
	Place func() *time.Location
	// Day ticks when a process that runs schedules is to look for idle refresh
	// tokens again; every day when nil.
	Day <-chan time.Time
	// Notify ticks when such a process is to look what there is to tell people; from time to
	// time when nil.
	Notify <-chan time.Time
	// Roots are the authorities that mail servers and webhooks are trusted by; those of this
	// computer when nil.
	Roots *x509.CertPool
	// Upkeep ticks when such a process is to look whether a backup is due; from
	// time to time when nil.
	Upkeep <-chan time.Time
}

// Source is a source that administrators sign in for, and that has a table of product names.
type Source interface {
	signin.Source
	connector.ProductNamer
}

// Beacon is the opened program: its connections, its schedules, its inventory and
// its running imports.
type Beacon struct {
	*workspace.Workspace
	*imports.Runner
	*scheduler.Scheduler
	*lists.Lists
	*signin.Signer
	*licensing.Book
	Reader
	// History is what has been, and what people have entered about licenses.
	History *history.History
	// Reclaim recommends licenses that can be taken back.
	Reclaim *reclaim.Recommender
	// Central publishes what was imported into the central database, while schedules are run here.
	Central *publish.Publisher
	// CentralSettings say how that is reached.
	CentralSettings *centralsettings.Stored
	// ProductNames reads Microsoft's table of what licenses are called.
	ProductNames *productnames.Keeper
	// Notify writes to people who do not look.
	Notify *notify.Notifier

	names *productnames.Names

	dir      string
	source   Source
	products *assets.Products
	store    *store.Store
	data     Inventory
	log      *slog.Logger
	unlock   func() // of the window
	now      func() time.Time
	place    func() *time.Location
	rest     func() // ends the upkeep
	examine  func(ctx context.Context) any
	notices  notices
	mended   []string // files that their group could write
	// central says that this reads the copy of the central database: see [CentralCopy].
	central       bool
	centralConfig func(ctx context.Context) (c CentralConfig, set bool, err error)
	// readOnly is why the data directory is only read; nil when it is not.
	readOnly error
}

// Open opens the data directory. It records how imports have ended that a crash left
// running, and offers edits that were not saved again. On a full disk the data directory is
// only read, unless there is a window or schedules are run: see [Beacon.Notices].
func Open(ctx context.Context, o Options) (*Beacon, error) {
	b, err := open(ctx, o)
	if !IsUnwritable(err) || o.ReadOnly != nil || o.Window || o.Serve != "" {
		return b, err
	}
	o.ReadOnly = err
	b, failed := open(ctx, o)
	var left *inventory.LeftError
	if failed == nil || errors.As(failed, &left) {
		return b, failed
	}
	return nil, err
}

// IsUnwritable says of an error that a disk is full or can only be read.
func IsUnwritable(err error) bool {
	return isA[*store.DiskFullError](err) || isA[*store.ReadOnlyDiskError](err)
}

func open(ctx context.Context, o Options) (opened *Beacon, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Place == nil {
		o.Place = localtime.New().Place
	}
	b := &Beacon{
		dir: o.Dir, source: o.Source, log: o.Logger, unlock: func() {}, now: o.Now, place: o.Place, rest: func() {},
		mended: o.Mended, examine: o.Examine, readOnly: o.ReadOnly,
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.Close())
		}
	}()
	if o.Window {
		unlock, err := lock.Window(o.Dir)
		if err != nil {
			return nil, err
		}
		b.unlock = unlock
	}
	if err = b.openFiles(ctx, o); err != nil {
		return nil, err
	}
	b.Workspace = workspace.New(workspace.Options{
		Dir: o.Dir, Source: o.Source, Store: b.store, Inventory: b.data, Now: o.Now, Place: o.Place, Drafts: o.Window,
	})
	if b.readOnly == nil {
		b.carryOutDeletions(ctx)
	}
	if err = b.Workspace.Load(ctx); err != nil {
		return nil, err
	}
	b.Runner = imports.New(imports.Options{
		Dir: o.Dir, Source: o.Source, Store: b.store, Inventory: b.data, Log: o.Logger, Now: o.Now, AfterTask: b.Workspace.Reload,
		Deliver: b.deliverHistory, Published: b.WriteExports,
	})
	b.Signer = signin.New(signin.Options{
		Dir: o.Dir, Source: o.Source, Store: b.store, Workspace: b.Workspace, Accesses: b.Runner, Log: o.Logger, Now: o.Now,
	})
	b.ProductNames = productnames.NewKeeper(productnames.Options{
		Source: o.Source, Store: b.store, Workspace: b.Workspace, History: b.History, Names: b.names,
	})
	b.CentralSettings = centralsettings.NewStored(b.store, func() { b.Central.LookNow() })
	b.Central = b.newCentral(o)
	if b.readOnly == nil {
		b.settle(ctx)
		b.deliverHistory(ctx)
	}
	b.serve(o)
	return b, nil
}

// openFiles opens the files of the data directory, with what is read from them once.
func (b *Beacon) openFiles(ctx context.Context, o Options) (err error) {
	if b.store, err = store.Open(ctx, o.Dir, store.Options{Logger: o.Logger, Now: o.Now, ReadOnly: b.readOnly}); err != nil {
		return fmt.Errorf("opening the connections: %w", err)
	}
	if b.products, err = assets.LoadProducts(); err != nil {
		return fmt.Errorf("reading the table of products: %w", err)
	}
	if b.History, err = store.OpenHistory(ctx, o.Dir, history.Options{Now: o.Now, ReadOnly: b.store.ReadOnly()}); err != nil {
		return fmt.Errorf("opening the history: %w", err)
	}
	if b.names, err = productnames.Open(ctx, b.History, b.products, o.Logger); err != nil {
		return fmt.Errorf("reading the names of products: %w", err)
	}
	terms := licensing.NewTerms(b.today)
	data, err := inventory.Open(ctx, o.Dir, inventory.Options{
		Logger: o.Logger, Now: o.Now, Today: b.today,
		ProductName: b.names.Product, PlanName: b.names.Plan, Renew: b.names.Renew, ProductKind: b.products.Kind,
		Terms: terms.Of, ConnectionName: b.InventoryName, ReadOnly: b.store.ReadOnly(),
	})
	if err != nil {
		return fmt.Errorf("opening the inventory: %w", err)
	}
	b.data, b.Reader = data, data
	if err = b.openBook(ctx, terms); err != nil {
		return err
	}
	b.Reclaim = reclaim.New(data, b.History, b.nowHere)
	b.Lists = lists.New(data, b.Reclaim, b.History, b.InventoryName, b.today)
	return nil
}

// openBook opens what was entered about licenses, whose terms the inventory asks for.
func (b *Beacon) openBook(ctx context.Context, terms *licensing.Terms) error {
	b.Book = licensing.New(licensing.Options{
		History: b.History, Inventory: b.Reader, Terms: terms, Names: b.names, Products: b.products, Tenants: b.HistoryOf,
	})
	if err := b.ReadEntered(ctx); err != nil {
		return fmt.Errorf("reading prices and commitments: %w", err)
	}
	return nil
}

// serve runs the schedules and everything else that is done beside commands and the window,
// where this process does so.
func (b *Beacon) serve(o Options) {
	role := o.Serve
	if o.Window {
		role = scheduler.RoleWindow
	}
	b.Scheduler = scheduler.New(scheduler.Options{
		Dir: o.Dir, Role: role, Store: b.store, Runner: b.Runner, Log: o.Logger, Now: o.Now, Place: o.Place,
	})
	b.Notify = b.newNotifier(o)
	if o.Tell != nil {
		b.OnScheduler(o.Tell)
	}
	if role != "" {
		b.Workspace.OnChange(b.Scheduler.LookNow)
		b.Workspace.OnChange(b.Notify.LookNow)
		b.Scheduler.Serve()
		b.rest = b.startUpkeep(o)
	}
}

// startUpkeep works beside everything else until it is stopped.
func (b *Beacon) startUpkeep(o Options) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() { b.KeepTokensAliveDaily(ctx, o.Day) })
	work.Go(func() { b.KeepUp(ctx, o.Upkeep) })
	work.Go(func() { b.Central.Run(ctx) })
	work.Go(func() { b.followOthers(ctx) })
	work.Go(func() { b.Notify.Run(ctx, o.Notify) })
	return func() {
		cancel()
		work.Wait()
	}
}

// Close interrupts what is running, waits for it, and closes the files. An
// interrupted import goes on from its last page at the next execution.
func (b *Beacon) Close() error {
	defer b.unlock()
	var errs []error
	b.rest()
	if b.Scheduler != nil {
		b.Scheduler.Close()
	}
	if b.Runner != nil {
		b.Runner.Close()
	}
	if b.data != nil {
		errs = append(errs, b.data.Close())
	}
	if b.names != nil {
		errs = append(errs, b.names.Close())
	}
	if b.History != nil {
		errs = append(errs, b.History.Close())
	}
	if b.store != nil {
		errs = append(errs, b.store.Close())
	}
	return errors.Join(errs...)
}

// nowHere is the time by the clocks of where the program runs, today the day there.
func (b *Beacon) nowHere() time.Time    { return b.now().In(b.place()) }
func (b *Beacon) today() connector.Date { return connector.DayOf(b.nowHere()) }

// Dir is the data directory.
func (b *Beacon) Dir() string { return b.dir }

// FreeSpace is what may still be written to the disk of the data directory; negative when
// that cannot be told.
func (b *Beacon) FreeSpace() connector.Size { return store.FreeSpace(b.dir) }

// Log is where the details of errors go.
func (b *Beacon) Log() *slog.Logger { return b.log }

// Clouds are the entries of the Cloud list.
func (b *Beacon) Clouds() []connector.Cloud { return b.source.Clouds() }

// Defaults are the auto-populated values of a new connection to a cloud.
func (b *Beacon) Defaults(cloud connector.CloudID) connector.Connection {
	return b.source.Defaults(cloud)
}
