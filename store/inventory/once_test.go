package inventory

import (
	"context"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"inventorybeacon/money"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory/internal/query"
)

// amounts compares amounts of money.
var amounts = gocmp.Comparer(func(a, b money.Amount) bool { return a.Cmp(b) == 0 })

// everythingOf is what all queries answer of connections.
func everythingOf(ctx context.Context, t *testing.T, inv *Inventory, connections ...string) map[string]any {
	t.Helper()
	all := map[string]any{}
	add := func(what string, answer any, err error) {
		must(t, err)
		all[what] = answer
	}
	users, err := inv.Users(ctx, UserQuery{Connections: connections, Sort: "displayName", Limit: 100})
	add("users", users, err)
	n, err := inv.CountUsers(ctx, UserQuery{Connections: connections})
	add("count of users", n, err)
	groups, err := inv.GroupUsers(ctx, UserQuery{Connections: connections}, "licenses")
	add("users by license", groups, err)
	groups, err = inv.GroupUsers(ctx, UserQuery{Connections: connections}, "tenant")
	add("users by tenant", groups, err)
	licenses, err := inv.Licenses(ctx, LicenseQuery{Connections: connections})
	add("licenses", licenses, err)
	total, err := inv.TotalLicenses(ctx, LicenseQuery{Connections: connections})
	add("total of licenses", total, err)
	applications, err := inv.Applications(ctx, ApplicationQuery{Connections: connections})
	add("applications", applications, err)
	usage, err := inv.Usage(ctx, UsageQuery{Connections: connections, Limit: 100})
	add("usage", usage, err)
	wide, err := inv.CountWideUsage(ctx, UsageQuery{Connections: connections})
	add("count of usage", wide, err)
	sums, err := inv.SumRecommendations(ctx, ReclaimQuery{Connections: connections}, ByReason)
	add("sums of recommendations", sums, err)
	overview, err := inv.Overview(ctx, connections, 0)
	add("overview", overview, err)
	return all
}

// Two connections may import one tenant. Nobody in it counts twice: the newest import counts,
// and each is there when it is asked for.
func TestATenantOfSeveralConnectionsCountsOnce(t *testing.T) {
	dir := t.TempDir()
	inv, past := open(t, dir), pastOf(t, dir)
	first, second, other := oddTenant(1, 40, 10).of("tenant"), oddTenant(1, 40, 10).of("TENANT"), oddTenant(2, 40, 10).of("another")
	second.pages[0], other.pages[0] = second.pages[0][:35], other.pages[0][:30] // somebody has left meanwhile
	publishAt(t, inv, past, "one", first, noon)
	publishAt(t, inv, past, "two", other, noon.Add(time.Minute))
	publishAt(t, inv, past, "three", second, noon.Add(2*time.Minute))
	ignored := gocmp.Options{cmpopts.IgnoreUnexported(UserRow{}, UsageRow{}), amounts, cmpopts.EquateEmpty()}
	want := everythingOf(t.Context(), t, inv, "two", "three")
	if diff := gocmp.Diff(want, everythingOf(t.Context(), t, inv), ignored); diff != "" {
		t.Errorf("given no connection (-want +got):\n%s", diff)
	}
	if n := everythingOf(t.Context(), t, inv, "one", "three")["count of users"]; n != int64(75) || want["count of users"] != int64(65) {
		t.Errorf("given both connections to the tenant there are %d users, else %d", n, want["count of users"])
	}
	for n, want := range map[int]string{39: "one", 32: "three"} {
		found, err := inv.FindUsers(t.Context(), nil, first.pages[0][n].ID)
		if err != nil || len(found) != 1 || found[0].Connection != want {
			t.Errorf("user %d is found as %v, %v, want through %s", n, found, err, want)
		}
	}
}

// A connection that may not read the reports is no better than another for being a little newer.
func TestTheNewestInventoryOfATenantCounts(t *testing.T) {
	at := func(connection, tenant string, days int, usage bool) query.Source {
		s := query.Source{Connection: connection, Tenant: tenant, Published: noon.AddDate(0, 0, days).UnixMilli()}
		if usage {
			s.AppDate = today
		}
		return s
	}
	for name, given := range map[string]struct {
		sources []query.Source
		want    []string
	}{
		"nobody":                     {},
		"several tenants":            {[]query.Source{at("a", "s", 0, true), at("b", "t", 1, true)}, []string{"a", "b"}},
		"the later one":              {[]query.Source{at("a", "t", 0, true), at("b", "T", 1, true)}, []string{"b"}},
		"the earlier one":            {[]query.Source{at("a", "t", 2, true), at("b", "T", 1, true)}, []string{"a"}},
		"both at once":               {[]query.Source{at("a", "t", 1, true), at("b", "t", 1, true)}, []string{"b"}},
		"no usage in the later one":  {[]query.Source{at("a", "t", 0, true), at("b", "t", 6, false)}, []string{"a"}},
		"no usage, and a week later": {[]query.Source{at("a", "t", 0, true), at("b", "t", 8, false)}, []string{"b"}},
		"no usage in either":         {[]query.Source{at("a", "t", 0, false), at("b", "t", 1, false)}, []string{"b"}},
		"tenants that are not known": {[]query.Source{at("a", "", 0, true), at("b", "", 1, true)}, []string{"a", "b"}},
		"three of one and one of other": {[]query.Source{
			at("a", "t", 0, true), at("b", "u", 0, true), at("c", "t", 2, true),
			at("d", "t", 1, true),
		}, []string{"b", "c"}},
	} {
		t.Run("given "+name, func(t *testing.T) {
			for i := range given.sources {
				given.sources[i].Number = int64(i)
			}
			var got []string
			for _, s := range query.Once(given.sources) {
				got = append(got, s.Connection)
			}
			if diff := gocmp.Diff(given.want, got); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}

// What a connection without usage has published leaves the numbers in the history that the pages show.
func TestTheHistoryHasTheNumbersOfTheInventoryThatCounts(t *testing.T) {
	dir := t.TempDir()
	inv, past := open(t, dir), pastOf(t, dir)
	withoutReports := contoso()
	withoutReports.activeUsers, withoutReports.appUsers = nil, nil
	publishAt(t, inv, past, "one", contoso(), noon)
	publishAt(t, inv, past, "two", withoutReports, noon.Add(time.Minute))
	points, err := past.LicenseTrend(t.Context(), history.TrendQuery{License: "SPE_E3"})
	must(t, err)
	if len(points) != 2 || points[0].Active[0] == nil {
		t.Fatalf("it has %+v", points)
	}
	points[0].Time = points[1].Time
	if diff := gocmp.Diff(points[0], points[1]); diff != "" {
		t.Error("(-first +second):\n" + diff)
	}
}
