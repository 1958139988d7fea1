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

	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/inventory/filter"
)

// costOf is what a unit of a license costs a tenant a month: whole euros or dollars; nothing without a price.
func costOf(tenantID, skuID string) (amount int64, currency string) {
	switch {
	case skuID == "sku-0" && tenantID == "one-id":
		return 10, "EUR"
	case skuID == "sku-0":
		return 20, "EUR"
	case skuID == "sku-1":
		return 3, "USD"
	default:
		return 0, ""
	}
}

// pricedInventory is [filterInventory] with prices of [costOf]; sku-3 is free.
func pricedInventory(t *testing.T, way string) (*Inventory, map[string]truth) {
	inv, truths := filterInventory(t, way)
	inv.queries.Options.ProductKind = func(skuID, _ string) string { return map[string]string{"sku-3": "free"}[skuID] }
	inv.queries.Options.Terms = func(tenantID, skuID string) Terms {
		amount, currency := costOf(tenantID, skuID)
		if currency == "" {
			return Terms{}
		}
		if skuID == "sku-1" {
			return Terms{Price: &money.Price{Micros: 12 * amount * 1_000_000, Currency: currency, Per: money.Year}}
		}
		return Terms{Price: &money.Price{Micros: amount * 1_000_000, Currency: currency, Per: money.Month}}
	}
	return inv, truths
}

// costTruth is a row of [Inventory.EachCost] as text, with the values by which rows are summed up.
type costTruth struct {
	row    string
	user   truth
	sku    string
	amount int64
	of     string // the currency
}

// costsWhere are the rows for which conditions hold: those on licenses are about the row's alone.
func costsWhere(truths map[string]truth, e filter.Expression) (rows []costTruth) {
	for id, user := range truths {
		for _, sku := range user["licenses"] {
			if !strings.HasPrefix(sku, "sku-") || sku == "sku-3" {
				continue
			}
			amount, currency := costOf(user["tenant"][2], sku)
			if slices.ContainsFunc(e, func(c filter.Condition) bool {
				p, _ := filter.Named(UserProperties(), c.Property)
				switch values := user[c.Property]; c.Property {
				case "price", "priceYear", "currency":
					return !naivePrice(c, amount, currency)
				case "licenses":
					return !naive(c, p.Kind, []string{sku, strings.Replace(sku, "sku-", "PART_", 1)})
				default:
					return !naive(c, p.Kind, values)
				}
			}) {
				continue
			}
			rows = append(rows, costTruth{fmt.Sprint(id, " ", sku, " ", amount, currency), user, sku, amount, currency})
		}
	}
	return rows
}

// naivePrice says whether a condition holds for what a license costs a month.
func naivePrice(c filter.Condition, amount int64, currency string) bool {
	value := map[string]string{"price": fmt.Sprint(amount), "priceYear": fmt.Sprint(12 * amount), "currency": currency}[c.Property]
	if currency == "" {
		value = ""
	}
	order := cmp.Compare(value, c.Values[0])
	if c.Property != "currency" {
		var have, want int64
		_, _ = fmt.Sscan(value, &have)
		_, _ = fmt.Sscan(c.Values[0], &want)
		order = cmp.Compare(have, want)
	}
	known := c.Property == "currency" || value != "" && c.Values[0] != ""
	switch c.Operator {
	case filter.IsNot:
		return value != c.Values[0]
	case filter.OneOf:
		return slices.Contains(c.Values, value)
	case filter.Contains:
		return strings.Contains(value, c.Values[0])
	case filter.Before:
		return known && order < 0
	case filter.After:
		return known && order > 0
	default:
		return value == c.Values[0]
	}
}

// pricesAsked are conditions on what licenses cost.
func pricesAsked() (all []filter.Condition) {
	for _, asked := range []struct {
		property string
		values   []string
	}{{"price", []string{"", "10", "5"}}, {"priceYear", []string{"36", "120"}}, {"currency", []string{"", "EUR", "USD"}}} {
		p, _ := filter.Named(CostProperties(), asked.property)
		for _, operator := range p.Kind.Operators() {
			all = append(all, filter.Condition{Property: p.Name, Operator: operator, Values: asked.values[len(asked.values)-1:]})
			if operator == filter.Is || operator == filter.IsNot || operator == filter.OneOf {
				all = append(all, filter.Condition{Property: p.Name, Operator: operator, Values: asked.values[:1]})
			}
		}
	}
	return all
}

// sumOf is what rows of one value and currency come to.
type sumOf struct{ users, licenses, amount int64 }

func sumsOf(rows []costTruth, by string) map[string]sumOf {
	sums, seen := map[string]sumOf{}, map[string]bool{}
	for _, r := range rows {
		value := ""
		switch by {
		case "all":
		case "licenses", "products":
			value = strings.Replace(r.sku, "sku-", "PART_", 1)
		case "tenant":
			value = r.user[by][0]
		default:
			value = r.user[by][0]
		}
		key := filter.Fold(value) + "/" + r.of
		s := sums[key]
		if user := key + r.user["id"][0]; !seen[user] {
			seen[user] = true
			s.users++
		}
		s.licenses, s.amount = s.licenses+1, s.amount+r.amount
		sums[key] = s
	}
	return sums
}

func found(t *testing.T, sums []CostSum) map[string]sumOf {
	t.Helper()
	all, called := map[string]sumOf{}, map[string]any{}
	for _, s := range sums {
		value := filter.ValueOf(s.Value)
		if day, is := s.Value.(connector.Date); is {
			value = fmt.Sprint(int(day))
		}
		key := filter.Fold(value) + "/" + s.Currency
		if _, twice := all[key]; twice {
			t.Errorf("there are two sums of %q", key)
		}
		if other, known := called[filter.Fold(value)]; known && other != s.Value {
			t.Errorf("%v is called %v in another currency", s.Value, other)
		}
		called[filter.Fold(value)] = s.Value
		all[key] = sumOf{s.Users, s.Licenses, s.Spent.Whole()}
	}
	return all
}

func TestCostsAreThoseOfTheLicensesThatUsersHold(t *testing.T) {
	columns := []string{
		"licenses", "products", "tenant", "active", "department", "companyName", "country", "city", "enabled", "created", "userType", "state",
	}
	for way := range waysToFind {
		t.Run(way, func(t *testing.T) {
			inv, truths := pricedInventory(t, way)
			var every []filter.Condition
			for _, p := range UserProperties() {
				if p.Name != "application" && p.Name != "active" { // whose state beside a license is another one
					every = append(every, conditionsOn(p)...)
				}
			}
			every = append(every, slices.Concat(pricesAsked(), pricesAsked(), pricesAsked())...)
			random, some := rand.New(rand.NewPCG(3, 4)), 0
			for n := range 150 {
				var e filter.Expression
				for range n % 3 {
					e = append(e, every[random.IntN(len(every))])
				}
				rows := costsWhere(truths, e)
				some += min(1, len(rows))
				got, want := []string{}, []string{}
				sorts := []string{"", "skuPartNumber", "product", "price", "priceYear", "currency", "department", "userPrincipalName"}
				q := UserQuery{Filter: e, Sort: sorts[n%len(sorts)], Descending: n%3 == 0, Limit: 1, Offset: 1}
				var listed []CostRow
				must(t, inv.EachCost(t.Context(), q, func(r CostRow) error {
					listed = append(listed, r)
					amount, currency := int64(0), ""
					if r.Price != nil {
						amount, currency = r.Price.Times(1).Whole(), r.Price.Currency
					}
					got = append(got, fmt.Sprint(r.ID, " ", r.SKUID, " ", amount, currency))
					return nil
				}))
				for _, r := range rows {
					want = append(want, r.row)
				}
				if !slices.IsSortedFunc(listed, func(a, b CostRow) int { return costOrder(a, b, q) }) {
					t.Errorf("%s is not in the order %s", e, q.Sort)
				}
				slices.Sort(got)
				slices.Sort(want)
				if diff := gocmp.Diff(want, got); diff != "" {
					t.Fatalf("%s (-want +got):\n%.3000s", e, diff)
				}
				by := columns[n%len(columns)]
				costs, err := inv.SumCosts(t.Context(), UserQuery{Filter: e}, by)
				must(t, err)
				if diff := gocmp.Diff(sumsOf(rows, by), found(t, costs.Groups), gocmp.AllowUnexported(sumOf{})); diff != "" {
					t.Fatalf("%s by %s (-want +got):\n%.3000s", e, by, diff)
				}
				if diff := gocmp.Diff(sumsOf(rows, "all"), found(t, costs.All), gocmp.AllowUnexported(sumOf{})); diff != "" {
					t.Fatalf("%s in all (-want +got):\n%.3000s", e, diff)
				}
				unpriced := []string(nil)
				if slices.ContainsFunc(rows, func(r costTruth) bool { return r.of == "" }) {
					unpriced = []string{"PART_2"}
				}
				if !slices.Equal(costs.Unpriced, unpriced) {
					t.Errorf("%s: %q have no price, want %q", e, costs.Unpriced, unpriced)
				}
			}
			if some < 30 {
				t.Errorf("only %d of the filters left something", some)
			}
		})
	}
}

// costOrder compares rows by a column of licenses, of which some queries want the greatest first.
func costOrder(a, b CostRow, q UserQuery) int {
	price := func(r CostRow) int64 {
		if r.Price == nil {
			return 0
		}
		return r.Price.Times(1).Whole()
	}
	order := 0
	switch q.Sort {
	case "skuPartNumber", "product":
		order = cmp.Compare(a.SKUPartNumber, b.SKUPartNumber)
	case "price", "priceYear":
		order = cmp.Or(cmp.Compare(a.Currency(), b.Currency()), cmp.Compare(price(a), price(b)))
	case "currency":
		order = cmp.Compare(a.Currency(), b.Currency())
	}
	if q.Descending {
		return -order
	}
	return order
}

// A user with two licenses of one name is one of its holders.
func TestCostsOfLicensesOfOneNameAreOneSum(t *testing.T) {
	inv, truths := pricedInventory(t, usualWay)
	inv.queries.Options.ProductName = func(_, part string) string { return map[string]string{"PART_0": "Office", "PART_1": "OFFICE"}[part] }
	inv.queries.Options.Terms = func(string, string) Terms {
		return Terms{Price: &money.Price{Micros: 1_000_000, Currency: "EUR", Per: money.Month}}
	}
	users, licenses := int64(0), int64(0)
	for _, user := range truths {
		first, second := slices.Contains(user["licenses"], "sku-0"), slices.Contains(user["licenses"], "sku-1")
		for _, has := range []bool{first, second} {
			if has {
				licenses++
			}
		}
		if first || second {
			users++
		}
	}
	costs, err := inv.SumCosts(t.Context(), UserQuery{}, "products")
	must(t, err)
	got := found(t, costs.Groups)[filter.Fold("Office")+"/EUR"]
	if got != (sumOf{users, licenses, licenses}) || users == licenses {
		t.Errorf("of one name: %+v, want %d users with %d", got, users, licenses)
	}
}

func TestCostsKnowWhatTheyAreSummedUpBy(t *testing.T) {
	inv, _ := pricedInventory(t, usualWay)
	for _, by := range []string{"", "nothing", "application", "failed"} {
		if _, err := inv.SumCosts(t.Context(), UserQuery{}, by); !errors.Is(err, ErrUnknownColumn) {
			t.Errorf("by %q: %v", by, err)
		}
	}
	enough := errors.New("enough")
	rows := 0
	err := inv.EachCost(t.Context(), UserQuery{Connections: []string{"two"}, Sort: "id", Descending: true}, func(r CostRow) error {
		if rows++; r.Connection != "two" {
			t.Errorf("row %d is of %s", rows, r.Connection)
		}
		if rows == 3 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || rows != 3 {
		t.Errorf("after %d rows: %v", rows, err)
	}
}
