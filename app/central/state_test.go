//go:build !windows

package central

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/panics"
	"inventorybeacon/store/central"
	"inventorybeacon/store/central/centraltest"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/sent"
	"inventorybeacon/store/lock"
)

// disturbed is an inventory into which something comes between.
type disturbed struct {
	Inventory
	published func([]inventory.Published) []inventory.Published
	licenses  func() error
}

func (d *disturbed) Published(ctx context.Context) ([]inventory.Published, error) {
	all, err := d.Inventory.Published(ctx)
	if d.published != nil {
		all = d.published(all)
	}
	return all, err
}

func (d *disturbed) Licenses(ctx context.Context, q inventory.LicenseQuery) ([]inventory.LicenseRow, error) {
	if d.licenses != nil {
		if err := d.licenses(); err != nil {
			return nil, err
		}
	}
	return d.Inventory.Licenses(ctx, q)
}

func mustPublish(t *testing.T, p *Publisher) {
	t.Helper()
	if err := p.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// statusOf is the status of the only tenant.
func statusOf(t *testing.T, p *Publisher) TenantStatus {
	t.Helper()
	status, err := p.Status(t.Context())
	if err != nil || len(status.Tenants) != 1 {
		t.Fatalf("%+v, %v", status, err)
	}
	return status.Tenants[0]
}

// edit changes what is known here of the tenant.
func edit(t *testing.T, dir string, change func(*sent.Tenant)) {
	t.Helper()
	file, err := sent.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	k, err := file.Tenant(t.Context(), tenantID)
	if err == nil {
		change(&k)
		err = file.Save(t.Context(), k)
	}
	if err = errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestFormerStatesGoHoweverOftenIsPublished(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	o := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon}
	publish := func() {
		s.change(30)
		s.imports(t, "one")
		mustPublish(t, s.publisher(o))
	}
	kept := func() string { return c.Exec("central", "SELECT count(*) FROM tried.generation") }
	for range 3 {
		publish()
	}
	c.Exec("central", "UPDATE tried.generation SET published = published - interval '500 days' WHERE generation < 3")
	edit(t, o.Dir, func(k *sent.Tenant) { k.Pruned -= (11 * time.Hour).Milliseconds() })
	if publish(); kept() != "4" {
		t.Errorf("given that it was looked 11 hours ago, %s states are kept of 4", kept())
	}
	edit(t, o.Dir, func(k *sent.Tenant) {
		k.Pruned -= (2 * time.Hour).Milliseconds()
		k.Published -= time.Hour.Milliseconds()
	})
	if publish(); kept() != "4" { // the last one of those that are too old, and three that are not
		t.Errorf("given that it was looked 13 hours ago and published an hour ago, %s states are kept of 5, want 4", kept())
	}
}

// A failover may lose the beginning of what was written as a whole, and another beacon may have cleared it.
func TestAWholeWithoutABeginningIsBegunAnew(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	all := newTruths(t, s, c)
	o := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon}
	all.next(t, 50)
	mustPublish(t, s.publisher(o))
	all.next(t, 0)
	edit(t, o.Dir, func(k *sent.Tenant) {
		k.Attempt, k.Whole, k.Sending, k.Facts = connector.NewGUID(), true, s.at.UnixMilli(), "{}"
	})
	mustPublish(t, s.publisher(o))
	all.caughtUp(t, c)
}

func TestAPanicIsAnErrorOfItsTenant(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	s.change(20)
	s.imports(t, "one")
	s.tenant = strings.ReplaceAll(tenantID, "1", "9")
	s.imports(t, "two")
	p := s.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon})
	faulty := &disturbed{Inventory: s.inv}
	first := true
	faulty.licenses = func() error {
		if first {
			first = false
			panic("the earth is flat")
		}
		return nil
	}
	p.options.Inventory = faulty
	var panicked *panics.Error
	if err := p.Publish(t.Context()); !errors.As(err, &panicked) {
		t.Errorf("it says %v", err)
	}
	if n := c.Exec("central", "SELECT count(*) FROM tried.tenants"); n != "1" {
		t.Errorf("%s tenants were published, want the other one", n)
	}
	mustPublish(t, p)
	if n := c.Exec("central", "SELECT count(*) FROM tried.tenants"); n != "2" {
		t.Errorf("afterwards %s tenants were published", n)
	}
	faulty.published = func([]inventory.Published) []inventory.Published { panic("so is the moon") }
	if err := p.Publish(t.Context()); !errors.As(err, &panicked) {
		t.Errorf("it says %v", err)
	}
}

// What is known here is made anew from the central database, and then something comes between.
func TestTimesAreKnownAfterWhatIsKnownHereWasLost(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	o := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon}
	s.change(20)
	s.imports(t, "one")
	mustPublish(t, s.publisher(o))
	imported := s.at
	if err := sent.Remove(o.Dir); err != nil {
		t.Fatal(err)
	}
	s.change(20)
	s.imports(t, "one")
	p := s.publisher(o)
	p.options.Inventory = &disturbed{Inventory: s.inv, licenses: func() error { return errors.New("not now") }}
	if err := p.Publish(t.Context()); err == nil {
		t.Error("nothing has come between")
	}
	status := statusOf(t, p)
	if status.Generation != 1 || status.Imported == nil || !status.Imported.Equal(imported) || status.Published == nil ||
		time.Since(*status.Published) > time.Hour {
		t.Errorf("%+v, want what was imported at %s", status, imported)
	}
	// As a version before this one has left it:
	edit(t, o.Dir, func(k *sent.Tenant) { k.Imported, k.Published = 0, 0 })
	if status := statusOf(t, p); status.Imported != nil || status.Published != nil || status.Lag(time.Now()) != 0 {
		t.Errorf("%+v, want times that are not known", status)
	}
}

// The inventory is published that counts in lists, too, and only what differs of it.
func TestTheConnectionThatCountsIsPublished(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	o := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon}
	p := s.publisher(o)
	s.change(200)
	s.imports(t, "one")
	mustPublish(t, p)
	for i, connection := range []string{"two", "two", "one"} {
		s.change(10)
		s.imports(t, connection)
		if status := statusOf(t, p); status.Pending != 1 {
			t.Errorf("%d wait before import %d is published", status.Pending, i)
		}
		mustPublish(t, p)
		if status := statusOf(t, p); status.Pending != 0 || !status.Imported.Equal(s.at) {
			t.Errorf("after import %d by %s: %+v", i, connection, status)
		}
		if n := c.Exec("central", "SELECT count(*) FROM tried.users"); n != strconv.Itoa(len(s.users)) {
			t.Errorf("%s users, want %d", n, len(s.users))
		}
		generation := strconv.Itoa(i + 2)
		if n, _ := strconv.Atoi(c.Exec("central", "SELECT count(*) FROM tried.user_row WHERE from_generation = "+generation)); n > 10 {
			t.Errorf("after import %d by %s %d users were written that were there", i, connection, n)
		}
	}
	// What was sent last of a deleted connection gives way to another one.
	if err := s.inv.Forget(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	mustPublish(t, p)
	if generation := c.generations(t); generation != 5 || statusOf(t, p).Pending != 0 {
		t.Errorf("generation %d, %+v", generation, statusOf(t, p))
	}
}

func TestAConnectionIsDeletedWhileOthersArePublished(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	for name, others := range map[string][]string{"given it was the only one": nil, "given another one to its tenant": {"two"}} {
		t.Run(name, func(t *testing.T) {
			c.empty(t)
			s := newSite(t)
			s.change(20)
			for _, connection := range append(others, "one") { // the last one counts
				s.imports(t, connection)
			}
			p := s.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon})
			looks := 0
			p.options.Inventory = &disturbed{Inventory: s.inv, published: func(all []inventory.Published) []inventory.Published {
				if looks++; looks == 1 {
					if err := s.inv.Forget(t.Context(), "one"); err != nil {
						t.Error(err)
					}
				}
				return all
			}}
			mustPublish(t, p)
			if n := c.Exec("central", "SELECT count(*) FROM tried.tenants"); n != strconv.Itoa(len(others)) {
				t.Errorf("%s tenants were published", n)
			}
			status, err := p.Status(t.Context())
			if err != nil || len(status.Tenants) != len(others) || len(others) > 0 && status.Tenants[0].LastError != "" {
				t.Errorf("%+v, %v", status, err)
			}
		})
	}
}

// running runs a publisher until the test ends. look has it look twice, so that the first look is over.
func running(t *testing.T, p *Publisher) (look func()) {
	t.Helper()
	now := time.Now()
	p.options.Now = func() time.Time { return now } // so that no pause ends
	ctx, end := context.WithCancel(t.Context())
	tick := make(chan time.Time)
	var work sync.WaitGroup
	work.Go(func() { p.run(ctx, tick) })
	t.Cleanup(func() {
		end()
		work.Wait()
	})
	return func() {
		tick <- now
		tick <- now
	}
}

func TestATenantOfAnotherBeaconHoldsUpNoOther(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s, other := newSite(t), newSite(t)
	other.change(5)
	other.imports(t, "one")
	mustPublish(t, other.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: anotherBeacon}))
	s.change(10)
	s.imports(t, "one") // of the tenant that the other one publishes
	s.tenant = strings.ReplaceAll(tenantID, "1", "9")
	s.imports(t, "two")
	p := s.publisher(order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon})
	var tries lines // a line of the log for each that leads to a pause
	p.options.Log = slog.New(slog.NewTextHandler(&tries, &slog.HandlerOptions{Level: slog.LevelWarn}))
	look := running(t, p)
	for want := range 3 {
		look()
		if got := c.Exec("central", "SELECT generation FROM tried.tenants WHERE tenant_id = '"+s.tenant+"'"); got != strconv.Itoa(want+1) {
			t.Errorf("generation %q has arrived within the pause, want %d", got, want+1)
		}
		s.change(5)
		s.imports(t, "two")
	}
	look()
	if tries != 1 {
		t.Errorf("%d pauses were begun, want 1: what others import makes none longer", tries)
	}
}

func TestSomebodyAsksWhileAnotherProcessPublishes(t *testing.T) {
	s := newSite(t)
	s.change(5)
	s.imports(t, "one")
	p := s.publisher(order{Dir: s.dir, Server: "127.0.0.1:1", Beacon: oneBeacon})
	var tries atomic.Int64
	p.options.Beacon = func(context.Context) (central.Beacon, error) {
		tries.Add(1)
		return central.Beacon{ID: oneBeacon}, nil
	}
	look := running(t, p)
	look()
	// Given a pause, and another process that publishes,
	release, err := lock.Central(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	p.LookNow()
	if look(); tries.Load() != 1 {
		t.Errorf("beside another process it has tried %d times", tries.Load()-1)
	}
	release()
	if look(); tries.Load() != 2 {
		t.Errorf("afterwards it has tried %d times, want 1", tries.Load()-1)
	}
}

// Looks come every few seconds. Secrets are opened when something is published.
func TestLookingOpensNoSecret(t *testing.T) {
	s := newSite(t)
	s.change(5)
	s.imports(t, "one")
	o := s.publisher(order{Dir: t.TempDir(), Beacon: oneBeacon}).options
	locked := errors.New("the keyring is locked")
	o.Config = func(context.Context) (central.Config, bool, error) { return central.Config{}, true, locked }
	o.Server = func(context.Context) (string, bool, error) { return "db.example:5432", true, nil }
	p := New(o)
	if status, err := p.Status(t.Context()); err != nil || status.Server != "db.example:5432" || status.Tenants[0].Pending != 1 ||
		status.Tenants[0].LastError != "" {
		t.Errorf("%+v, %v", status, err)
	}
	if !p.waiting(t.Context(), nil) {
		t.Error("nothing waits")
	}
	if err := p.Publish(t.Context()); !errors.Is(err, locked) {
		t.Errorf("it says %v", err)
	}
	if statusOf(t, p).LastError == "" {
		t.Error("why it could not be published is not noted")
	}
}
