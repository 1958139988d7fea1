package inventory

import (
	"os"
	"testing"
)

// BenchmarkReclaim measures what the page Reclaim asks for. INVENTORY_DIR names a folder
// in which the tenant stays for the next time.
func BenchmarkReclaim(b *testing.B) {
	dir := os.Getenv("INVENTORY_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	tenant := newLargeTenant(benchmarkUsers(b))
	inv := open(b, dir)
	ctx := b.Context()
	if published, err := inv.Published(ctx); err != nil || len(published) == 0 {
		must(b, err)
		imp := begin(b, inv, "large")
		tenant.deliver(b, imp)
		_, err := imp.Publish(ctx, noon, nil)
		must(b, err)
		must(b, inv.AwaitIndex(ctx))
	}
	department := "Sales"
	queries := map[string]ReclaimQuery{
		"all":             {},
		"of a license":    {License: "SKU_03"},
		"of a department": {Department: &department},
		"certain":         {Certainties: []Certainty{Certain}},
		"search":          {Search: "anna 1234"},
		"kept":            {Kept: []Held{{"t", guid(3, 7), tenant.skus[0].SKUID}}},
	}
	for _, reason := range Reasons {
		queries[string(reason)] = ReclaimQuery{Reasons: []Reason{reason}}
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
	for _, by := range []ReclaimColumn{ByLicense, ByDepartment} {
		b.Run("sums by "+string(by), func(b *testing.B) {
			latency(b, func() error { _, err := inv.SumRecommendations(ctx, ReclaimQuery{}, by); return err })
		})
	}
}
