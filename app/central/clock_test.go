//go:build !windows

package central

import (
	"errors"
	"testing"
	"time"

	"inventorybeacon/store/central"
	"inventorybeacon/store/central/centraltest"
)

// wrongClock has a beacon's clock be wrong, for its imports, too.
func (s *site) wrongClock(p *Publisher, by time.Duration) {
	p.options.Now = func() time.Time { return time.Now().Add(by) }
	s.at = time.Now().Add(by).Truncate(time.Second)
}

func TestClocksAreApart(t *testing.T) {
	const days = 24 * time.Hour
	c := startCenter(t, centraltest.Options{})
	for name, by := range map[string]struct{ first, second time.Duration }{
		"given the first beacon's clock is days ahead":  {first: 5 * days},
		"given the first beacon's clock is days behind": {first: -5 * days, second: 5 * days},
		"given they are years apart":                    {first: -600 * days, second: 600 * days},
	} {
		t.Run(name, func(t *testing.T) {
			c.empty(t)
			one, another := newSite(t), newSite(t)
			first := one.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon, Rows: fewRows})
			second := another.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: anotherBeacon, Rows: fewRows})
			one.wrongClock(first, by.first)
			another.wrongClock(second, by.second)
			all := newTruths(t, one, c)
			for range 2 {
				all.next(t, 100)
				if err := first.Publish(t.Context()); err != nil {
					t.Fatal(err)
				}
				first.wantSaneTimes(t)
			}
			another.change(50)
			another.imports(t, "one")
			var held *central.LeaseError
			if err := second.Publish(t.Context()); !errors.As(err, &held) {
				t.Fatalf("the second beacon is told %v", err)
			}
			if left := time.Until(held.Until); left < 23*time.Hour || left > 25*time.Hour {
				t.Errorf("the tenant is the first one's for %s more, by the clock of the database", left)
			}
			all.caughtUp(t, c)
			c.Exec("central", "UPDATE tried.lease SET until = now() - interval '1 second'")
			if err := second.Publish(t.Context()); err != nil {
				t.Fatalf("when the lease is over the second beacon is told %v", err)
			}
			second.wantSaneTimes(t)
		})
	}
}

// A clock that is put right has imports come before those that were there.
func TestAClockIsPutRight(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	for name, by := range map[string]time.Duration{
		"given it was days ahead": 120 * time.Hour, "given it was behind by more than is kept": -600 * 24 * time.Hour,
	} {
		t.Run(name, func(t *testing.T) {
			c.empty(t)
			s := newSite(t)
			all := newTruths(t, s, c)
			p := s.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon, Rows: fewRows})
			for n := range 4 {
				s.wrongClock(p, by*time.Duration(1-n/2)+time.Duration(n)*time.Minute)
				all.next(t, 100)
				if err := p.Publish(t.Context()); err != nil {
					t.Fatal(err)
				}
				p.wantSaneTimes(t)
			}
			all.caughtUp(t, c)
			if kept := c.Exec("central", "SELECT count(*) FROM tried.generations"); kept != "4" {
				t.Errorf("%s of 4 states that arrived today are kept", kept)
			}
		})
	}
}

// wantSaneTimes looks at what is said of a tenant of which everything has arrived just now.
func (p *Publisher) wantSaneTimes(t *testing.T) {
	t.Helper()
	status, err := p.Status(t.Context())
	if err != nil || len(status.Tenants) != 1 {
		t.Fatalf("%+v, %v", status, err)
	}
	s := status.Tenants[0]
	if s.Pending != 0 || s.LastError != "" || s.Lag(p.options.Now()) != 0 {
		t.Errorf("%+v", s)
	}
	if since := time.Since(*s.Published); since < -time.Minute || since > 10*time.Minute {
		t.Errorf("it has arrived %s ago, by the clock of the database", since)
	}
}
