package inventory

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"inventorybeacon/connector/panics"
	"inventorybeacon/store/inventory/filter"
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
			publishDelivery(t, inv, "one", oddTenant(100+seed, r.IntN(300), r.IntN(40)).scattered(r))
			publishDelivery(t, inv, "two", oddTenant(200+seed, r.IntN(100), 10).of("u").scattered(r))
			rows, err := inv.Recommendations(t.Context(), ReclaimQuery{})
			must(t, err)
			for range 8 {
				compareWithRows(t, inv, randomReclaimQuery(r, rows))
			}
		})
	}
}

// A page that is left ends its sums wherever they are.
func TestSumsThatAreNoLongerWantedEnd(t *testing.T) {
	inv := openPriced(t, prices(5))
	publishDelivery(t, inv, "one", oddTenant(1, 300, 40).scattered(rand.New(rand.NewPCG(1, 1))))
	count := func(sums []ReclaimSum) (n int64) {
		for _, s := range sums {
			n += s.Count
		}
		return n
	}
	whole, err := inv.SumRecommendations(t.Context(), ReclaimQuery{}, ByDepartment)
	must(t, err)
	canceled := 0
	for wait := range 400 {
		ctx, cancel := context.WithCancel(t.Context())
		end := time.AfterFunc(time.Duration(wait)*25*time.Microsecond, cancel) // wherever the sums are by then
		sums, err := inv.SumRecommendations(ctx, ReclaimQuery{}, ByDepartment)
		end.Stop()
		ended := ctx.Err() != nil
		cancel()
		switch {
		case err != nil && !ended:
			t.Fatal(err)
		case err != nil:
			canceled++
		case count(sums) != count(whole):
			t.Fatalf("%d are counted, want %d", count(sums), count(whole))
		}
	}
	if canceled == 0 {
		t.Error("all were summed up")
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

// scattered gives people departments, companies and countries, of which many have some and few have others.
func (d delivery) scattered(r *rand.Rand) delivery {
	values := 1 + r.IntN(80)
	value := func(name string) string {
		if r.IntN(9) == 0 {
			return ""
		}
		if r.IntN(4) == 0 {
			name = strings.ToUpper(name)
		}
		return fmt.Sprint(name, " ", r.IntN(1+r.IntN(values)))
	}
	for _, page := range d.pages {
		for i := range page {
			page[i].Department, page[i].CompanyName, page[i].Country = value("Sales"), value("Müller"), value("Norway")
		}
	}
	return d
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

// Sums are counted on two connections, of which each sees the inventory as it was when it began to read.
func TestSumsAreOfOneStateWhileOthersArePublished(t *testing.T) {
	inv := openPriced(t, prices(5))
	deliveries := []delivery{oddTenant(21, 60, 10), oddTenant(22, 90, 10)}
	counted := func() (count int64, err error) {
		sums, err := inv.SumRecommendations(t.Context(), ReclaimQuery{}, ByDepartment)
		for _, s := range sums {
			count += s.Count
		}
		return count, err
	}
	states := map[int64]bool{}
	for _, d := range deliveries {
		publishDelivery(t, inv, "one", d)
		count, err := counted()
		must(t, err)
		states[count] = true
	}
	if len(states) != len(deliveries) {
		t.Fatalf("both deliveries have %v recommendations", states)
	}
	group, _ := panics.WithContext(t.Context())
	for range 10 { // more than there are connections
		group.Go(func() error {
			for range 20 {
				count, err := counted()
				if err != nil {
					return err
				}
				if !states[count] {
					return fmt.Errorf("counted %d, want one of %v", count, states)
				}
			}
			return nil
		})
	}
	for i := range 10 {
		publishDelivery(t, inv, "one", deliveries[i%2])
	}
	must(t, group.Wait())
}
