package users

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// costing sums up costs.
type costing struct {
	selection  *userSelection
	paid       paidLicenses
	by, column string
	kind       filter.Kind
	licensings map[int64][]int64 // the SKUs of each
}

// holders are users who have a value and a licensing in common.
type holders struct {
	value             any // a text or a number
	source, licensing int64
}

func (c *costing) readLicensings(ctx context.Context, tx tables.Querier) error {
	type assignment struct{ licensing, sku int64 }
	all, err := sqlite.Collect(ctx, tx, func(a *assignment) []any { return []any{&a.licensing, &a.sku} },
		"SELECT licensing, sku FROM assignment")
	c.licensings = map[int64][]int64{}
	for _, a := range all {
		c.licensings[a.licensing] = append(c.licensings[a.licensing], a.sku)
	}
	return err
}

// count counts holders, half of them on another core where that is free. SQLite would sort them to group
// them, which takes longer than to find them.
func (c *costing) count(ctx context.Context, readings []query.Reading) (map[holders]int64, error) {
	halves := []string{"1"}
	if len(readings) > 1 {
		both := query.HalvesByKey("uid", c.selection.sources)
		halves = both[:]
	}
	counts := make([]map[holders]int64, len(halves))
	err := query.Share(ctx, readings, len(halves), func(ctx context.Context, which, n int) (err error) {
		counts[n], err = c.countHalf(ctx, readings[which], halves[n])
		return err
	})
	if err != nil {
		return nil, err
	}
	all := counts[0]
	for _, half := range counts[1:] {
		for of, n := range half {
			all[of] += n
		}
	}
	return all, nil
}

func (c *costing) countHalf(ctx context.Context, r query.Reading, half string) (map[holders]int64, error) {
	var text string
	var number, source, licensing int64
	columns := tables.Columns{"uid >> 32", &source, "h.licensing", &licensing}
	texts := c.kind != filter.Day && c.kind != filter.Flag
	switch {
	case c.column == "":
	case texts:
		columns = append(columns, c.column, &text)
	default:
		columns = append(columns, c.column, &number)
	}
	counts := map[holders]int64{}
	values := map[string]any{} // a text in an interface takes memory each time it is put there
	rest := c.selection.fromSorted(c.column) + c.selection.Where() + " AND " + half
	err := tables.EachInto(ctx, r.Conn, columns, rest, func() error {
		of := holders{number, source, licensing}
		if texts {
			value, known := values[text]
			if !known {
				value = text
				values[text] = value
			}
			of.value = value
		}
		counts[of]++
		return nil
	}, c.selection.Args...)
	return counts, err
}

// sum multiplies holders by what their licenses cost.
func (c *costing) sum(held map[holders]int64) Costs {
	all, groups, unpriced := costSums{}, costSums{}, map[string]bool{}
	for of, users := range held {
		everybody, grouped := costSums{}, costSums{}
		for _, sku := range c.licensings[of.licensing] {
			license, is := c.paid[of.source][sku]
			if !is {
				continue
			}
			everybody.add(nil, license.Price, users)
			grouped.add(c.value(of, license), license.Price, users)
			if license.Price == nil {
				unpriced[license.Product] = true
			}
		}
		all.addUsers(everybody, users)
		groups.addUsers(grouped, users)
	}
	return Costs{All: all.sorted(), Groups: groups.sorted(), Unpriced: slices.Sorted(maps.Keys(unpriced))}
}

// value is what holders of a license are grouped by, as in [query.Group].
func (c *costing) value(of holders, license PaidLicense) any {
	var text string
	switch {
	case c.by == "licenses":
		return cmp.Or(license.SKUPartNumber, license.SKUID)
	case c.by == "products":
		return license.Product
	case c.by == "tenant":
		text = c.selection.of[of.source].TenantName
	case c.by == "connection":
		text = c.selection.of[of.source].Connection
	case c.kind == filter.Day:
		return connector.Date(of.value.(int64))
	case c.kind == filter.Flag:
		return of.value.(int64) != 0
	default:
		text = of.value.(string)
	}
	if text == "" {
		return nil
	}
	return text
}

// costKey is what a sum is of; texts are folded.
type costKey struct {
	value    any
	currency string
}

// costSums are sums by value and currency.
type costSums map[costKey]*CostSum

// at is the sum of a value in a currency. Texts that differ only in the case of letters are one value.
func (s costSums) at(value any, currency string) *CostSum {
	key := costKey{value, currency}
	text, is := value.(string)
	if is {
		key.value = filter.Fold(text)
	}
	sum := s[key]
	if sum == nil {
		sum = &CostSum{Value: value, Currency: currency}
		s[key] = sum
	}
	if is {
		sum.Value = min(text, sum.Value.(string))
	}
	return sum
}

// add adds a license that so many users hold.
func (s costSums) add(value any, price *money.Price, users int64) {
	currency, spent := "", money.Amount{}
	if price != nil {
		currency, spent = price.Currency, price.Times(users)
	}
	sum := s.at(value, currency)
	sum.Licenses += users
	sum.Spent = sum.Spent.Plus(spent)
}

// addUsers adds what users hold, each of whom counts once.
func (s costSums) addUsers(held costSums, users int64) {
	for _, of := range held {
		sum := s.at(of.Value, of.Currency)
		sum.Users += users
		sum.Licenses += of.Licenses
		sum.Spent = sum.Spent.Plus(of.Spent)
	}
}

// sorted are the sums by value. One value is called in all currencies as the first of its texts in the order of the
// alphabet.
func (s costSums) sorted() []CostSum {
	called := map[any]string{}
	for key, sum := range s {
		if text, is := sum.Value.(string); is {
			called[key.value] = min(text, cmp.Or(called[key.value], text))
		}
	}
	sums := make([]CostSum, 0, len(s))
	for key, sum := range s {
		if text, is := called[key.value]; is {
			sum.Value = text
		}
		sums = append(sums, *sum)
	}
	slices.SortFunc(sums, func(a, b CostSum) int {
		return cmp.Or(cmp.Compare(orderOf(a.Value), orderOf(b.Value)), cmp.Compare(a.Currency, b.Currency))
	})
	return sums
}

// orderOf is a text by which values are in order, those that are not known first.
func orderOf(value any) string {
	if value == nil {
		return ""
	}
	return filter.Fold(fmt.Sprint(value))
}
