package microsoft365

import (
	"context"
	"sync"
)

// slots let a number of goroutines through at once, which may change meanwhile.
type slots struct {
	mu      sync.Mutex
	most    int
	taken   int
	changed chan struct{} // closed when a slot may have become free
}

func newSlots(most int) *slots { return &slots{most: most, changed: make(chan struct{})} }

// take waits for a slot.
func (s *slots) take(ctx context.Context) error {
	for {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		s.mu.Lock()
		if s.taken < s.most {
			s.taken++
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

// give gives a slot back.
func (s *slots) give() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken--
	s.wake()
}

// resize changes how many slots there are. Those that are taken stay so.
func (s *slots) resize(most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.most = most
	s.wake()
}

func (s *slots) wake() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// The numbers of pages that are asked for at once.
const (
	firstDegree = 12
	maxDegree   = 16
)

// degree is how many requests are sent side by side: fewer at once when the
// service asks for that, one more after every long enough quiet.
type degree struct {
	slots *slots

	mu    sync.Mutex
	now   int
	quiet int // answers since the last change
	// era counts the times that it was lowered: requests that were under way
	// together are refused together, and lower it once.
	era int
}

func newDegree() *degree { return &degree{slots: newSlots(firstDegree), now: firstDegree} }

// begin waits until one more request may be sent. lower is to be called when it
// is refused because there are too many; done when it is over.
func (d *degree) begin(ctx context.Context) (lower, done func(), err error) {
	if err := d.slots.take(ctx); err != nil {
		return nil, nil, err
	}
	d.mu.Lock()
	era := d.era
	d.mu.Unlock()
	return func() { d.lower(era) }, d.end, nil
}

func (d *degree) lower(era int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if era != d.era {
		return
	}
	d.era++
	d.set(max(1, d.now/2))
}

func (d *degree) end() {
	d.slots.give()
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.quiet++; d.quiet >= 2*d.now && d.now < maxDegree {
		d.set(d.now + 1)
	}
}

func (d *degree) set(now int) {
	d.now, d.quiet = now, 0
	d.slots.resize(now)
}
