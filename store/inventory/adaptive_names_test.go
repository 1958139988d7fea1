package inventory

import (
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
)

// Users whom a condition names are found among the first ones of the order of names, or the first
// ones of each value, wherever they stand in it.
func TestAPageInTheOrderOfNamesIsThatOfTheWholeListWhereverItsUsersAre(t *testing.T) {
	const users = 6000
	for given, never := range map[string]func(n int) bool{
		"users without activity everywhere":   func(n int) bool { return n%8 == 0 },
		"users without activity at the end":   func(n int) bool { return n >= users-800 },
		"users without activity at the start": func(n int) bool { return n < 800 },
	} {
		t.Run("given "+given, func(t *testing.T) {
			inv := openMany(t, 1000)
			d := contoso()
			d.pages, d.activeUsers, d.appUsers = [][]connector.User{nil}, nil, nil
			for n := range users {
				u := connector.User{
					ID: guid(3, n), UserPrincipalName: upn(n), DisplayName: fmt.Sprintf("User %05d", n/3), Surname: "Early", Enabled: n%2 == 0,
				}
				if n >= 4500 { // of whom none is among the first ones
					u.Surname = []string{"Late", "Later", "LATE"}[n%3]
				}
				used := connector.Usage{UserPrincipalName: u.UserPrincipalName, ReportDate: today - 2}
				if !never(n) {
					used.LastActivity = today - 3
				}
				d.pages[0], d.activeUsers = append(d.pages[0], u), append(d.activeUsers, used)
			}
			publishDelivery(t, inv, "one", d)
			for _, e := range []filter.Expression{
				{{Property: "lastActivity", Operator: filter.Is, Values: []string{"never"}}},
				{
					{Property: "lastActivity", Operator: filter.Is, Values: []string{"never"}},
					{Property: "enabled", Operator: filter.Is, Values: []string{"yes"}},
				},
				{{Property: "surname", Operator: filter.Is, Values: []string{"late"}}},
				{{Property: "surname", Operator: filter.Contains, Values: []string{"late"}}},
				{{Property: "surname", Operator: filter.IsNot, Values: []string{"early"}}},
				{{Property: "surname", Operator: filter.OneOf, Values: []string{"Late", "late", "Later", "nobody"}}},
				{
					{Property: "surname", Operator: filter.Is, Values: []string{"Late"}},
					{Property: "enabled", Operator: filter.Is, Values: []string{"yes"}},
				},
			} {
				for _, descending := range []bool{false, true} {
					comparePages(t, inv, UserQuery{Filter: e, Descending: descending})
				}
			}
			if names := adaptiveIndexes(t, inv); !slices.Contains(names, "adaptive_user_surname_by_name") {
				t.Errorf("the indexes are %v", names)
			}
		})
	}
}

// comparePages compares pages with the whole list, before there are the indexes that they ask for
// and after.
func comparePages(t *testing.T, inv *Inventory, q UserQuery) {
	t.Helper()
	all, err := inv.Users(t.Context(), q)
	must(t, err)
	q.Limit = 50
	for range 3 {
		for _, q.Offset = range []int{0, 30, len(all) - 20} {
			page, err := inv.Users(t.Context(), q)
			must(t, err)
			want := all[q.Offset:min(q.Offset+q.Limit, len(all))]
			if diff := gocmp.Diff(want, page, gocmp.AllowUnexported(UserRow{})); diff != "" {
				t.Fatalf("%s, descending %v, from %d on (-all +page):\n%s", q.Filter, q.Descending, q.Offset, diff)
			}
		}
		must(t, inv.AwaitIndex(t.Context()))
	}
}
