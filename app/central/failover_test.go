//go:build !windows

package central

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/central/centraltest"
)

// A standby follows, and is a little behind when the server is gone. The beacon is told the other address.
func TestFailoverToAStreamingStandby(t *testing.T) {
	s := newSite(t)
	all := newTruths(t, s, startCenter(t, centraltest.Options{}))
	c := startCenter(t, centraltest.Options{})
	o := order{Dir: t.TempDir(), Schema: tried, Beacon: oneBeacon, Rows: fewRows}
	random := rand.New(rand.NewPCG(3, uint64(time.Now().UnixNano())))
	all.next(t, 300)
	cut := 0
	for range tries(t, 2) {
		standby := center{c.Copy(true)}
		standby.Run()
		o.Server = standby.Address
		if m, _ := connector.MessageOf(s.publisher(o).Publish(t.Context())); m.ID != "central.read-only" {
			t.Errorf("the standby says %+v", m)
		}
		o.Server = c.Address
		if err := s.publisher(o).Publish(t.Context()); err != nil {
			t.Fatal(err)
		}
		all.next(t, 1+random.IntN(200))
		if err := during(s.publisher(o), time.Duration(random.Int64N(int64(300*time.Millisecond))), c.KillAll); err != nil {
			cut++
		}
		standby.Promote()
		c, o.Server = standby, standby.Address
		all.check(t, c)
		if err := s.publisher(o).Publish(t.Context()); err != nil {
			t.Fatal(err)
		}
		all.caughtUp(t, c)
	}
	t.Logf("%d publishes were cut", cut)
}

// during does something after a while that may be too long for it, and returns how publishing has ended.
func during(p *Publisher, after time.Duration, do func()) error {
	ended := make(chan error, 1)
	go func() { ended <- p.Publish(context.Background()) }()
	<-time.After(after)
	do()
	return <-ended
}

func TestFailoverToAStandbyThatHasLostTheLastTransactions(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	all := newTruths(t, s, c)
	network := newCutter(t, c.Address)
	o := order{Dir: t.TempDir(), Server: network.listener.Addr().String(), Schema: tried, Beacon: oneBeacon, Rows: fewRows}
	p := s.publisher(o)
	all.next(t, 200)
	if err := p.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	all.next(t, 200)
	network.after.Store(20_000)
	if err := p.Publish(t.Context()); err == nil {
		t.Error("nothing was cut")
	}
	network.after.Store(-1)
	copied := c.Copy(false) // in the middle of a publish
	if err := p.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	all.next(t, 50)
	if err := p.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.Kill()
	copied.Address = c.Address
	c = center{copied}
	c.Run()
	if err := p.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	// What was published undisturbed is lost there, too.
	o.Dir, o.Schema = t.TempDir(), "fresh"
	c.makeSchema(t, "fresh")
	if err := s.publisher(o).Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := c.digest(tried, "", ""), c.digest("fresh", "", ""); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
