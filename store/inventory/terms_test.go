package inventory

import (
	"cmp"
	"maps"
	"slices"
	"testing"

	"inventorybeacon/money"
	"inventorybeacon/store/inventory/internal/licenses"
)

// TestRowsAreOrderedByWhatTheyCost compares every two of some licenses that are named in their order; those of one group are equal.
func TestRowsAreOrderedByWhatTheyCost(t *testing.T) {
	euros := func(micros int64) Terms {
		return Terms{Price: &money.Price{Micros: micros, Currency: "EUR", Per: money.Month}}
	}
	dollars := Terms{Price: &money.Price{Micros: 1, Currency: "USD", Per: money.Month}}
	number := func(n int64) *int64 { return &n }
	rows := map[string]LicenseRow{
		"none":       {Product: "a", Kind: Paid, Purchased: 10, Available: 10, Renewal: 7},
		"none, too":  {Product: "b", Kind: Paid, Purchased: 10, Assigned: 10, Renewal: 6},
		"cheap":      {Product: "c", Kind: Paid, Purchased: 10, Assigned: 9, Available: 1, Terms: euros(1_000_000)},
		"dear":       {Product: "d", Kind: Paid, Purchased: 10, Assigned: 10, Inactive: number(1), Terms: euros(54_750_000)},
		"dear, free": {Product: "e", Kind: Free, Purchased: 10, Available: 10, Terms: euros(54_750_000)},
		"over":       {Product: "f", Kind: Paid, Purchased: 10, Assigned: 12, Available: -2, Renewal: 7, Terms: dollars},
		"more over":  {Product: "g", Kind: Paid, Purchased: 10, Assigned: 13, Available: -3, Renewal: 8, Terms: dollars},
	}
	for order, given := range map[string]struct {
		compare func(a, b LicenseRow) int
		groups  [][]string
	}{
		"price":    {licenses.Sorts["price"], [][]string{{"none", "none, too"}, {"cheap"}, {"dear", "dear, free"}, {"over", "more over"}}},
		"currency": {licenses.Sorts["currency"], [][]string{{"none", "none, too"}, {"cheap", "dear", "dear, free"}, {"over", "more over"}}},
		"unusedSpend": {
			licenses.Sorts["unusedSpend"],
			[][]string{{"none", "none, too"}, {"dear, free"}, {"cheap"}, {"dear"}, {"over", "more over"}},
		},
		"more to do": {MoreToDo, [][]string{{"more over"}, {"over"}, {"none"}, {"dear, free"}, {"cheap"}, {"dear"}, {"none, too"}}},
	} {
		places := map[string]int{}
		for place, names := range given.groups {
			for _, name := range names {
				places[name] = place
			}
		}
		for _, a := range slices.Sorted(maps.Keys(places)) {
			for _, b := range slices.Sorted(maps.Keys(places)) {
				got, want := given.compare(rows[a], rows[b]), cmp.Compare(places[a], places[b])
				if cmp.Compare(got, 0) != want {
					t.Errorf("by %s %q to %q is %d, want %d", order, a, b, got, want)
				}
			}
		}
	}
}

func TestSpendIsOfPaidLicensesThatHaveAPrice(t *testing.T) {
	price, inactive := &money.Price{Micros: 2_000_000, Currency: "EUR", Per: money.Month}, int64(3)
	for _, c := range []struct {
		name        string
		row         LicenseRow
		spent, want string
	}{
		{
			"given free units and inactive holders",
			LicenseRow{Kind: Paid, Purchased: 10, Assigned: 8, Inactive: &inactive, Terms: Terms{Price: price}},
			"20.00", "10.00",
		},
		{
			"given nothing known of holders, then free units alone",
			LicenseRow{Kind: Paid, Purchased: 10, Assigned: 8, Terms: Terms{Price: price}},
			"20.00", "4.00",
		},
		{"given no price", LicenseRow{Kind: Paid, Purchased: 10}, "", ""},
		{"given no purchase", LicenseRow{Kind: Trial, Purchased: 10, Terms: Terms{Price: price}}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if spent, ok := c.row.Spend(); ok != (c.spent != "") || ok && spent.In("EUR") != c.spent {
				t.Errorf("all cost %s, %v; want %q", spent.In("EUR"), ok, c.spent)
			}
			spend, ok := c.row.UnusedSpend()
			if ok != (c.want != "") || ok && spend.In("EUR") != c.want {
				t.Errorf("%s, %v; want %q", spend.In("EUR"), ok, c.want)
			}
		})
	}
}
