package microsoft365

import (
	"context"
	"sync"
	"time"
)

// gate holds back all requests to a service until the latest Retry-After that
// any of them received is over. The zero gate is open.
type gate struct {
	mu    sync.Mutex
	until time.Time
}

// close keeps the gate shut for at least d from now on. It reports whether that
// is noticeably longer than it would have been shut anyway.
func (g *gate) close(d time.Duration) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	until := time.Now().Add(d)
	longer := until.Sub(g.until)
	if longer > 0 {
		g.until = until
	}
	return longer > time.Second
}

// wait returns when the gate is open, or with the cause when ctx ends before.
func (g *gate) wait(ctx context.Context) error {
	for {
		g.mu.Lock()
		delay := time.Until(g.until)
		g.mu.Unlock()
		if delay <= 0 {
			return context.Cause(ctx)
		}
		if err := sleep(ctx, delay); err != nil {
			return err
		}
	}
}
