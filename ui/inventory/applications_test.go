package inventory

import (
	"testing"

	"inventorybeacon/app"
	"inventorybeacon/money"
	"inventorybeacon/ui/session/sessiontest"
)

func TestActivationsAreNotToldOfWhatNoReportCounts(t *testing.T) {
	defer sessiontest.Open(t, sessiontest.Options{}).End() // for the words
	zero, some, active := int64(0), int64(745), int64(800)
	for name, given := range map[string]struct {
		active, devices *int64
		says            string
	}{
		"an application of usage reports": {&active, &zero, "–"},
		"one with devices all the same":   {&active, &some, "745"},
		"a product on no device":          {nil, &zero, "0"},
		"without the report":              {nil, nil, "–"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := activationsOf(app.ApplicationRow{Active: given.active}, given.devices); got.Text != given.says {
				t.Errorf("it says %q, want %q", got.Text, given.says)
			}
		})
	}
}

func TestSumsOfAColumnHaveNoDecimals(t *testing.T) {
	defer sessiontest.Open(t, sessiontest.Options{}).End() // for the words
	for unused, says := range map[int64]string{1: "11 EUR", 30: "333 EUR", 116: "1,288 EUR"} {
		row := app.LicenseRow{}
		row.Kind, row.Purchased, row.Available = app.Paid, unused, unused
		row.Price = &money.Price{Micros: 11_100_000, Currency: "EUR", Per: money.Month}
		if got := spendCell(row, row.UnusedSpend).Text; got != says {
			t.Errorf("of %d unused it says %q, want %q", unused, got, says)
		}
	}
}
