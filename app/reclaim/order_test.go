package reclaim

import (
	"slices"
	"testing"

	"inventorybeacon/money"
	"inventorybeacon/store/inventory"
)

// TestGroupsStandAsWhatTheyHoldIsSorted has departments of which the one with most recommendations saves least, one saves in a
// currency that few have, and one nothing.
func TestGroupsStandAsWhatTheyHoldIsSorted(t *testing.T) {
	all := newSum("")
	group := func(key string, count, each int64, currency string) Sum {
		s, part := newSum(key), inventory.ReclaimSum{Count: count}
		s.GroupID, s.License = key, inventory.LicenseName{PartNumber: key, Product: map[string]string{"many": "Zebra"}[key]}
		if currency != "" {
			price := money.Price{Micros: each * 1_000_000, Currency: currency, Per: money.Month}
			part.Saved = inventory.Saving{Amount: price.Times(1), Currency: currency}
		}
		s.add(part)
		all.add(part)
		return s
	}
	groups := []Sum{group("none", 3, 0, ""), group("few", 2, 50, "EUR"), group("many", 9, 5, "EUR"), group("abroad", 4, 900, "USD")}
	most := []string{"few", "many", "abroad", "none"}
	for _, c := range []struct {
		name string
		by   inventory.ReclaimColumn
		q    Query
		want []string
	}{
		{"given no order, then by what they save in the currency of most", inventory.ByDepartment, Query{}, most},
		{"given another column, then the same", inventory.ByDepartment, Query{Sort: "displayName"}, most},
		{"given what is saved, upward", inventory.ByDepartment, Query{Sort: "price"}, []string{"none", "abroad", "many", "few"}},
		{"given what is saved, downward", inventory.ByDepartment, Query{Sort: "price", Descending: true}, most},
		{"given their own column, then by name", inventory.ByDepartment, Query{Sort: "department"}, []string{"abroad", "few", "many", "none"}},
		{"given it downward", inventory.ByDepartment, Query{Sort: "department", Descending: true}, []string{"none", "many", "few", "abroad"}},
		{"given products", inventory.ByLicense, Query{Sort: "product", Descending: true}, []string{"many", "abroad", "none", "few"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			order(groups, all, c.by, c.q)
			var got []string
			for _, g := range groups {
				got = append(got, g.Key)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestReasonsStandByStrengthUnlessTheirMoneyIsAskedFor(t *testing.T) {
	sums := func() []Sum {
		weak, strong := newSum(string(inventory.ReasonSmaller)), newSum(string(inventory.ReasonDisabled))
		weak.Saved["EUR"] = money.Price{Micros: 1_000_000, Currency: "EUR", Per: money.Month}.Times(1)
		return []Sum{weak, strong}
	}
	all := sums()[0]
	for q, first := range map[struct {
		sort       string
		descending bool
	}]inventory.Reason{
		{"", false}: inventory.ReasonDisabled, {"displayName", true}: inventory.ReasonDisabled,
		{"reason", true}: inventory.ReasonSmaller, {"price", true}: inventory.ReasonSmaller, {"price", false}: inventory.ReasonDisabled,
	} {
		groups := sums()
		order(groups, all, inventory.ByReason, Query{Sort: q.sort, Descending: q.descending})
		if groups[0].Key != string(first) {
			t.Errorf("sorted by %+v, %s is first", q, groups[0].Key)
		}
	}
}
