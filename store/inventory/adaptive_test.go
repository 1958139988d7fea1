package inventory

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/adaptive"
)

// adaptiveIndexes are the names of those that there are, sorted.
func adaptiveIndexes(t *testing.T, inv *Inventory) (names []string) {
	t.Helper()
	must(t, inv.indexes.Wait(t.Context()))
	must(t, inv.read(t.Context(), func(tx *sql.Tx) error {
		existing, err := adaptive.Existing(t.Context(), tx)
		for name := range existing {
			if len(name) > len(adaptive.Prefix) && name[:len(adaptive.Prefix)] == adaptive.Prefix {
				names = append(names, name)
			}
		}
		return err
	}))
	slices.Sort(names)
	return names
}

func openMany(t *testing.T, many int) *Inventory {
	t.Helper()
	inv, err := Open(t.Context(), t.TempDir(), Options{Now: func() time.Time { return noon }, manyMatches: many})
	must(t, err)
	t.Cleanup(func() { must(t, inv.Close()) })
	return inv
}

func TestListsOfManyUsersHaveIndexesMade(t *testing.T) {
	city := filter.Expression{{Property: "city", Operator: filter.Is, Values: []string{"Munich"}}}
	for given, c := range map[string]struct {
		many int
		ask  UserQuery
		want []string
	}{
		"a page by a column": {3, UserQuery{Sort: "jobTitle", Limit: 2}, []string{"adaptive_user_job_title"}},
		"a page of a filter": {3, UserQuery{Filter: city, Limit: 2}, []string{"adaptive_user_city"}},
		"a page by the state of activity": {
			3,
			UserQuery{Sort: "active", Limit: 2},
			[]string{"adaptive_holding_unlisted", "adaptive_user_created"},
		},
		"a column that has an index": {3, UserQuery{Sort: "department", Limit: 2}, nil},
		"a computed column":          {3, UserQuery{Sort: "licenses", Limit: 2}, nil},
		"an export":                  {3, UserQuery{Sort: "jobTitle", Filter: city}, nil},
		"few users":                  {0, UserQuery{Sort: "jobTitle", Filter: city, Limit: 2}, nil},
	} {
		t.Run("given "+given, func(t *testing.T) {
			inv := openMany(t, c.many)
			d := contoso()
			d.pages = manyUsers(1, "v1")
			d.activeUsers = []connector.Usage{{UserPrincipalName: d.pages[0][0].UserPrincipalName, ReportDate: today - 2, LastActivity: today - 200}}
			publishDelivery(t, inv, "one", d)
			whole := c.ask
			whole.Limit = 0
			all, err := inv.Users(t.Context(), whole)
			must(t, err)
			for range 2 { // before there is an index and after
				page, err := inv.Users(t.Context(), c.ask)
				must(t, err)
				if want := all[:min(len(all), max(c.ask.Limit, len(page)))]; !slices.EqualFunc(want, page,
					func(a, b UserRow) bool { return a.ID == b.ID }) {
					t.Errorf("the page has %d users, want %d", len(page), len(want))
				}
				if diff := gocmp.Diff(c.want, adaptiveIndexes(t, inv)); diff != "" {
					t.Errorf("indexes (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestAPublishDropsIndexesThatWereAskedForWhenItWritesMostUsers(t *testing.T) {
	inv := openMany(t, 3)
	d := contoso()
	d.pages = manyUsers(2, "v1")
	publishDelivery(t, inv, "one", d)
	ask := func() []UserRow {
		users, err := inv.Users(t.Context(), UserQuery{Sort: "city", Limit: 3})
		must(t, err)
		return users
	}
	ask()
	if names := adaptiveIndexes(t, inv); len(names) != 1 {
		t.Fatalf("given a list by city, the indexes are %v", names)
	}

	d.pages[0][7].City = "Aachen"
	publishDelivery(t, inv, "one", d)
	if names := adaptiveIndexes(t, inv); len(names) != 1 {
		t.Errorf("given one user who has moved, the indexes are %v", names)
	}
	if first := ask()[0]; first.ID == d.pages[0][7].ID || first.City != "" {
		t.Errorf("the first user by city is %s of %q", first.ID, first.City)
	}

	for i := range d.pages {
		for j := range d.pages[i] {
			d.pages[i][j].City = "Bonn"
		}
	}
	d.pages[1][3].City = "Aachen"
	publishDelivery(t, inv, "one", d)
	if names := adaptiveIndexes(t, inv); len(names) != 0 {
		t.Errorf("given that everybody has moved, the indexes are %v", names)
	}
	for range 2 {
		if first := ask()[0]; first.ID != d.pages[1][3].ID {
			t.Errorf("the first user by city is %s", first.ID)
		}
		if names := adaptiveIndexes(t, inv); len(names) != 1 {
			t.Errorf("given that somebody asks again, the indexes are %v", names)
		}
	}
}

// Texts of which hardly any two are the same are looked for in the index of their column.
func TestUsersAreFoundByAPartOfATextThatNobodyElseHas(t *testing.T) {
	inv := openMany(t, 100)
	d := contoso()
	d.pages = [][]connector.User{nil}
	for n := range 4000 { // more different values than are looked at one by one
		d.pages[0] = append(d.pages[0], connector.User{
			ID: guid(3, n), UserPrincipalName: upn(n), DisplayName: fmt.Sprint("User ", n%50), EmployeeID: fmt.Sprintf("E-%05d", n),
		})
	}
	publishDelivery(t, inv, "one", d)
	for _, text := range []string{"0173", "e-0", "nobody", "9"} {
		part := filter.Expression{{Property: "employeeId", Operator: filter.Contains, Values: []string{text}}}
		all, err := inv.Users(t.Context(), UserQuery{Filter: part})
		must(t, err)
		for range 2 { // before there is an index and after
			for _, descending := range []bool{false, true} {
				page, err := inv.Users(t.Context(), UserQuery{Filter: part, Descending: descending, Limit: 60})
				must(t, err)
				if diff := gocmp.Diff(all[:min(60, len(all))], page, cmpopts.EquateEmpty(), gocmp.AllowUnexported(UserRow{})); diff != "" {
					t.Errorf("%q is in (-all +page):\n%s", text, diff)
				}
				slices.Reverse(all)
			}
			adaptiveIndexes(t, inv)
		}
	}
}
