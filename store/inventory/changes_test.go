package inventory

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/history"
)

// pastOf opens a history that nothing is in.
func pastOf(t testing.TB, dir string) *history.History {
	t.Helper()
	past, err := history.Open(t.Context(), dir, history.Options{Now: func() time.Time { return noon }})
	must(t, err)
	t.Cleanup(func() { must(t, past.Close()) })
	return past
}

// publishAt imports a delivery at a time and hands over what that changes.
func publishAt(t testing.TB, inv *Inventory, past *history.History, connection string, d delivery, at time.Time) {
	t.Helper()
	imp := begin(t, inv, connection)
	d.deliver(t, imp)
	_, err := imp.Publish(t.Context(), at, nil)
	must(t, err)
	handOver(t, inv, past)
}

func handOver(t testing.TB, inv *Inventory, past *history.History) {
	t.Helper()
	_, err := inv.Deliver(t.Context(), past.Receive)
	must(t, err)
}

// changesOf are the changes of a history as texts, those of each publish in an order of
// their own.
func changesOf(t testing.TB, past *history.History, q history.ChangeQuery) []string {
	t.Helper()
	changes, err := past.Changes(t.Context(), q)
	must(t, err)
	count, err := past.CountChanges(t.Context(), q)
	must(t, err)
	if int(count) != len(changes) {
		t.Errorf("%d changes are counted, and %d listed", count, len(changes))
	}
	texts := make([]string, 0, len(changes))
	for _, c := range changes {
		texts = append(texts, changeText(c.Time, c.Event, c.UserPrincipalName, c.SKUPartNumber, c.Before, c.After))
	}
	slices.Sort(texts)
	return texts
}

func changeText(at time.Time, event connector.Event, upn, sku, before, after string) string {
	return fmt.Sprintf("%s %s %q %q: %q, %q", at.UTC().Format(time.TimeOnly), event, upn, sku, before, after)
}

// seen is what a delivery says a tenant is.
type seen struct {
	users         map[string]connector.User
	licenses      map[string]connector.License
	subscriptions map[string]connector.Subscription
}

func seenIn(d delivery, before seen) seen {
	now := seen{map[string]connector.User{}, map[string]connector.License{}, before.subscriptions}
	for _, u := range slices.Concat(d.pages...) {
		now.users[u.ID] = normal(u)
	}
	for _, l := range d.licenses {
		now.licenses[l.SKUID] = l
	}
	if d.subscriptions != nil {
		now.subscriptions = map[string]connector.Subscription{}
		for _, s := range d.subscriptions {
			now.subscriptions[s.ID] = s
		}
	}
	return now
}

// naiveChanges compares two states in maps, by the definitions alone; parts are the part
// numbers that were ever told.
func naiveChanges(before, after seen, at time.Time, parts map[string]string) (all []string) {
	note := func(event connector.Event, upn, sku, before, after string) {
		all = append(all, changeText(at, event, upn, sku, before, after))
	}
	part := func(sku string) string { return cmp.Or(parts[sku], sku) }
	held := func(u connector.User) map[string]string {
		how := map[string]string{}
		for _, a := range u.Assignments {
			switch {
			case a.Direct && len(a.Groups) > 0:
				how[a.SKUID] = "direct and group"
			case len(a.Groups) > 0:
				how[a.SKUID] = "group"
			default:
				how[a.SKUID] = "direct"
			}
		}
		return how
	}
	licenses := func(u connector.User) string {
		var names []string
		for sku := range held(u) {
			names = append(names, part(sku))
		}
		slices.SortFunc(names, func(a, b string) int {
			unnamed := func(name string) bool { return strings.HasPrefix(name, "sku-") }
			if unnamed(a) != unnamed(b) { // those without a part number come first
				return cmp.Compare(b, a)
			}
			return cmp.Compare(a, b)
		})
		return strings.Join(names, ", ")
	}
	for id, u := range after.users {
		was, known := before.users[id]
		if !known {
			note("user-added", u.UserPrincipalName, "", "", licenses(u))
			continue
		}
		name := u.UserPrincipalName
		if was.UserPrincipalName != name {
			note("user-renamed", name, "", was.UserPrincipalName, name)
		}
		switch {
		case u.Enabled && !was.Enabled:
			note("user-enabled", name, "", "disabled", "enabled")
		case !u.Enabled && was.Enabled:
			note("user-disabled", name, "", "enabled", "disabled")
		}
		now, then := held(u), held(was)
		for sku, how := range now {
			if then[sku] == "" {
				note("license-added", name, part(sku), "", how)
			}
		}
		for sku, how := range then {
			if now[sku] == "" {
				note("license-removed", name, part(sku), how, "")
			}
		}
		failed := func(u connector.User) map[string]string {
			errs := map[string]string{}
			for _, f := range u.Failed {
				if errs[f.SKUID] == "" || f.Error < errs[f.SKUID] {
					errs[f.SKUID] = f.Error
				}
			}
			return errs
		}
		for sku, err := range failed(u) {
			if failed(was)[sku] == "" {
				note("license-failed", name, part(sku), "", err)
			}
		}
	}
	for id, was := range before.users {
		if _, still := after.users[id]; !still {
			note("user-removed", was.UserPrincipalName, "", licenses(was), "")
		}
	}
	for sku := range parts {
		was, now := before.licenses[sku], after.licenses[sku]
		if n, m := was.Enabled+was.Warning, now.Enabled+now.Warning; n != m {
			note("purchased-changed", "", part(sku), strconv.Itoa(n), strconv.Itoa(m))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(after.subscriptions)) {
		was, known := before.subscriptions[id]
		now := after.subscriptions[id]
		switch {
		case !known:
			note("subscription-changed", "", part(now.SKUID), "", fmt.Sprintf("%s, %d, %s, paid", now.Status, now.TotalLicenses, now.NextLifecycle))
		case was.NextLifecycle != now.NextLifecycle && was.Status != now.Status:
			note("subscription-changed", "", part(now.SKUID), was.Status+", "+was.NextLifecycle.String(), now.Status+", "+now.NextLifecycle.String())
		case was.NextLifecycle != now.NextLifecycle:
			note("subscription-changed", "", part(now.SKUID), was.NextLifecycle.String(), now.NextLifecycle.String())
		case was.Status != now.Status:
			note("subscription-changed", "", part(now.SKUID), was.Status, now.Status)
		}
	}
	for id, was := range before.subscriptions {
		if _, still := after.subscriptions[id]; !still {
			note("subscription-changed", "", part(was.SKUID), fmt.Sprintf("%s, %d, %s, paid", was.Status, was.TotalLicenses, was.NextLifecycle), "")
		}
	}
	return all
}

// TestChangesEqualWhatTheTenantSaid imports random tenants again and again through two
// connections, and compares the changes with what maps tell.
func TestChangesEqualWhatTheTenantSaid(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			dir := t.TempDir()
			inv, past := open(t, dir), pastOf(t, dir)
			tenants, before, parts := map[string]*randomTenant{}, map[string]seen{}, map[string]string{}
			for i, connection := range []string{"one", "two"} {
				tenants[connection] = &randomTenant{
					r: rand.New(rand.NewPCG(seed, uint64(i))), users: map[int]connector.User{}, former: map[int]string{},
				}
			}
			for round := range 8 {
				for _, connection := range []string{"one", "two"} {
					tenant := tenants[connection]
					tenant.change([]int{30, 3, 0}[tenant.r.IntN(3)])
					d := tenant.delivery()
					d.tenant = connector.Tenant{ID: "T-" + connection, DisplayName: connection}
					for i := range d.licenses {
						parts[d.licenses[i].SKUID] = d.licenses[i].PartNumber
						if tenant.chance(20) {
							d.licenses[i].Enabled = tenant.r.IntN(20)
						}
					}
					d.subscriptions = tenant.subscriptions()
					for _, s := range d.subscriptions {
						if parts[s.SKUID] == "" {
							parts[s.SKUID] = s.PartNumber
						}
					}
					at := noon.Add(time.Duration(round)*time.Minute + time.Duration(len(connection)))
					now := seenIn(d, before[connection])
					publishAt(t, inv, past, connection, d, at)
					var want []string
					if round > 0 {
						want = naiveChanges(before[connection], now, at, parts)
					}
					before[connection] = now
					slices.Sort(want)
					got := changesOf(t, past, history.ChangeQuery{Tenants: []string{"t-" + connection}, Since: at.Truncate(time.Millisecond)})
					if diff := gocmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
						t.Fatalf("round %d of %s (-want +got):\n%s", round, connection, diff)
					}
					comparePoints(t, inv, past, connection, at)
				}
			}
			var waiting int
			must(t, inv.db.Read.QueryRow(`SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM outbox_change) +
				(SELECT count(*) FROM outbox_license) + (SELECT count(*) FROM outbox_application)`).Scan(&waiting))
			if waiting != 0 {
				t.Errorf("%d rows wait although everything was handed over", waiting)
			}
		})
	}
}

func (t *randomTenant) subscriptions() []connector.Subscription {
	all := []connector.Subscription{}
	for n := range 3 {
		if t.chance(80) {
			all = append(all, connector.Subscription{
				ID: fmt.Sprint("s", n), SKUID: fmt.Sprintf("sku-%d", n), PartNumber: fmt.Sprintf("PART-SKU-%d", n),
				Status: t.pick("Enabled", "Enabled", "Suspended"), TotalLicenses: 10, NextLifecycle: today + connector.Date(t.r.IntN(2)),
			})
		}
	}
	return all
}

// comparePoints compares the newest numbers with those of the pages.
func comparePoints(t *testing.T, inv *Inventory, past *history.History, connection string, at time.Time) {
	t.Helper()
	of := []string{connection}
	for i, window := range []int{30, 90, 180} {
		licenses, err := inv.Licenses(t.Context(), LicenseQuery{Connections: of, Window: window})
		must(t, err)
		for _, l := range licenses {
			points, err := past.LicenseTrend(t.Context(),
				history.TrendQuery{Tenants: []string{"t-" + connection}, License: l.SKUID, Since: at.Truncate(time.Millisecond)})
			must(t, err)
			if len(points) != 1 || points[0].Purchased != l.Purchased || points[0].Assigned != l.Assigned ||
				gocmp.Diff(points[0].Active[i], l.Active) != "" {
				t.Fatalf("%s: %+v, want %+v", l.SKUID, points, l)
			}
		}
		applications, err := inv.Applications(t.Context(), ApplicationQuery{Connections: of, Window: window})
		must(t, err)
		for _, a := range applications {
			points, err := past.ApplicationTrend(t.Context(),
				history.TrendQuery{Tenants: []string{"t-" + connection}, Application: a.Application, Since: at.Truncate(time.Millisecond)})
			must(t, err)
			if len(points) != 1 || points[0].Entitled != *a.Entitled || gocmp.Diff(points[0].Active[i], a.Active) != "" {
				t.Fatalf("%s: %+v, want %+v", a.Application, points, a)
			}
		}
	}
}
