package inventory

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
)

func TestGroupsOfUsersEqualACountOfTheirRows(t *testing.T) {
	for way := range waysToFind {
		t.Run(way, func(t *testing.T) {
			inv, truths := filterInventory(t, way)
			for _, p := range UserProperties() {
				if slices.Contains([]string{"application", "platform", "activated"}, p.Name) { // asked for, and no columns
					continue
				}
				groups, err := inv.GroupUsers(t.Context(), UserQuery{}, p.Name)
				must(t, err)
				got := map[string]int64{}
				for _, g := range groups {
					value := filter.ValueOf(g.Value)
					if day, is := g.Value.(connector.Date); is {
						value = fmt.Sprint(int(day))
					}
					if folded := strings.ToLower(value); got[folded] != 0 {
						t.Errorf("by %s there are two groups of %q", p.Name, folded)
					} else {
						got[folded] = g.Count
					}
					// People come from a group to its rows.
					of := filter.Condition{Property: p.Name, Operator: filter.Is, Values: []string{filter.ValueOf(g.Value)}}
					n, err := inv.CountUsers(t.Context(), UserQuery{Filter: filter.Expression{of}})
					must(t, err)
					if n != g.Count {
						t.Errorf("%s counts %d, the group %d", of, n, g.Count)
					}
				}
				want := map[string]int64{}
				for _, t := range truths {
					values := t[p.Name]
					switch p.Name {
					case "licenses", "failed": // its ids and part numbers, in turn
						values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return strings.HasPrefix(v, "sku-") })
						if len(values) == 0 {
							values = []string{""}
						}
					case "tenant":
						values = values[:1]
					}
					for _, v := range values {
						want[strings.ToLower(v)]++
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("by %s (-want +got):\n%s", p.Name, diff)
				}
			}
		})
	}
}

// A user with two licenses of one name is one of its holders.
func TestLicensesOfOneNameAreOneGroup(t *testing.T) {
	inv, truths := filterInventory(t, usualWay)
	inv.queries.Options.ProductName = func(id, part string) string {
		return map[string]string{"PART_0": "Free one", "PART_1": "FREE ONE"}[part]
	}
	_, err := inv.db.Write.Exec("UPDATE sku SET part_number = 'PART_3' WHERE part_number = 'PART_2'")
	must(t, err)
	both := 0
	for _, user := range truths {
		if held := user["licenses"]; slices.Contains(held, "PART_0") && slices.Contains(held, "PART_1") {
			both++
		}
	}
	for _, column := range []string{"products", "licenses", "failed"} {
		groups, err := inv.GroupUsers(t.Context(), UserQuery{}, column)
		must(t, err)
		named := map[string]bool{}
		for _, g := range groups {
			p, _ := filter.Named(UserProperties(), column)
			of := filter.Condition{Property: p.Name, Operator: filter.Is, Values: []string{filter.ValueOf(g.Value)}}
			n, err := inv.CountUsers(t.Context(), UserQuery{Filter: filter.Expression{of}})
			must(t, err)
			if n != g.Count || named[filter.Fold(of.Values[0])] {
				t.Errorf("by %s: %s counts %d, the group %d", column, of, n, g.Count)
			}
			named[filter.Fold(of.Values[0])] = true
		}
	}
	if both == 0 {
		t.Error("nobody has two licenses of one name")
	}
}
