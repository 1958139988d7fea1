package app

import (
	"testing"

	"inventorybeacon/money"
)

// A price may have more decimals than its currency has coins; a sum is written in coins.
func TestSumsOfRecommendationsAreWrittenInCoins(t *testing.T) {
	for _, tt := range []struct {
		name     string
		price    money.Price
		units    int64
		currency string
		want     any
	}{
		{"given a twelfth of a year's price", money.Price{Micros: 432_100_000, Currency: "EUR", Per: money.Year}, 30, "EUR", 1080.25},
		{"given half a cent", money.Price{Micros: 5_000, Currency: "EUR"}, 1, "EUR", 0.01},
		{"given a currency without decimals", money.Price{Micros: 1_333_333, Currency: "JPY"}, 3, "JPY", 4.0},
		{"given three decimals", money.Price{Micros: 83_333, Currency: "BHD"}, 1, "BHD", 0.083},
		{"given no price", money.Price{}, 1, "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			row := SumRow{Key: "x", Count: tt.units, Currency: tt.currency, Saved: tt.price.Times(tt.units)}
			for _, column := range SumColumns("reason") {
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
