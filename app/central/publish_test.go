//go:build !windows

package central

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/central"
	"inventorybeacon/store/central/centraltest"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/sent"
)

const (
	oneBeacon     = "bbbbbbbb-0000-4000-8000-000000000002"
	anotherBeacon = "cccccccc-0000-4000-8000-000000000003"
)

// tries is how often something is tried whose moment is random; a longer run asks for more.
func tries(t testing.TB, usually int) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("INVENTORY_BEACON_TEST_ROUNDS"))
	if err != nil {
		return usually
	}
	return n
}

func TestPublisherOrEngineIsKilledAtAnyMoment(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	all := newTruths(t, s, c)
	o := order{Site: s.dir, Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon, Rows: fewRows}
	random := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano())))
	all.next(t, 400)
	usual := 500 * time.Millisecond // until one has ended by itself
	killed, engines, caughtUp := 0, 0, 0
	for n := range tries(t, 8) {
		all.next(t, 1+random.IntN(200))
		command := process(t, o)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		begun := time.Now()
		go func() { ended <- command.Wait() }()
		engine := n%4 == 3
		select {
		case err := <-ended:
			if err == nil {
				usual = (usual + time.Since(begun)) / 2
				caughtUp++
			}
		case <-time.After(time.Duration(random.Int64N(int64(usual * 5 / 4)))):
			if engine {
				c.Kill()
				engines++
				c.Run()
			} else {
				_ = command.Process.Kill()
				killed++
			}
			<-ended
			usual += usual / 10 // so that it comes to its end now and then
		}
		all.check(t, c)
	}
	if err := s.publisher(o).Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	all.caughtUp(t, c)
	t.Logf("%d publishers and %d engines were killed, %d ended by themselves; %d generations", killed, engines, caughtUp, c.generations(t))
}

func TestNetworkIsCutInTheMiddle(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	all := newTruths(t, s, c)
	network := newCutter(t, c.Address)
	o := order{Dir: t.TempDir(), Server: network.listener.Addr().String(), Schema: tried, Beacon: oneBeacon, Rows: fewRows}
	random := rand.New(rand.NewPCG(2, uint64(time.Now().UnixNano())))
	all.next(t, 300)
	p := s.publisher(o)
	failed := 0
	for range tries(t, 8) {
		all.next(t, 1+random.IntN(100))
		network.after.Store(random.Int64N(60_000))
		if err := p.Publish(t.Context()); err != nil {
			failed++
		}
		all.check(t, c)
	}
	network.after.Store(-1)
	if err := p.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	all.caughtUp(t, c)
	if failed == 0 {
		t.Error("nothing was cut")
	}
}

func TestTwoBeaconsWithOneTenantAreToldAndNotMixed(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	one, another := newSite(t), newSite(t)
	all := newTruths(t, one, c)
	all.next(t, 50)
	another.change(80)
	another.imports(t, "one")
	first := one.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon, Rows: fewRows})
	second := another.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: anotherBeacon, Rows: fewRows})
	if err := first.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	var held *central.LeaseError
	if err := second.Publish(t.Context()); !errors.As(err, &held) || held.Beacon != "beacon-bbbb" || held.Tenant != "Contoso" {
		t.Errorf("the second one is told %v", err)
	}
	status, err := second.Status(t.Context())
	if err != nil || len(status.Tenants) != 1 || status.Tenants[0].LastError == "" || status.Tenants[0].Pending != 1 {
		t.Errorf("%+v, %v", status, err)
	}
	if got := c.digest(tried, "", ""); got != all.last {
		t.Errorf("the second one has changed it: %s", got)
	}
	if err := second.TakeOver(t.Context(), tenantID); err != nil {
		t.Fatal(err)
	}
	if err := first.Publish(t.Context()); !errors.As(err, &held) || held.Beacon != "beacon-cccc" {
		t.Errorf("before the second one has published, the first one is told %v", err)
	}
	if err := second.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := c.Exec("central", "SELECT count(*) FROM tried.users"); n != strconv.Itoa(len(another.users)) {
		t.Errorf("%s users, want the %d of the second one", n, len(another.users))
	}
	if err := first.Publish(t.Context()); !errors.As(err, &held) {
		t.Errorf("the first one is told %v", err)
	}
}

func TestWhatIsKnownHereIsLost(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	for name, lose := range map[string]func(t *testing.T, c center, s *site, o *order){
		"given central.db is removed": func(t *testing.T, _ center, _ *site, o *order) {
			if err := sent.Remove(o.Dir); err != nil {
				t.Fatal(err)
			}
		},
		"given central.db is damaged": func(t *testing.T, _ center, _ *site, o *order) {
			if err := os.WriteFile(o.Dir+"/"+sent.FileName,
				[]byte("SQLite format 3\x00 and nothing else, for more than a hundred bytes, so that it is no empty file and looks like one"),
				0o600); err != nil {
				t.Fatal(err)
			}
			for _, suffix := range []string{"-wal", "-shm"} {
				_ = os.Remove(o.Dir + "/" + sent.FileName + suffix)
			}
		},
		"given the inventory is imported anew": func(t *testing.T, _ center, s *site, _ *order) {
			if err := s.inv.Forget(t.Context(), "one"); err != nil {
				t.Fatal(err)
			}
			s.users = append(s.users[len(s.users)/2:], s.users[:len(s.users)/2]...) // in another order
			s.imports(t, "one")
		},
		"given the connection is another one": func(t *testing.T, _ center, s *site, _ *order) {
			if err := s.inv.Forget(t.Context(), "one"); err != nil {
				t.Fatal(err)
			}
			s.imports(t, "two")
		},
		"given a second connection to the tenant": func(t *testing.T, _ center, s *site, _ *order) { s.imports(t, "two") },
		"given the central database is as it was before": func(t *testing.T, c center, _ *site, _ *order) {
			c.Exec("central",
				`DELETE FROM tried.user_row WHERE from_generation > 1; UPDATE tried.user_row SET until_generation = 9223372036854775807;
				DELETE FROM tried.holding_row WHERE from_generation > 1; UPDATE tried.holding_row SET until_generation = 9223372036854775807;
				DELETE FROM tried.usage_row WHERE from_generation > 1; UPDATE tried.usage_row SET until_generation = 9223372036854775807;
				DELETE FROM tried.licensing_row WHERE from_generation > 1; UPDATE tried.licensing_row SET until_generation = 9223372036854775807;
				DELETE FROM tried.assignment_row WHERE from_generation > 1; UPDATE tried.assignment_row SET until_generation = 9223372036854775807;
				DELETE FROM tried.license_row WHERE from_generation > 1; UPDATE tried.license_row SET until_generation = 9223372036854775807;
				DELETE FROM tried.application_row WHERE from_generation > 1; UPDATE tried.application_row SET until_generation = 9223372036854775807;
				DELETE FROM tried.import_row WHERE from_generation > 1; UPDATE tried.import_row SET until_generation = 9223372036854775807;
				DELETE FROM tried.change_row WHERE from_generation > 1; DELETE FROM tried.generation WHERE generation > 1; UPDATE tried.tenant SET generation = 1`)
		},
		"given the central database is a new one": func(t *testing.T, c center, _ *site, _ *order) {
			c.Exec("central", "DROP SCHEMA tried CASCADE")
			c.makeSchema(t, tried)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.Exec("central", "DROP SCHEMA IF EXISTS fresh CASCADE")
			c.empty(t)
			s := newSite(t)
			all := newTruths(t, s, c)
			o := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon, Rows: fewRows}
			for range 3 {
				all.next(t, 60)
				if err := s.publisher(o).Publish(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			lose(t, c, s, &o)
			if err := s.publisher(o).Publish(t.Context()); err != nil {
				t.Fatal(err)
			}
			// What is read by itself, and not only compared with what was published before.
			fresh := s.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: "fresh", Beacon: oneBeacon})
			c.makeSchema(t, "fresh")
			if err := fresh.Publish(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got, want := c.digest(tried, "", ""), c.digest("fresh", "", ""); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// Two copies of a data directory have one id, so that the lease is both's.
func TestTwoCopiesOfADataDirectoryAreNotMixed(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	all := newTruths(t, s, c)
	all.next(t, 100)
	one := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon, Rows: fewRows}
	another := one
	another.Dir = t.TempDir()
	for range tries(t, 5) {
		all.next(t, 80)
		var work sync.WaitGroup
		for _, o := range []order{one, another} {
			work.Go(func() {
				err := s.publisher(o).Publish(context.Background())
				if err != nil && !errors.Is(err, central.ErrLost) {
					t.Error(err)
				}
			})
		}
		work.Wait()
		all.check(t, c)
	}
	if err := s.publisher(another).Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := c.digest(tried, "", ""); got != all.last {
		t.Errorf("%s, want %s", got, all.last)
	}
}

// meanwhile does something when an inventory is read that is being published.
type meanwhile struct {
	Inventory
	do func()
}

func (m meanwhile) SKUs(ctx context.Context) ([]inventory.SKU, error) {
	m.do()
	return m.Inventory.SKUs(ctx)
}

func TestACopyThatPublishesMeanwhileIsToldInWords(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	all := newTruths(t, s, c)
	all.next(t, 20)
	one := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon}
	another := one
	another.Dir = t.TempDir()
	p := s.publisher(one)
	p.options.Inventory = meanwhile{s.inv, func() {
		if err := s.publisher(another).Publish(t.Context()); err != nil {
			t.Error(err)
		}
	}}
	if m, _ := connector.MessageOf(p.Publish(t.Context())); m.ID != "central.lost" {
		t.Errorf("it says %+v", m)
	}
	if got := c.digest(tried, "", ""); got != all.last {
		t.Errorf("readers see %s, want %s", got, all.last)
	}
	if err := s.publisher(one).Publish(t.Context()); err != nil { // by itself
		t.Error(err)
	}
}

func TestFormerStatesGoInTheEnd(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	all := newTruths(t, s, c)
	o := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon}
	asOf := func(generation int) string {
		return c.digest(tried, "_as_of", fmt.Sprintf(" WHERE generation = %d", generation))
	}
	var states []string
	for range 4 {
		all.next(t, 100)
		if err := s.publisher(o).Publish(t.Context()); err != nil {
			t.Fatal(err)
		}
		states = append(states, all.last)
	}
	// The first three were imported long ago; the third one is how things were when the time that is kept begins.
	c.Exec("central",
		"UPDATE tried.generation SET imported = imported - interval '500 days', published = published - interval '500 days' WHERE generation < 4")
	db, err := central.Open(t.Context(),
		central.Config{Server: c.Address, Database: "central", User: "beacon", Password: password, Schema: tried})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for range 2 { // the second time nothing is left to do
		if err := db.Prune(t.Context(), tenantID); err != nil {
			t.Fatal(err)
		}
		if asOf(3) != states[2] || asOf(4) != states[3] || c.digest(tried, "", "") != states[3] {
			t.Error("states that are kept have changed")
		}
		if left := c.Exec("central", "SELECT count(*) FROM tried.user_row WHERE until_generation <= 3"); left != "0" {
			t.Errorf("%s rows are left of what nobody can ask for", left)
		}
		if left := c.Exec("central", "SELECT string_agg(generation::text, ' ' ORDER BY generation) FROM tried.generation"); left != "3 4" {
			t.Errorf("generations %s are left", left)
		}
	}
}
