package central

import (
	"context"
	"errors"
	"strings"
	"time"

	"inventorybeacon/app/rounds"
	"inventorybeacon/store/central"
	"inventorybeacon/store/inventory/sent"
	"inventorybeacon/store/lock"
)

const (
	// betweenLooks is how often Run looks whether another process has published an import.
	betweenLooks = 10 * time.Second
	// atLeast is how often it publishes what was entered, such as prices, and lets the central database know that this beacon
	// is there.
	atLeast = time.Hour
	// After a failure it waits for a minute, and twice as long after each further one, up to an hour.
	firstPause, longestPause = time.Minute, time.Hour
)

// LookNow has Run try at once, also within a pause. It returns at once, and may be called by anybody
// who has published an import, or entered something, or how the central database is reached.
func (p *Publisher) LookNow() {
	select {
	case p.looks <- struct{}{}:
	default: // it is going to look anyway
	}
}

// Run publishes whatever comes until ctx ends: at once, and again after failures, less and less
// often. One process of a data directory does: the one that runs its schedules.
func (p *Publisher) Run(ctx context.Context) {
	p.run(ctx, nil)
}

func (p *Publisher) run(ctx context.Context, tick <-chan time.Time) {
	r := runner{Publisher: p}
	for why := range rounds.Every(ctx, betweenLooks, tick, p.looks) {
		r.asked = r.asked || why != rounds.Tick
		if r.try("looking for imports", func() error {
			r.look(ctx)
			return nil
		}) != nil {
			r.asked = false
		}
	}
}

// runner is how things stand between one look and the next.
type runner struct {
	*Publisher
	asked bool
	last  time.Time // a publish that has succeeded
	// After a failure it is tried again at a time, after a pause.
	pause time.Duration
	again time.Time
	// with is how the central database was reached when that has failed, and failed are the tenants of which it is known that nothing
	// else has.
	with   central.Config
	failed failures
}

// look publishes when there is something to publish, and it is time to.
func (r *runner) look(ctx context.Context) {
	now := r.options.Now()
	if r.pause > 0 && r.mended(ctx, r.with) {
		r.asked, r.pause = true, 0
	}
	if !r.asked && !r.due(ctx, now) {
		return
	}
	failed, err := r.publish(ctx)
	if busy := (*lock.CentralBusyError)(nil); ctx.Err() != nil || errors.As(err, &busy) { // whoever has asked is served with the next look
		return
	}
	inPause := !r.asked && now.Before(r.again) // for tenants that have not failed
	r.asked = false
	err = errors.Join(append(failed.errors(), err)...)
	if err == nil {
		r.last, r.pause, r.again, r.failed = now, 0, now, nil
		return
	}
	r.failed = failed
	if inPause && len(failed) > 0 {
		return
	}
	r.pause = min(max(2*r.pause, firstPause), longestPause)
	r.with, _, _ = r.options.Config(ctx)
	r.again = now.Add(r.pause)
	r.options.Log.Warn("publishing into the central database", "error", err, "again", r.again)
}

// due reports whether it is time to publish without being asked.
func (r *runner) due(ctx context.Context, now time.Time) bool {
	switch {
	case r.pause == 0:
		return now.Sub(r.last) >= atLeast || r.waiting(ctx, nil)
	case !now.Before(r.again):
		return true
	default: // the pause is that of tenants that have failed, if only tenants have
		return len(r.failed) > 0 && r.waiting(ctx, r.failed)
	}
}

// mended reports whether somebody, in whatever process, has changed how the central database is reached.
func (p *Publisher) mended(ctx context.Context, failed central.Config) bool {
	c, _, err := p.options.Config(ctx)
	return err == nil && c != failed
}

// waiting reports whether an import was published here that did not arrive, of any tenant but those that have failed.
func (p *Publisher) waiting(ctx context.Context, failed failures) bool {
	_, set, err := p.options.Server(ctx)
	if err != nil || !set {
		return false
	}
	tenants, err := p.tenants(ctx)
	if err != nil {
		return false
	}
	known, err := sent.Tenants(ctx, p.options.Dir)
	if err != nil {
		return true // it says why when it is opened
	}
	for _, t := range tenants {
		if failed[strings.ToLower(t.Tenant.ID)] != nil {
			continue
		}
		arrived := false
		for _, k := range known {
			arrived = arrived || k.ID == strings.ToLower(t.Tenant.ID) && k.Imported == t.At.UnixMilli()
		}
		if !arrived {
			return true
		}
	}
	return false
}
