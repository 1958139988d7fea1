package reclaim

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/money"
	"inventorybeacon/store/inventory"
)

func TestSumsNeverCrossCurrenciesAndNameWhatHasNoPrice(t *testing.T) {
	saves := func(micros int64, currency string) inventory.Saving {
		return inventory.Saving{Amount: money.Price{Micros: micros, Currency: currency, Per: money.Month}.Times(1), Currency: currency}
	}
	of := func(name string) inventory.LicenseName { return inventory.LicenseName{SKUID: name, PartNumber: name} }
	called := func(name, product string) inventory.LicenseName {
		return inventory.LicenseName{SKUID: name, PartNumber: name, Product: product}
	}
	lacking := func(name inventory.LicenseName) inventory.Unsaid { return inventory.Unsaid{Unpriced: name} }
	sum := newSum("")
	for _, part := range []inventory.ReclaimSum{
		{Count: 2, License: of("E5"), Saved: saves(54_750_000, "EUR")},
		{Count: 3, License: of("E3"), Saved: saves(10_000_000, "USD")},
		{Count: 1, License: of("E5"), Saved: saves(250_000, "EUR")},
		{Count: 4, License: of("F3"), Unsaid: lacking(of("E1"))}, // which would do in its place
		{Count: 5, License: of("EMS"), Unsaid: lacking(called("EMS", "Mobility"))},
		{Count: 1, License: of("CRM"), Unsaid: lacking(called("CRM", "Customer Relations"))},
		{Count: 6, License: of("E5"), Free: true},
		{Count: 7, License: of("E3"), Unsaid: inventory.Unsaid{Unpriced: of("F3"), Unlike: true}}, // which has a price
	} {
		sum.add(part)
	}
	if sum.Count != 29 || sum.Unpriced != 10 || sum.Unlike != 7 ||
		sum.Saved["EUR"].In("EUR") != "109.75" || sum.Saved["USD"].In("USD") != "30.00" {
		t.Errorf("%d, %d without a price, %s EUR, %s USD", sum.Count, sum.Unpriced, sum.Saved["EUR"].In("EUR"), sum.Saved["USD"].In("USD"))
	}
	if diff := cmp.Diff([]string{"Customer Relations", "E1", "Mobility"}, sum.Without) +
		cmp.Diff(map[string]int64{"EUR": 3, "USD": 3}, sum.Counts); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
