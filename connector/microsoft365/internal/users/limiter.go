package users

import (
	"context"
	"sync"
)

// semaphore let a number of goroutines through at once, which may change meanwhile.
type semaphore struct {
	mu      sync.Mutex
	most    int
	inUse   int
	changed chan struct{} // closed when a slot may have become free
}

func newSemaphore(most int) *semaphore { return &semaphore{most: most, changed: make(chan struct{})} }

// acquire waits for a slot.
func (s *semaphore) acquire(ctx context.Context) error {
	for {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		s.mu.Lock()
		if s.inUse < s.most {
			s.inUse++
			s.mu.Unlock()
			return nil
		}
		changed := s.changed
		s.mu.Unlock()
		if _, err := receive(ctx, changed); err != nil {
			return err
		}
	}
}

// release gives a slot back.
func (s *semaphore) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inUse--
	s.wake()
}

// resize changes how many slots there are. Those that are in use stay so.
func (s *semaphore) resize(most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.most = most
	s.wake()
}

func (s *semaphore) wake() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// The numbers of pages that are asked for at once.
const (
	firstLimit = 12
	maxLimit   = 16
)

// limiter is how many requests are sent side by side: fewer at once when the
// service asks for that, one more after every long enough quiet.
type limiter struct {
	slots *semaphore

	mu    sync.Mutex
	now   int
	quiet int // answers since the last change
	// era counts the times that it was lowered: requests that were under way
	// together are refused together, and lower it once.
	era int
}

func newLimiter() *limiter { return &limiter{slots: newSemaphore(firstLimit), now: firstLimit} }

// begin waits until one more request may be sent. lower is to be called when it
// is refused because there are too many; done when it is over.
func (d *limiter) begin(ctx context.Context) (lower, done func(), err error) {
	if err := d.slots.acquire(ctx); err != nil {
		return nil, nil, err
	}
	d.mu.Lock()
	era := d.era
	d.mu.Unlock()
	return func() { d.lower(era) }, d.end, nil
}

func (d *limiter) lower(era int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if era != d.era {
		return
	}
	d.era++
	d.set(max(1, d.now/2))
}

func (d *limiter) end() {
	d.slots.release()
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.quiet++; d.quiet >= 2*d.now && d.now < maxLimit {
		d.set(d.now + 1)
	}
}

func (d *limiter) set(now int) {
	d.now, d.quiet = now, 0
	d.slots.resize(now)
}
