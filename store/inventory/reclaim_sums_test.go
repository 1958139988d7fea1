package inventory

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"inventorybeacon/store/inventory/filter"

	gocmp "github.com/google/go-cmp/cmp"
)

// summed is what sums are of, but for how many.
type summed struct {
	tenant, sku, value string
	reason             Reason
	certainty          Certainty
	saved              string
}

// TestSumsAreThoseOfTheRows asks for sums and for the rows themselves in the same words, of
// tenants and of queries that are made up.
func TestSumsAreThoseOfTheRows(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprintf("given seed %d", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(40, seed))
			inv := openPriced(t, prices(r.IntN(9)))
			publishDelivery(t, inv, "one", oddTenant(100+seed, r.IntN(300), r.IntN(40)))
			publishDelivery(t, inv, "two", oddTenant(200+seed, r.IntN(100), 10).of("u"))
			rows, err := inv.Recommendations(t.Context(), ReclaimQuery{})
			must(t, err)
			for range 8 {
				compareWithRows(t, inv, randomReclaimQuery(r, rows))
			}
		})
	}
}

// randomReclaimQuery asks for some of the recommendations that there are.
func randomReclaimQuery(r *rand.Rand, rows []Recommendation) ReclaimQuery {
	q := ReclaimQuery{Window: []int{0, 30, 90, 180}[r.IntN(4)]}
	for _, row := range rows {
		if r.IntN(4) == 0 {
			q.Kept = append(q.Kept, Held{TenantID: row.TenantID, UserID: row.UserID, SKUID: row.SKUID})
		}
	}
	if len(rows) == 0 {
		return q
	}
	row := rows[r.IntN(len(rows))]
	switch r.IntN(7) {
	case 0:
		q.Filter = is("department", row.Department)
	case 1:
		q.Filter = is("country", row.Country)
	case 2:
		q.License = row.SKUPartNumber
	case 3:
		q.Search = row.DisplayName
	case 4:
		q.Filter = filter.Expression{oneOf("reason", row.Reason, ReasonInactive)}
	case 5:
		q.Filter = filter.Expression{oneOf("certainty", row.Certainty)}
	}
	return q
}

func compareWithRows(t *testing.T, inv *Inventory, q ReclaimQuery) {
	t.Helper()
	rows, err := inv.Recommendations(t.Context(), q)
	must(t, err)
	for _, by := range ReclaimColumns {
		want, got := map[summed]int64{}, map[summed]int64{}
		for _, row := range rows {
			value := map[ReclaimColumn]string{ByDepartment: row.Department, ByCompany: row.CompanyName, ByCountry: row.Country}[by]
			want[summed{row.TenantID, row.SKUID, filter.Fold(value), row.Reason, row.Certainty, savedText(row.Saved)}]++
		}
		for _, inv.queries.Options.ManyMatches = range []int{1, 0} { // many holders, and few
			clear(got)
			sums, err := inv.SumRecommendations(t.Context(), q, by)
			must(t, err)
			for _, s := range sums {
				got[summed{s.TenantID, s.License.SKUID, filter.Fold(s.Value), s.Reason, s.Certainty, savedText(s.Saved)}] += s.Count
			}
			if diff := gocmp.Diff(want, got, gocmp.AllowUnexported(summed{})); diff != "" {
				t.Fatalf("sums of %+v by %s (-rows +sums):\n%.2000s", q, by, diff)
			}
		}
	}
}
