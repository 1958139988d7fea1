package overview

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/inventory/internal/licenses"
	"inventorybeacon/store/inventory/internal/query"
)

func TestARenewalSaysHowManyUnitsCanBeDropped(t *testing.T) {
	price, inactive := &money.Price{Currency: "EUR", Micros: 1_000_000, Per: money.Month}, int64(10)
	license := func(purchased, assigned, committed int64) licenses.LicenseRow {
		return licenses.LicenseRow{
			Connection: "c", SKUID: "e3", Kind: licenses.Paid, Purchased: purchased, Assigned: assigned, Inactive: &inactive,
			Terms: query.Terms{Price: price, Committed: committed},
		}
	}
	for given, c := range map[string]struct {
		license licenses.LicenseRow
		units   []int64 // of the renewals, in the order of their days
		want    []int64
	}{
		"fewer unused than are renewed": {license(100, 95, 0), []int64{100}, []int64{15}},
		"several renewals":              {license(100, 60, 0), []int64{30, 70}, []int64{30, 20}},
		"a commitment":                  {license(100, 60, 92), []int64{30, 70}, []int64{8, 0}},
		"nothing unused":                {license(100, 120, 0), []int64{100}, []int64{0}},
		"a license that nobody has to pay": {
			licenses.LicenseRow{Connection: "c", SKUID: "e3", Purchased: 9, Kind: licenses.Free}, []int64{9}, []int64{0},
		},
		"a license that is listed elsewhere": {
			licenses.LicenseRow{Connection: "other", SKUID: "e3", Kind: licenses.Paid, Purchased: 9}, []int64{9}, []int64{0},
		},
	} {
		t.Run(given, func(t *testing.T) {
			var renewals []Renewal
			for i, units := range c.units {
				renewals = append(renewals, Renewal{Connection: "c", SKUID: "e3", Day: connector.Date(20_000 + i), Units: units})
			}
			reduce(renewals, []licenses.LicenseRow{c.license})
			var got []int64
			for _, r := range renewals {
				got = append(got, r.Reducible)
				if r.Reducible > 0 && r.Price != price {
					t.Errorf("its price is %v", r.Price)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("what can be dropped (-want +got):\n%s", diff)
			}
		})
	}
}
