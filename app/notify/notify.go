package notify

import (
	"context"
	"crypto/x509"
	"io"
	"log/slog"
	"sync"
	"time"

	"inventorybeacon/app/complaints"
	"inventorybeacon/app/listeners"
	"inventorybeacon/app/rounds"
	"inventorybeacon/app/workspace"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
)

// Options are what a notifier works with.
type Options struct {
	Store *store.Store
	Log   *slog.Logger
	Now   func() time.Time
	// Place has the clock by which hours are quiet, and reports are sent.
	Place func() *time.Location
	// Entries are the connections.
	Entries func() []workspace.Entry
	// Overview reads the licenses and renewals of all tenants, of each those of the inventory that counts.
	Overview func(ctx context.Context) (inventory.Overview, error)
	// State is what Overview depends on besides the day, to be compared: while it is the same,
	// so is the overview.
	State func(ctx context.Context) (any, error)
	// Active reports whether this process is the one that sends: that which runs the schedules.
	Active func() bool
	// Reporter writes the parts of the report.
	Reporter Reporter
	// Roots are the authorities that mail servers and webhooks are trusted by; those of this
	// computer when nil.
	Roots *x509.CertPool
}

// Reporter writes the parts of the report.
type Reporter interface {
	// WriteOverviewPage writes the overview as a page of HTML.
	WriteOverviewPage(ctx context.Context, w io.Writer) error
	// WriteReclaimList writes what can be taken back, as xlsx or csv.
	WriteReclaimList(ctx context.Context, w io.Writer, format string) error
	// Headlines are the most important numbers, a sentence each.
	Headlines(ctx context.Context) ([]string, error)
}

// Notifier finds out what people are to be told, and tells them.
type Notifier struct {
	Options
	changed    listeners.Set[func()]
	complaints *complaints.Log
	wake       chan struct{}

	mu   sync.Mutex
	last *lastOverview // nil before the first
}

// New returns a notifier that tells nothing before [Notifier.Run].
func New(o Options) *Notifier {
	return &Notifier{Options: o, complaints: complaints.New(o.Log, o.Now), wake: make(chan struct{}, 1)}
}

// betweenLooks is how often it is looked what there is to tell, and to send.
const betweenLooks = 15 * time.Second

// Run looks again and again, but not at its start, until ctx ends. tick takes the place of the clock in tests; nil
// for none.
func (n *Notifier) Run(ctx context.Context, tick <-chan time.Time) {
	for why := range rounds.Every(ctx, betweenLooks, tick, n.wake) {
		if why != rounds.Start && n.Active() {
			n.Look(ctx)
		}
	}
}

// LookNow makes Run look at once.
func (n *Notifier) LookNow() {
	select {
	case n.wake <- struct{}{}:
	default: // it will anyway
	}
}

// OnChange calls f when channels, rules or what waits to be sent have changed, from any
// goroutine, until stop is called.
func (n *Notifier) OnChange(f func()) (stop func()) { return n.changed.Add(f) }

func (n *Notifier) tellChange() {
	for _, f := range n.changed.All() {
		f()
	}
}

// Look finds out what there is to tell and sends it, unless the hours are quiet: what has come
// and gone in them is not told.
func (n *Notifier) Look(ctx context.Context) {
	channels, err := n.Channels(ctx)
	if err != nil || len(channels) == 0 {
		n.complaints.Complain(ctx, "reading the channels", err)
		return
	}
	rules, err := n.Rules(ctx)
	if err != nil {
		n.complaints.Complain(ctx, "reading what to tell", err)
		return
	}
	if rules.Quiet.Holds(n.Now().In(n.Place())) {
		return
	}
	n.complaints.Complain(ctx, "finding out what to tell", n.find(ctx, channels, rules))
	n.complaints.Complain(ctx, "sending messages", n.deliver(ctx, channels))
}
