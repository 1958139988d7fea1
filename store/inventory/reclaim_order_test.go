package inventory

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"inventorybeacon/store/inventory/internal/query"

	"inventorybeacon/store/inventory/filter"
)

// compareBy are the orders of recommendations, as they are read.
var compareBy = map[string]func(a, b Recommendation) int{
	"displayName":       func(a, b Recommendation) int { return query.CompareNames(a.DisplayName, b.DisplayName) },
	"userPrincipalName": func(a, b Recommendation) int { return query.CompareNames(a.UserPrincipalName, b.UserPrincipalName) },
	"tenant":            func(a, b Recommendation) int { return query.CompareNames(a.Tenant, b.Tenant) },
	"product":           func(a, b Recommendation) int { return query.CompareNames(a.Product, b.Product) },
	"skuPartNumber":     func(a, b Recommendation) int { return query.CompareNames(a.SKUPartNumber, b.SKUPartNumber) },
	"reason": func(a, b Recommendation) int {
		return slices.Index(Reasons, a.Reason) - slices.Index(Reasons, b.Reason)
	},
	"certainty": func(a, b Recommendation) int {
		return slices.Index(Certainties, b.Certainty) - slices.Index(Certainties, a.Certainty)
	},
	"lastActivity": func(a, b Recommendation) int { return cmp.Compare(a.LastActivity, b.LastActivity) },
	"price": func(a, b Recommendation) int {
		return cmp.Or(strings.Compare(a.Saved.Currency, b.Saved.Currency), a.Saved.Cmp(b.Saved.Amount))
	},
	"currency":    func(a, b Recommendation) int { return strings.Compare(a.Saved.Currency, b.Saved.Currency) },
	"department":  func(a, b Recommendation) int { return query.CompareNames(a.Department, b.Department) },
	"companyName": func(a, b Recommendation) int { return query.CompareNames(a.CompanyName, b.CompanyName) },
	"country":     func(a, b Recommendation) int { return query.CompareNames(a.Country, b.Country) },
}

// A tenant may call people whatever it likes.
func TestNoNameKeepsTheFirstRecommendationsFromBeingFound(t *testing.T) {
	inv := openPriced(t, prices(5))
	d := oddTenant(11, 250, 10)
	for _, page := range d.pages {
		for i := range page {
			page[i].DisplayName += []string{"'", "\x00", "\"; --"}[i%3]
		}
	}
	publishDelivery(t, inv, "one", d)
	all, err := inv.Recommendations(t.Context(), ReclaimQuery{Sort: "displayName"})
	must(t, err)
	for _, inv.queries.Options.ManyMatches = range []int{20, 21, 22, 60} { // whoever is the last one who is looked at
		first, err := inv.Recommendations(t.Context(), ReclaimQuery{Sort: "displayName", Limit: 5})
		must(t, err)
		if diff := gocmp.Diff(all[:5], first, amounts); diff != "" {
			t.Errorf("%d looked at (-all +first):\n%s", inv.queries.Options.ManyMatches, diff)
		}
	}
	inv.queries.Options.ManyMatches = 0
}

func TestRecommendationsAreSortedByEveryColumn(t *testing.T) {
	inv := openPriced(t, prices(5))
	first, second := oddTenant(11, 250, 10), oddTenant(12, 120, 10).of("u")
	first.tenant.DisplayName, second.tenant.DisplayName = "Zoo", "contoso"
	publishDelivery(t, inv, "one", first)
	publishDelivery(t, inv, "two", second)
	key := func(r Recommendation) string { return r.Connection + "/" + r.UserID + "/" + r.SKUID }
	keys := func(rows []Recommendation) (all []string) {
		for _, r := range rows {
			all = append(all, key(r))
		}
		return all
	}
	usual, err := inv.Recommendations(t.Context(), ReclaimQuery{})
	must(t, err)
	byKey := map[string]Recommendation{}
	for _, r := range usual {
		byKey[key(r)] = r
	}
	for _, sort := range ReclaimSorts {
		for _, descending := range []bool{false, true} {
			q := ReclaimQuery{Sort: sort, Descending: descending}
			all, err := inv.Recommendations(t.Context(), q)
			must(t, err)
			compare := compareBy[sort]
			if !slices.IsSortedFunc(all, func(a, b Recommendation) int {
				if descending {
					return compare(b, a)
				}
				return compare(a, b)
			}) {
				t.Errorf("not in the order of %s, descending %t", sort, descending)
			}
			if len(all) != len(usual) {
				t.Fatalf("%s: %d rows, want %d", sort, len(all), len(usual))
			}
			for _, r := range all {
				if diff := gocmp.Diff(byKey[key(r)], r, amounts); diff != "" {
					t.Fatalf("%s: a row differs (-usual +sorted):\n%s", sort, diff)
				}
			}
			q.Limit, q.Offset = 17, 101
			page, err := inv.Recommendations(t.Context(), q)
			must(t, err)
			if diff := gocmp.Diff(keys(all[101:118]), keys(page)); diff != "" {
				t.Errorf("%s: a page (-all +page):\n%s", sort, diff)
			}
		}
	}
	// The first pages are the same, however many of the users are looked at for them.
	for _, sort := range ReclaimSorts {
		for _, q := range []ReclaimQuery{
			{Descending: true},
			{Filter: filter.Expression{oneOf("reason", ReasonFailed, ReasonSmaller, ReasonRedundant)}},
			{Filter: filter.Expression{oneOf("certainty", Probable)}, Search: "a"},
		} {
			q.Sort, inv.queries.Options.ManyMatches = sort, 0
			all, err := inv.Recommendations(t.Context(), q)
			must(t, err)
			for _, inv.queries.Options.ManyMatches = range []int{4, 60} {
				for _, q.Offset = range []int{0, 23, 2000} {
					q.Limit = 13
					page, err := inv.Recommendations(t.Context(), q)
					must(t, err)
					want := keys(all)[min(q.Offset, len(all)):min(q.Offset+q.Limit, len(all))]
					if !slices.Equal(want, keys(page)) {
						t.Errorf("%d looked at, %+v:\n%q, want\n%q", inv.queries.Options.ManyMatches, q, keys(page), want)
					}
				}
			}
		}
	}
	inv.queries.Options.ManyMatches = 0
	if _, err := inv.Recommendations(t.Context(), ReclaimQuery{Sort: "nonsense"}); !errors.Is(err, ErrUnknownColumn) {
		t.Errorf("by nonsense: %v", err)
	}
	nobody, err := inv.Recommendations(t.Context(), ReclaimQuery{Sort: "price", License: "none"})
	if err != nil || len(nobody) != 0 {
		t.Errorf("of no license: %v, %v", nobody, err)
	}
}

// TestPagesAreThoseOfTheWholeOrder asks for pages of tenants and queries that are made up, however many of the users are looked at
// for them.
func TestPagesAreThoseOfTheWholeOrder(t *testing.T) {
	for seed := range uint64(10) {
		t.Run(fmt.Sprintf("given seed %d", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(41, seed))
			inv := openPriced(t, prices(r.IntN(9)))
			publishDelivery(t, inv, "one", oddTenant(300+seed, r.IntN(400), r.IntN(40)).scattered(r))
			publishDelivery(t, inv, "two", oddTenant(400+seed, r.IntN(100), 10).of("u").scattered(r))
			rows, err := inv.Recommendations(t.Context(), ReclaimQuery{})
			must(t, err)
			for range 8 {
				q := randomReclaimQuery(r, rows)
				q.Sort, q.Descending = ReclaimSorts[r.IntN(len(ReclaimSorts))], r.IntN(2) == 0
				if r.IntN(4) == 0 {
					q.Filter = append(q.Filter, oneOf("certainty", Review))
				}
				all, err := inv.Recommendations(t.Context(), q)
				must(t, err)
				page := q
				page.Limit, page.Offset = 1+r.IntN(30), r.IntN(2)*r.IntN(len(all)+1)
				for _, inv.queries.Options.ManyMatches = range []int{1, 8, 40, 0} {
					got, err := inv.Recommendations(t.Context(), page)
					must(t, err)
					want := all[page.Offset:min(page.Offset+page.Limit, len(all))]
					if diff := gocmp.Diff(want, got, amounts, cmpopts.EquateEmpty()); diff != "" {
						t.Fatalf("%d looked at for %+v (-want +got):\n%.2000s", inv.queries.Options.ManyMatches, page, diff)
					}
				}
			}
		})
	}
}
