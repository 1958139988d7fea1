package network

import (
	"context"
	"sync"
	"time"
)

// Gate holds back all requests to a service until the latest Retry-After that
// any of them received is over. The zero gate is open.
type Gate struct {
	mu    sync.Mutex
	until time.Time
}

// Close keeps the gate shut for at least d from now on. It reports whether that
// is noticeably longer than it would have been shut anyway.
func (g *Gate) Close(d time.Duration) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	until := time.Now().Add(d)
	longer := until.Sub(g.until)
	if longer > 0 {
		g.until = until
	}
	return longer > time.Second
}

// Wait returns when the gate is open, or with the cause when ctx ends before.
func (g *Gate) Wait(ctx context.Context) error {
	for {
		g.mu.Lock()
		delay := time.Until(g.until)
		g.mu.Unlock()
		if delay <= 0 {
			return context.Cause(ctx)
		}
		if err := Sleep(ctx, delay); err != nil {
			return err
		}
	}
}
