package users

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

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
	value             string
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
	if c.column == "" {
		return c.countLicensings(ctx, r.Tx, half)
	}
	var source, licensing int64
	var value string
	columns := tables.Columns{"uid >> 32", &source, "h.licensing", &licensing, "CAST(" + c.column + " AS TEXT)", &value}
	type key struct {
		value             uint32 // its place among the values
		source, licensing int64
	}
	counts, places, values := map[key]int64{}, map[string]uint32{}, []string{}
	rest := c.selection.fromSorted(c.column) + c.selection.Where() + " AND " + half
	err := tables.EachInto(ctx, r.Conn, columns, rest, func() error {
		place, known := places[value]
		if !known {
			place = uint32(len(values))
			places[value], values = place, append(values, value)
		}
		counts[key{place, source, licensing}]++
		return nil
	}, c.selection.Args...)
	held := make(map[holders]int64, len(counts))
	for of, n := range counts {
		held[holders{values[of.value], of.source, of.licensing}] = n
	}
	return held, err
}

// countLicensings counts holders of whom nothing else is asked.
func (c *costing) countLicensings(ctx context.Context, tx tables.Querier, half string) (map[holders]int64, error) {
	type counted struct{ source, licensing, users int64 }
	all, err := sqlite.Collect(ctx, tx, func(h *counted) []any { return []any{&h.source, &h.licensing, &h.users} },
		"SELECT uid >> 32, h.licensing, count(*)"+c.selection.fromCounted()+c.selection.Where()+" AND "+half+" GROUP BY h.licensing, uid >> 32",
		c.selection.Args...)
	held := make(map[holders]int64, len(all))
	for _, h := range all {
		held[holders{"", h.source, h.licensing}] = h.users
	}
	return held, err
}

// unit is what one holder of a licensing costs, as far as prices are in one currency, and is one license where
// these are what costs are summed up by.
type unit struct {
	license  string // its name; empty where costs are not summed up by it
	currency string
	licenses int64
	spent    money.Amount
}

// unitsOf are those of a licensing of a source.
func (c *costing) unitsOf(source, licensing int64, unpriced map[string]bool) (units []unit) {
	for _, sku := range c.licensings[licensing] {
		license, is := c.paid[source][sku]
		if !is {
			continue
		}
		one := unit{currency: license.Currency(), licenses: 1}
		switch c.by {
		case "licenses":
			one.license = cmp.Or(license.SKUPartNumber, license.SKUID)
		case "products":
			one.license = license.Product
		}
		if license.Price != nil {
			one.spent = license.Price.Times(1)
		} else {
			unpriced[license.Product] = true
		}
		same := func(u unit) bool {
			return u.currency == one.currency && filter.Fold(u.license) == filter.Fold(one.license)
		}
		if at := slices.IndexFunc(units, same); at >= 0 {
			units[at].licenses++
			units[at].spent = units[at].spent.Plus(one.spent)
			continue
		}
		units = append(units, one)
	}
	return units
}

// sum multiplies holders by what their licenses cost.
func (c *costing) sum(held map[holders]int64) Costs {
	all, groups, unpriced := costSums{}, costSums{}, map[string]bool{}
	known := map[holders][]unit{} // by licensing, without a value
	for of, users := range held {
		licensing := holders{"", of.source, of.licensing}
		units, is := known[licensing]
		if !is {
			units = c.unitsOf(of.source, of.licensing, unpriced)
			known[licensing] = units
		}
		value, inAll := c.value(of), map[string]bool{}
		for _, u := range units {
			if u.license != "" {
				value = u.license
			}
			groups.add(value, u, users, true)
			all.add(nil, u, users, !inAll[u.currency])
			inAll[u.currency] = true
		}
	}
	return Costs{All: all.sorted(), Groups: groups.sorted(), Unpriced: slices.Sorted(maps.Keys(unpriced))}
}

// value is what holders are grouped by, as in [query.Group]; nothing where that is a license.
func (c *costing) value(of holders) any {
	text := of.value
	switch {
	case c.by == "tenant":
		text = c.selection.of[of.source].TenantName
	case c.by == "connection":
		text = c.selection.of[of.source].Connection
	case c.kind == filter.Day:
		day, _ := strconv.Atoi(of.value)
		return connector.Date(day)
	case c.kind == filter.Flag:
		return of.value != "0"
	}
	if text == "" {
		return nil
	}
	return text
}

// costKey is what a sum is of, as users have it.
type costKey struct {
	value    any
	currency string
}

// costSums are sums by value and currency.
type costSums map[costKey]*CostSum

// add adds what so many users hold; counted says whether they are other users than before.
func (s costSums) add(value any, u unit, users int64, counted bool) {
	key := costKey{value, u.currency}
	sum := s[key]
	if sum == nil {
		sum = &CostSum{Value: value, Currency: u.currency}
		s[key] = sum
	}
	if counted {
		sum.Users += users
	}
	sum.Licenses += users * u.licenses
	sum.Spent = sum.Spent.Plus(u.spent.Times(users))
}

// sorted are the sums by value. Texts that differ only in the case of letters are one value, which is called as the
// first of them in the order of the alphabet.
func (s costSums) sorted() []CostSum {
	called, folded := map[string]string{}, costSums{}
	for key := range s {
		if text, is := key.value.(string); is {
			name := filter.Fold(text)
			called[name] = min(text, cmp.Or(called[name], text))
		}
	}
	for key, sum := range s {
		if text, is := key.value.(string); is {
			key.value = called[filter.Fold(text)]
		}
		one := folded[key]
		if one == nil {
			one = &CostSum{Value: key.value, Currency: key.currency}
			folded[key] = one
		}
		one.Users, one.Licenses, one.Spent = one.Users+sum.Users, one.Licenses+sum.Licenses, one.Spent.Plus(sum.Spent)
	}
	sums := make([]CostSum, 0, len(folded))
	for _, sum := range folded {
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
