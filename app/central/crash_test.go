//go:build !windows

package central

import (
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"inventorybeacon/store/central/centraltest"
)

// Here the engine is as it is where it counts, with fsync, and nothing of it ends in an orderly way.
func TestEngineIsKilledHardAtAnyMoment(t *testing.T) {
	s := newSite(t)
	all := newTruths(t, s, startCenter(t, centraltest.Options{}))
	c := startCenter(t, centraltest.Options{Settings: []string{"fsync = on", "wal_sync_method = fdatasync"}})
	o := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon, Rows: fewRows}
	random := rand.New(rand.NewPCG(4, uint64(time.Now().UnixNano())))
	all.next(t, 400)
	usual, cut := 500*time.Millisecond, 0
	for n := range tries(t, 4) {
		kill := c.KillAll
		if n%4 == 3 {
			kill = func() { c.killOne(random) }
		}
		begun := time.Now()
		if err := during(s.publisher(o), time.Duration(random.Int64N(int64(usual*5/4))), kill); err != nil {
			cut++
			usual += usual / 10 // so that it comes to its end now and then
		} else {
			usual = (usual + time.Since(begun)) / 2
		}
		c.Stop() // where it is mending itself
		c.Run()
		all.check(t, c)
		all.next(t, 1+random.IntN(200))
	}
	if err := s.publisher(o).Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	all.caughtUp(t, c)
	t.Logf("%d publishes were cut; %d generations", cut, c.generations(t))
}

// killOne kills one process of the server, whereupon it ends the others and begins anew.
func (c center) killOne(random *rand.Rand) {
	processes := c.Processes()
	_ = syscall.Kill(processes[random.IntN(len(processes))], syscall.SIGKILL)
}
