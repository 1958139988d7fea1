package central

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"inventorybeacon/app/listeners"
	"inventorybeacon/store/central"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/sent"
	"inventorybeacon/store/lock"
)

// Inventory is what is published.
type Inventory interface {
	// Published returns the connections with an inventory, in the order of their first import.
	Published(ctx context.Context) ([]inventory.Published, error)
	Licenses(ctx context.Context, q inventory.LicenseQuery) ([]inventory.LicenseRow, error)
	Applications(ctx context.Context, q inventory.ApplicationQuery) ([]inventory.ApplicationRow, error)
	SKUs(ctx context.Context) ([]inventory.SKU, error)
	// Attach has use read the file itself.
	Attach(ctx context.Context, use func(ctx context.Context, path string) error) error
}

// Options are what a Publisher is made with.
type Options struct {
	// Dir is the data directory.
	Dir string
	// Config returns how the central database is reached now; set is false when there is none.
	Config func(ctx context.Context) (c central.Config, set bool, err error)
	// Server returns what Config has of that, without opening a secret: it is asked all the time. It is that of Config when nil.
	Server func(ctx context.Context) (server string, set bool, err error)
	// Beacon returns who publishes.
	Beacon    func(ctx context.Context) (central.Beacon, error)
	Inventory Inventory
	History   *history.History
	// ProductName and PlanName return what licenses and service plans are called.
	ProductName func(skuID, partNumber string) string
	PlanName    func(plan string) string
	Log         *slog.Logger
	// Now is the clock; time.Now when nil.
	Now func() time.Time

	rows int // of a transaction, where tests want fewer
}

// Publisher brings what was imported into the central database. Any number of goroutines may use
// it; of several processes on a data directory one publishes at a time.
type Publisher struct {
	options Options
	changed listeners.Set[func()]
	looks   chan struct{}
	turn    chan struct{} // has a value while nobody publishes

	mu      sync.Mutex
	sending map[string]int64 // rows sent of the tenants that are published now
}

// New makes a Publisher, which does nothing by itself: see [Publisher.Run].
func New(o Options) *Publisher {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Server == nil {
		o.Server = func(ctx context.Context) (string, bool, error) {
			c, set, err := o.Config(ctx)
			return c.Server, set, err
		}
	}
	o.rows = cmp.Or(o.rows, central.MostRows)
	p := &Publisher{options: o, looks: make(chan struct{}, 1), turn: make(chan struct{}, 1), sending: map[string]int64{}}
	p.turn <- struct{}{}
	return p
}

// OnChange calls f, from any goroutine, when [Publisher.Status] may say something else; in this process alone.
func (p *Publisher) OnChange(f func()) (stop func()) { return p.changed.Add(f) }

func (p *Publisher) tell() {
	for _, f := range p.changed.All() {
		f()
	}
}

// Publish publishes now what waits, and returns when it has arrived. Tenants that fail do not keep
// others from being published. The error joins theirs, each of which has its words; it is a
// [lock.CentralBusyError] when another process is publishing.
func (p *Publisher) Publish(ctx context.Context) error {
	failed, err := p.publish(ctx)
	return errors.Join(append(failed.errors(), err)...)
}

// failures are why tenants could not be published, by their ids.
type failures map[string]error

func (f failures) errors() (all []error) {
	for _, id := range slices.Sorted(maps.Keys(f)) {
		all = append(all, f[id])
	}
	return all
}

// publish publishes what waits. Tenants that have failed are told by themselves, for they say nothing of others.
func (p *Publisher) publish(ctx context.Context) (failed failures, err error) {
	select {
	case <-p.turn:
		defer func() { p.turn <- struct{}{} }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if _, set, err := p.options.Server(ctx); err != nil || !set {
		return nil, err
	}
	release, err := lock.Central(p.options.Dir)
	if err != nil {
		return nil, err
	}
	defer release()
	defer p.tell()
	err = p.try("all", func() (err error) {
		failed, err = p.publishLocked(ctx)
		return err
	})
	return failed, err
}

func (p *Publisher) publishLocked(ctx context.Context) (failed failures, err error) {
	tenants, err := p.tenants(ctx)
	if err != nil || len(tenants) == 0 {
		return nil, err
	}
	file, err := sent.Open(ctx, p.options.Dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	db, beacon, err := p.open(ctx)
	if err != nil {
		for _, t := range tenants {
			p.note(ctx, file, t.Tenant.ID, err)
		}
		return nil, err
	}
	if db == nil { // it was forgotten meanwhile
		return nil, nil
	}
	defer db.Close()
	failed = failures{}
	for _, t := range tenants {
		err := explained(p.publishTenant(ctx, db, file, beacon, t))
		if ctx.Err() == nil {
			p.note(ctx, file, t.Tenant.ID, err)
		}
		if err != nil {
			failed[strings.ToLower(t.Tenant.ID)] = err
		}
	}
	return failed, nil
}

// open opens the central database, into which this program can write then; nil when there is none.
func (p *Publisher) open(ctx context.Context) (db *central.Database, beacon central.Beacon, err error) {
	config, set, err := p.options.Config(ctx)
	if err != nil || !set {
		return nil, beacon, err
	}
	if beacon, err = p.options.Beacon(ctx); err != nil {
		return nil, beacon, err
	}
	if db, err = central.Open(ctx, config); err != nil {
		return nil, beacon, err
	}
	if err := db.CheckSchema(ctx); err != nil {
		db.Close()
		return nil, beacon, err
	}
	return db, beacon, nil
}

// tenants returns the inventories that are published. Of several connections to a tenant it is the one that counts in lists, too.
func (p *Publisher) tenants(ctx context.Context) ([]inventory.Published, error) {
	published, err := p.options.Inventory.Published(ctx)
	unknown := func(one inventory.Published) bool { return one.Tenant.ID == "" }
	return slices.DeleteFunc(inventory.Once(published), unknown), err
}

// tenant returns the inventory of a tenant that is published; nil when there is none.
func (p *Publisher) tenant(ctx context.Context, id string) (*inventory.Published, error) {
	tenants, err := p.tenants(ctx)
	for _, one := range tenants {
		if strings.EqualFold(one.Tenant.ID, id) {
			return &one, err
		}
	}
	return nil, err
}

// TakeOver lets this beacon publish a tenant that another one publishes, from its next publish on. The other one
// is told when it tries.
func (p *Publisher) TakeOver(ctx context.Context, tenantID string) error {
	config, set, err := p.options.Config(ctx)
	if err != nil || !set {
		return err
	}
	beacon, err := p.options.Beacon(ctx)
	if err != nil {
		return err
	}
	db, err := central.Open(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.TakeOver(ctx, strings.ToLower(tenantID), beacon)
}
