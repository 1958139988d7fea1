package inventory

import (
	"testing"

	"inventorybeacon/store/inventory/filter"
)

// BenchmarkReclaim measures what the page Reclaim asks for.
func BenchmarkReclaim(b *testing.B) {
	inv, tenant := benchmarkInventory(b)
	ctx := b.Context()
	queries := map[string]ReclaimQuery{
		"all":             {},
		"of a license":    {License: "SKU_03"},
		"of a department": {Filter: is("department", "Sales")},
		"review":          {Filter: filter.Expression{oneOf("certainty", Review)}},
		"long ago":        {Filter: filter.Expression{{Property: "lastActivity", Operator: filter.Before, Values: []string{"today-170"}}}},
		"certain":         {Filter: filter.Expression{oneOf("certainty", Certain)}},
		"search":          {Search: "anna 1234"},
		"kept":            {Kept: []Held{{TenantID: "t", UserID: guid(3, 7), SKUID: tenant.skus[0].SKUID}}},
	}
	for _, sort := range ReclaimSorts {
		queries["by "+sort] = ReclaimQuery{Sort: sort, Limit: 100}
	}
	for _, sort := range []string{"department", "certainty"} {
		queries["of a license by "+sort] = ReclaimQuery{Sort: sort, License: "SKU_03"}
	}
	for _, reason := range Reasons {
		queries[string(reason)] = ReclaimQuery{Filter: filter.Expression{oneOf("reason", reason)}}
	}
	for _, name := range sortedNames(queries) {
		q := queries[name]
		b.Run("sums/"+name, func(b *testing.B) {
			latency(b, func() error { _, err := inv.SumRecommendations(ctx, q, ByReason); return err })
		})
		q.Limit = 100
		b.Run("page/"+name, func(b *testing.B) {
			latency(b, func() error { _, err := inv.Recommendations(ctx, q); return err })
		})
	}
	for _, by := range []ReclaimColumn{ByLicense, ByDepartment, ByCompany, ByCountry} {
		b.Run("sums by "+string(by), func(b *testing.B) {
			latency(b, func() error { _, err := inv.SumRecommendations(ctx, ReclaimQuery{}, by); return err })
		})
	}
}
