package inventory

import (
	"testing"

	"inventorybeacon/money"
)

// BenchmarkCosts measures what the page Costs asks for, and an export of all its rows.
func BenchmarkCosts(b *testing.B) {
	inv, _ := benchmarkInventory(b)
	inv.queries.Options.Terms = func(string, string) Terms {
		return Terms{Price: &money.Price{Micros: 1_000_000, Currency: "EUR", Per: money.Month}}
	}
	for _, by := range []string{"department", "companyName", "country", "jobTitle", "licenses", "active", "tenant"} {
		b.Run("by "+by, func(b *testing.B) {
			latency(b, func() error { _, err := inv.SumCosts(b.Context(), UserQuery{}, by); return err })
		})
	}
	b.Run("of a license by department", func(b *testing.B) {
		latency(b, func() error {
			_, err := inv.SumCosts(b.Context(), UserQuery{Filter: is("licenses", "SKU_03")}, "department")
			return err
		})
	})
	b.Run("rows", func(b *testing.B) {
		rows := 0
		for b.Loop() {
			if err := inv.EachCost(b.Context(), UserQuery{}, func(CostRow) error { rows++; return nil }); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
	})
}
