// Package rounds is for work that is done again and again beside everything else.
package rounds

import (
	"context"
	"iter"
	"time"
)

// Why says what a round was begun by.
type Why int

// What a round is begun by.
const (
	Start Why = iota // it is the first one
	Tick             // it is time
	Woken            // somebody has asked for it
)

// Every begins a round at once, and then each time that something is sent on wake, or so much time
// has passed, until ctx ends. tick takes the place of the clock, in tests; nil for none. What comes
// while a round lasts begins the next one.
func Every(ctx context.Context, between time.Duration, tick <-chan time.Time, wake <-chan struct{}) iter.Seq[Why] {
	return func(yield func(Why) bool) {
		if tick == nil {
			ticker := time.NewTicker(between)
			defer ticker.Stop()
			tick = ticker.C
		}
		for why := Start; yield(why); {
			select {
			case <-tick:
				why = Tick
			case <-wake:
				why = Woken
			case <-ctx.Done():
				return
			}
		}
	}
}
