package history

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/storetest"
)

// TestFilteredChangesAreThoseForWhichTheFilterHolds asks for every property with every operator, and compares with what looking at
// every change finds.
func TestFilteredChangesAreThoseForWhichTheFilterHolds(t *testing.T) {
	h := open(t, &calendar{noon})
	fillAtRandom(t, h)
	all, err := h.Changes(t.Context(), ChangeQuery{})
	storetest.Must(t, err)
	today := connector.DayOf(noon.Local())
	value := func(c Change, property string) any {
		switch property {
		case "time":
			return connector.DayOf(c.Time.Local())
		case "event":
			return string(c.Event)
		case "userPrincipalName":
			return c.UserPrincipalName
		case "license":
			switch {
			case c.SKUID == "":
				return []string(nil)
			case c.SKUPartNumber == c.SKUID: // it has no part number
				return []string{c.SKUID, ""}
			default:
				return []string{c.SKUID, c.SKUPartNumber}
			}
		case "before":
			return c.Before
		case "after":
			return c.After
		default:
			return []string{c.Tenant, c.TenantName}
		}
	}
	values := map[string][]string{
		"time": {"today", "today-1", "never", "2020-01-01"}, "event": {"user-added", "license-added", "user-removed"},
		"userPrincipalName": {"USER1@contoso.com", "2", "", "nobody", "%"}, "license": {"free", "SKU-4", "", "a_b", "_"},
		"before": {"", "100%", "DIRECT", "%"}, "after": {"grp_1", `a\b`, "_", ""}, "tenant": {"A", "name", "c"},
	}
	found := 0
	for _, p := range ChangeProperties() {
		for _, o := range p.Kind.Operators() {
			for i, text := range values[p.Name] {
				c := filter.Condition{Property: p.Name, Operator: o, Values: []string{text}}
				if o == filter.OneOf {
					c.Values = values[p.Name][:i+1]
				}
				q := ChangeQuery{Filter: filter.Expression{c}, Search: []string{"", "user"}[i%2], Sort: []string{"", "skuPartNumber", "event"}[i%3]}
				if i%2 == 0 {
					q.Filter = append(q.Filter, filter.Condition{Property: "after", Operator: filter.IsNot, Values: []string{"Grp_1"}})
				}
				var want []Change
				for _, one := range all {
					if q.Filter.Matches(today, func(property string) any { return value(one, property) }) {
						want = append(want, one)
					}
				}
				found += len(want)
				got, err := h.Changes(t.Context(), q)
				storetest.Must(t, err)
				slices.SortFunc(got, func(a, b Change) int { return int(b.Publish-a.Publish)*1000 + int(b.Number-a.Number) })
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("%s (-want +got):\n%.2000s", q.Filter, diff)
				}
				n, err := h.CountChanges(t.Context(), q)
				storetest.Must(t, err)
				q.Limit, q.Offset = 5, len(want)/2
				page, err := h.Changes(t.Context(), q)
				storetest.Must(t, err)
				if int(n) != len(want) || len(page) != min(5, len(want)-q.Offset) {
					t.Fatalf("%s: %d are counted of %d, %d on a page", q.Filter, n, len(want), len(page))
				}
			}
		}
	}
	if found < 5*len(all) {
		t.Errorf("only %d changes were asked for", found)
	}
	var wrong *filter.Error
	_, err = h.CountChanges(t.Context(),
		ChangeQuery{Filter: filter.Expression{{Property: "mail", Operator: filter.Is, Values: []string{"x"}}}})
	if !errors.As(err, &wrong) {
		t.Errorf("of a property that there is none of: %v", err)
	}
}
