package central

import (
	"context"
	"errors"
	"strings"
	"time"

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
	ticker := time.NewTicker(betweenLooks)
	defer ticker.Stop()
	p.run(ctx, ticker.C)
}

func (p *Publisher) run(ctx context.Context, tick <-chan time.Time) {
	var last time.Time // a publish that has succeeded
	var pause time.Duration
	var again time.Time
	asked := true
	var failed central.Config // with which the last publish has failed
	for {
		now := p.options.Now()
		mended := pause > 0 && p.mended(ctx, failed)
		if mended {
			pause = 0
		}
		if asked || mended || !now.Before(again) && (pause > 0 || now.Sub(last) >= atLeast || p.waiting(ctx)) {
			err := p.Publish(ctx)
			var busy *lock.CentralBusyError
			switch {
			case ctx.Err() != nil:
				return
			case err == nil:
				last, pause, again = now, 0, now
			case errors.As(err, &busy): // looks again with the next tick
			default:
				pause = min(max(2*pause, firstPause), longestPause)
				failed, _, _ = p.options.Config(ctx)
				again = now.Add(pause)
				p.options.Log.Warn("publishing into the central database", "error", err, "again", again)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-p.looks:
			asked = true
		case <-tick:
			asked = false
		}
	}
}

// mended reports whether somebody, in whatever process, has changed how the central database is reached.
func (p *Publisher) mended(ctx context.Context, failed central.Config) bool {
	c, _, err := p.options.Config(ctx)
	return err == nil && c != failed
}

// waiting reports whether an import was published here that did not arrive.
func (p *Publisher) waiting(ctx context.Context) bool {
	_, set, err := p.options.Config(ctx)
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
