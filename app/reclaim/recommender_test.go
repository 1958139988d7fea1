package reclaim

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/storetest"
)

const suite = "05e9a617-0261-4cee-bb44-138d3ef5d965"

var midday = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// ofDisabled recommends the licenses of so many people whose accounts are disabled.
func ofDisabled(t *testing.T, users ...connector.User) (*Recommender, *history.History) {
	t.Helper()
	dir := t.TempDir()
	past, err := history.Open(t.Context(), dir, history.Options{Now: func() time.Time { return midday }})
	storetest.Must(t, err)
	t.Cleanup(func() { storetest.Must(t, past.Close()) })
	inv, err := inventory.Open(t.Context(), dir, inventory.Options{
		Now: func() time.Time { return midday },
		Terms: func(_, sku string) inventory.Terms {
			if sku != suite {
				return inventory.Terms{}
			}
			return inventory.Terms{Price: &money.Price{Micros: 10_000_000, Currency: "EUR", Per: money.Month}}
		},
	})
	storetest.Must(t, err)
	t.Cleanup(func() { storetest.Must(t, inv.Close()) })
	publish(t, inv, past, enabled(users))
	publish(t, inv, past, users)
	return New(inv, past, func() time.Time { return midday }), past
}

func enabled(users []connector.User) []connector.User {
	users = slices.Clone(users)
	for i := range users {
		users[i].Enabled = true
	}
	return users
}

func publish(t *testing.T, inv *inventory.Inventory, past *history.History, users []connector.User) {
	t.Helper()
	imp, err := inv.Begin(t.Context(), "one", 1)
	storetest.Must(t, err)
	plans := []connector.ServicePlan{{ID: "efb87545-963c-4e0d-99df-69c6916d9eb0", Name: "EXCHANGE_S_ENTERPRISE"}}
	storetest.Must(t, errors.Join(
		imp.Tenant(t.Context(), connector.Tenant{ID: "t"}),
		imp.Licenses(t.Context(), []connector.License{
			{SKUID: suite, PartNumber: "SPE_E3", Status: "Enabled", Enabled: 900, ServicePlans: plans},
			{SKUID: "66b55226-6b4f-492c-910c-a3b7a3c9d993", PartNumber: "SPE_F1", Status: "Enabled", Enabled: 900, ServicePlans: plans},
		}),
		imp.Users(t.Context(), connector.UserPage{Stream: connector.StreamUsers, Users: users}),
	))
	_, err = imp.Publish(t.Context(), midday, nil)
	storetest.Must(t, err)
	storetest.Must(t, imp.Close(false))
	_, err = inv.Deliver(t.Context(), past.Receive)
	storetest.Must(t, err)
}

func disabled(name, department, sku string) connector.User {
	return connector.User{
		ID: name, UserPrincipalName: name + "@contoso.com", DisplayName: name, Department: department, CompanyName: "C " + department,
		Country:     department,
		Assignments: []connector.Assignment{{SKUID: sku, Direct: true, State: "Active"}},
	}
}

func TestRecommendationsSayWhenTheAccountWasDisabledAndLeaveOutWhatIsKept(t *testing.T) {
	r, past := ofDisabled(t, disabled("ada", "Sales", suite), disabled("bob", "sales", suite), disabled("cleo", "", suite))
	all, err := r.Page(t.Context(), Query{})
	storetest.Must(t, err)
	if len(all) != 3 {
		t.Fatalf("%d are recommended", len(all))
	}
	for _, one := range all {
		if one.Reason != inventory.ReasonDisabled || one.Disabled != connector.DateOf(midday) {
			t.Errorf("%s: %s, disabled on %v", one.UserID, one.Reason, one.Disabled)
		}
	}
	today := connector.DayOf(midday)
	for until, want := range map[connector.Date]int{today: 2, today - 1: 3, today + 1: 2} {
		storetest.Must(t, past.KeepLicenses(t.Context(), history.Kept{TenantID: "t", UserID: "ada", SKUID: suite, Until: until}))
		rows, err := r.Page(t.Context(), Query{})
		storetest.Must(t, err)
		sum, _, err := r.Sums(t.Context(), Query{}, inventory.ByReason)
		storetest.Must(t, err)
		if len(rows) != want || sum.Count != int64(want) {
			t.Errorf("kept until %v: %d are recommended, %d summed up", until, len(rows), sum.Count)
		}
	}
	failed := errors.New("enough")
	seen := 0
	if err := r.Each(t.Context(), Query{}, func(Recommendation) error { seen++; return failed }); !errors.Is(err, failed) || seen != 1 {
		t.Errorf("after the first error %d were used: %v", seen, err)
	}
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if rows, err := r.Page(canceled, Query{}); err == nil {
		t.Errorf("given a context that is over: %d", len(rows))
	}
	if _, _, err := r.Sums(canceled, Query{}, inventory.ByReason); err == nil {
		t.Error("given a context that is over there are sums")
	}
	var script bytes.Buffer
	counts, err := r.Script(t.Context(), &script, Query{})
	storetest.Must(t, err)
	if script.Len() == 0 || counts.Assignments == 0 {
		t.Errorf("%+v", counts)
	}
}

func TestSumsAreGroupedByAColumn(t *testing.T) {
	const other = "66b55226-6b4f-492c-910c-a3b7a3c9d993"
	r, _ := ofDisabled(t, disabled("ada", "Sales", suite), disabled("bob", "SALES", suite), disabled("cleo", "", suite),
		disabled("dora", "Alpha", other), disabled("emil", "Beta", suite))
	type group struct {
		Key, Saved string
		Count      int64
		Unpriced   int64
	}
	for by, want := range map[inventory.ReclaimColumn][]group{
		inventory.ByReason:     {{"disabled", "40", 5, 1}},
		inventory.ByLicense:    {{"SPE_E3", "40", 4, 0}, {"SPE_F1", "0", 1, 1}},
		inventory.ByDepartment: {{"sales", "20", 2, 0}, {"", "10", 1, 0}, {"beta", "10", 1, 0}, {"alpha", "0", 1, 1}},
		inventory.ByCompany:    {{"c sales", "20", 2, 0}, {"c ", "10", 1, 0}, {"c beta", "10", 1, 0}, {"c alpha", "0", 1, 1}},
		inventory.ByCountry:    {{"sales", "20", 2, 0}, {"", "10", 1, 0}, {"beta", "10", 1, 0}, {"alpha", "0", 1, 1}},
	} {
		t.Run(string(by), func(t *testing.T) {
			all, groups, err := r.Sums(t.Context(), Query{Limit: 1}, by)
			storetest.Must(t, err)
			if all.Count != 5 || all.Unpriced != 1 || !slices.Equal(all.Without, []string{"SPE_F1"}) ||
				!slices.Equal(all.Currencies(), []string{"EUR"}) || all.Counts["EUR"] != 4 {
				t.Errorf("all together: %+v", all)
			}
			rows, err := r.Page(t.Context(), Query{})
			storetest.Must(t, err)
			var got []group
			for _, g := range groups {
				one := group{Key: strings.ToLower(g.Key), Count: g.Count, Unpriced: g.Unpriced, Saved: "0"}
				if by == inventory.ByReason || by == inventory.ByLicense {
					one.Key = g.Key
				}
				if amount, saves := g.Saved["EUR"]; saves {
					one.Saved = amount.Rounded(0)
				}
				got = append(got, one)
				members := int64(0)
				for _, row := range rows {
					if row.GroupID(by) == g.GroupID {
						members++
					}
				}
				if members != g.Count {
					t.Errorf("%q has %d members, and counts %d", g.Key, members, g.Count)
				}
				if (g.License.PartNumber != "") != (by == inventory.ByLicense) {
					t.Errorf("%q is of the license %+v", g.Key, g.License)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}
