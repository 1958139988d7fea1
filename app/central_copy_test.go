//go:build !windows

package app

import (
	"encoding/json"
	"maps"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app/lists"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// openCentralCopy opens the copy of the central database in a data directory.
func openCentralCopy(t testing.TB, b *opened) *CentralCopy {
	t.Helper()
	c, err := b.OpenCentralCopy(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func refreshed(t testing.TB, c *CentralCopy) {
	t.Helper()
	if err := c.Refresh(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

// everything is all that can be read, in the order of its texts where an order is not asked for. What a connection is called is left out.
func everything(t testing.TB, b *Beacon) map[string][]string {
	t.Helper()
	ctx := t.Context()
	all := map[string][]string{}
	put := func(name string, rows ...any) {
		for _, row := range rows {
			text, err := json.Marshal(row)
			if err != nil {
				t.Fatal(err)
			}
			all[name] = append(all[name], string(text))
		}
	}
	must := func(name string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	for name, rows := range truth(t, &opened{Beacon: b, t: t}) {
		for _, row := range rows {
			delete(row, "connection")
			put(name, row)
		}
	}
	published, err := b.Published(ctx)
	must("published", err)
	for _, p := range published {
		connection := p.Connection
		p.Connection, p.Task = "", 0
		put("published", p)
		users, err := b.Users(ctx, UserQuery{Connections: []string{connection}, Sort: "id"})
		must("users", err)
		for _, u := range users {
			user, err := b.User(ctx, connection, u.ID)
			must(u.ID, err)
			user.Connection = ""
			put("user", user)
			for _, name := range user.FormerNames {
				found, err := b.FindUsers(ctx, nil, name)
				must(name, err)
				put("former", name, len(found))
			}
		}
		licenses, err := b.Licenses(ctx, LicenseQuery{Connections: []string{connection}})
		must("licenses", err)
		for _, window := range []int{30, 180} {
			for _, l := range licenses {
				license, err := b.License(ctx, connection, l.SKUID, window)
				must(l.SKUID, err)
				license.Connection = ""
				put("license", window, license, license.Terms)
			}
			overview, err := b.Overview(ctx, []string{connection}, window)
			must("overview", err)
			overview.Connections, overview.Licenses = nil, nil // both have ids of connections
			put("overview", window, overview)
			applications, err := b.Applications(ctx, ApplicationQuery{Connections: []string{connection}, Window: window})
			must("applications", err)
			for _, a := range applications {
				put("applications "+p.Tenant.ID, window, a)
			}
		}
		applications, err := b.ApplicationTrend(ctx, TrendQuery{Tenants: []string{p.Tenant.ID}, Application: "Exchange"})
		must("trend", err)
		put("trend", applications)
	}
	overview, err := b.Overview(ctx, nil, 0)
	must("overview", err)
	put("counted connections", len(overview.Connections))
	overview.Connections, overview.Licenses = nil, nil
	put("overview", overview)
	for _, column := range []string{"department", "country", "enabled", "licenses", "active"} {
		groups, err := b.GroupUsers(ctx, UserQuery{}, column)
		must(column, err)
		for _, group := range groups {
			put("users by "+column, group)
		}
	}
	groups, err := b.GroupUsage(ctx, UsageQuery{}, "application")
	must("usage", err)
	for _, group := range groups {
		put("usage by application", group)
	}
	for _, text := range []string{`department = "Sales"`, "license = SPE_E5 and enabled = false", "lastActivity < 2026-11-01", "active = no"} {
		expression, err := lists.Users.ParseFilter(text)
		must(text, err)
		n, err := b.CountUsers(ctx, UserQuery{Filter: expression})
		must(text, err)
		put("filter "+text, n)
	}
	must("index", b.AwaitIndex(ctx))
	found, err := b.CountUsers(ctx, UserQuery{Search: "an"})
	must("search", err)
	put("search", found)
	must("reclaim", b.Reclaim.Each(ctx, ReclaimQuery{}, func(r Recommendation) error {
		r.Connection = ""
		put("reclaim", r)
		return nil
	}))
	total, sums, err := b.Reclaim.Sums(ctx, ReclaimQuery{}, ReclaimColumn("license"))
	must("sums", err)
	put("sums", total, sums)
	for name := range all {
		slices.Sort(all[name])
	}
	return all
}

// wantSame holds what is read at a center against what the beacons have themselves.
func wantSame(t testing.TB, want, got map[string][]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if diff := cmp.Diff(want[name], got[name]); diff != "" {
			t.Errorf("%s: -beacon +center\n%.3000s", name, diff)
		}
	}
	if len(got) != len(want) {
		t.Errorf("there is %v, want %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}

func TestTheCenterIsLookedAtAsTheInventoryIs(t *testing.T) {
	var day atomic.Int64
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now.AddDate(0, 0, int(day.Load())) }
	server := demotenanttest.Start(t, demotenant.Options{Users: 80, Day: func() int { return int(day.Load()) }, Now: clock})
	c := startCenter(t)
	b := openWith(t, Options{Dir: t.TempDir(), Source: sourceOf(server), Central: c.configured, Now: clock})
	connection := connect(t, b, "Contoso")
	looker := openWith(t, Options{Dir: t.TempDir(), Source: sourceOf(server), Central: c.configured, Now: clock})
	center := openCentralCopy(t, looker)
	if asOf, err := center.AsOf(t.Context()); !asOf.IsZero() || err != nil {
		t.Errorf("a copy of before anything was read: %v, %v", asOf, err)
	}
	for n := range 3 {
		day.Store(int64(n * 3))
		mustImport(t, b, connection)
		if n == 1 {
			enterTerms(t, b)
		}
		publishNow(t, b)
		refreshed(t, center)
		wantSame(t, everything(t, b.Beacon), everything(t, center.Beacon))
	}
	if asOf, err := center.AsOf(t.Context()); !asOf.Equal(clock()) || err != nil {
		t.Errorf("as of %v, %v", asOf, err)
	}
	// A copy that is made at once is the same as one that has followed.
	another := openCentralCopy(t, openWith(t, Options{Dir: t.TempDir(), Source: sourceOf(server), Central: c.configured, Now: clock}))
	refreshed(t, another)
	wantSame(t, everything(t, b.Beacon), everything(t, another.Beacon))
}
