package lists

import (
	"slices"
	"testing"

	"inventorybeacon/app/export"
	"inventorybeacon/app/reclaim"
	"inventorybeacon/money"
)

func TestSumRowsAreOneACurrencyAndOneForTheRest(t *testing.T) {
	saved := func(micros int64) money.Amount { return money.Price{Micros: micros, Per: money.Month}.Times(1) }
	rows := sumRows([]reclaim.Sum{
		{Key: "all", Count: 5, Counts: map[string]int64{"EUR": 2, "USD": 3}, Saved: map[string]money.Amount{"USD": saved(1), "EUR": saved(2)}},
		{Key: "some", Count: 4, Counts: map[string]int64{"EUR": 3}, Saved: map[string]money.Amount{"EUR": saved(3)}},
		{Key: "none", Count: 1},
		{Key: "nobody"},
	})
	want := []sumRow{
		{"all", 2, "EUR", saved(2)},
		{"all", 3, "USD", saved(1)},
		{"some", 3, "EUR", saved(3)},
		{key: "some", count: 1},
		{key: "none", count: 1},
	}
	if !slices.EqualFunc(rows, want, func(a, b sumRow) bool {
		return a.key == b.key && a.count == b.count && a.currency == b.currency && a.saved.Cmp(b.saved) == 0
	}) {
		t.Errorf("%+v, want %+v", rows, want)
	}
}

// A price may have more decimals than its currency has coins; a sum is written in coins.
func TestSumsOfRecommendationsAreWrittenInCoins(t *testing.T) {
	for _, tt := range []struct {
		name     string
		price    money.Price
		units    int64
		currency string
		want     any
	}{
		{
			"given a twelfth of a year's price",
			money.Price{Micros: 432_100_000, Currency: "EUR", Per: money.Year},
			30, "EUR",
			export.Fixed{Number: 1080.25, Decimals: 2},
		},
		{"given half a cent", money.Price{Micros: 5_000, Currency: "EUR"}, 1, "EUR", export.Fixed{Number: 0.01, Decimals: 2}},
		{"given a currency without decimals", money.Price{Micros: 1_333_333, Currency: "JPY"}, 3, "JPY", export.Fixed{Number: 4}},
		{"given three decimals", money.Price{Micros: 83_333, Currency: "BHD"}, 1, "BHD", export.Fixed{Number: 0.083, Decimals: 3}},
		{"given no price", money.Price{}, 1, "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			row := sumRow{key: "x", count: tt.units, currency: tt.currency, saved: tt.price.Times(tt.units)}
			for _, column := range sumColumns("reason") {
				if column.Key != "price" {
					continue
				}
				if got := column.Value(row); got != tt.want {
					t.Errorf("%v is written for %d units, not %v", got, tt.units, tt.want)
				}
			}
		})
	}
}
