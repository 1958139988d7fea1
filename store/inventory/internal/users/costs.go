package users

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"inventorybeacon/money"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/query"
)

// CostRow is a paid license that a user holds.
type CostRow struct {
	UserRow
	PaidLicense
}

// costSorts compare licenses by the columns by which [Reader.EachCost] sorts besides those of users.
var costSorts = map[string]func(a, b PaidLicense) int{
	"skuPartNumber": func(a, b PaidLicense) int { return query.CompareNames(a.SKUPartNumber, b.SKUPartNumber) },
	"product":       func(a, b PaidLicense) int { return query.CompareNames(a.Product, b.Product) },
	"price":         comparePrices,
	"priceYear":     comparePrices,
	"currency":      func(a, b PaidLicense) int { return cmp.Compare(a.Currency(), b.Currency()) },
}

// comparePrices puts those first that have none; currencies do not mix.
func comparePrices(a, b PaidLicense) int {
	if a.Price == nil || b.Price == nil || a.Currency() != b.Currency() {
		return cmp.Compare(a.Currency(), b.Currency())
	}
	return a.Price.Times(1).Cmp(b.Price.Times(1))
}

// EachCost calls use with one paid license of a user after another and stops at its first error. They come
// in the order of the users, and of part numbers, or license by license where they are sorted by what is
// told of these; all of them, whatever Limit and Offset say. Conditions on licenses ask for these alone,
// also where their holders have others.
func (inv Reader) EachCost(ctx context.Context, q UserQuery, use func(CostRow) error) error {
	return inv.ReadMany(ctx, func(conn *sql.Conn, tx *sql.Tx) error {
		licenses, users, err := onLicenses(q.Filter)
		if err != nil {
			return err
		}
		sources, err := inv.EverySource(ctx, tx)
		if err != nil {
			return err
		}
		sources = query.Chosen(sources, q.Connections)
		paid, err := inv.paidLicensesOf(ctx, tx, sources, licenses)
		if err != nil {
			return err
		}
		q.Filter, q.Limit, q.Offset = users, 0, 0
		compare, byLicense := costSorts[q.Sort]
		if !byLicense {
			return inv.eachUser(ctx, conn, tx, q, paid.each(use))
		}
		for _, one := range paid.inOrder(sources, compare, q.Descending) {
			of := q
			of.Connections, of.Sort, of.Descending = []string{one.connection}, "", false
			is := filter.Condition{Property: "licenses", Operator: filter.Is, Values: []string{one.SKUID}}
			of.Filter = append(users[:len(users):len(users)], is)
			alone := paidLicenses{one.source: {one.sku: one.PaidLicense}}
			if err := inv.eachUser(ctx, conn, tx, of, alone.each(use)); err != nil {
				return err
			}
		}
		return nil
	})
}

// each returns what calls use with those that a user holds.
func (p paidLicenses) each(use func(CostRow) error) func(UserRow) error {
	return func(u UserRow) error {
		var held []PaidLicense
		for _, sku := range u.skus {
			if license, is := p[u.uid>>32][sku]; is {
				held = append(held, license)
			}
		}
		slices.SortFunc(held, func(a, b PaidLicense) int {
			return cmp.Or(query.CompareNames(a.SKUPartNumber, b.SKUPartNumber), cmp.Compare(a.SKUID, b.SKUID))
		})
		for _, license := range held {
			if err := use(CostRow{u, license}); err != nil {
				return err
			}
		}
		return nil
	}
}

// ofTenant is a paid license of a tenant.
type ofTenant struct {
	PaidLicense
	source, sku int64
	connection  string
}

// inOrder are the licenses of all tenants in an order.
func (p paidLicenses) inOrder(sources []query.Source, compare func(a, b PaidLicense) int, descending bool) (all []ofTenant) {
	for _, source := range sources {
		for sku, license := range p[source.Number] {
			all = append(all, ofTenant{license, source.Number, sku, source.Connection})
		}
	}
	slices.SortFunc(all, func(a, b ofTenant) int {
		order := compare(a.PaidLicense, b.PaidLicense)
		if descending {
			order = -order
		}
		return cmp.Or(order, query.CompareNames(a.SKUPartNumber, b.SKUPartNumber), cmp.Compare(a.SKUID, b.SKUID), cmp.Compare(a.source, b.source))
	})
	return all
}

// CostSum is what the paid licenses cost a month that are held by users who have a value in
// common, as far as their prices are in one currency.
type CostSum struct {
	// Value is what they have in common, as in [query.Group].
	Value any
	// Currency is empty for licenses without a price.
	Currency string
	// Users are the holders, Licenses what they hold.
	Users, Licenses int64
	Spent           money.Amount
}

// Costs are what the licenses that users hold cost.
type Costs struct {
	// All has a sum for each currency, Groups one for each value and currency, by value.
	All, Groups []CostSum
	// Unpriced are the products without a price that are held.
	Unpriced []string
	// Licenses are those that were asked for, whether or not somebody holds them.
	Licenses []PaidLicense
}

// SumCosts sums up what [Reader.EachCost] lists, whatever the order and Limit, by a column of users or by
// license. The error may be [query.ErrUnknownColumn].
func (inv Reader) SumCosts(ctx context.Context, q UserQuery, by string) (costs Costs, err error) {
	err = inv.ReadBeside(ctx, func(readings []query.Reading) error {
		tx := readings[0].Tx
		licenses, users, err := onLicenses(q.Filter)
		if err != nil {
			return err
		}
		q.Filter = users
		s, err := inv.selectUsers(ctx, tx, q, true)
		if err != nil {
			return err
		}
		s.addHolding("h.licensing <> 0")
		s.scan = true // nearly everybody is looked at
		c := costing{selection: s, by: by}
		if c.paid, err = inv.paidLicensesOf(ctx, tx, s.sources, licenses); err != nil {
			return err
		}
		if c.column, c.kind, err = s.costColumn(q, by); err != nil {
			return err
		}
		if err := c.readLicensings(ctx, tx); err != nil {
			return err
		}
		held, err := c.count(ctx, readings)
		if err == nil {
			costs = c.sum(held)
			costs.Licenses = c.paid.all()
		}
		return err
	})
	return costs, err
}

// costColumn is the column of users by which costs are summed up; empty where it is none.
func (s *userSelection) costColumn(q UserQuery, by string) (column string, kind filter.Kind, err error) {
	switch by {
	case "licenses", "products", "tenant", "connection":
		return "", filter.Text, nil
	case "active":
		return s.stateColumn(q), filter.Text, nil
	}
	at := slices.IndexFunc(userFields, func(f Field) bool { return f.Name == by && f.Column != "" })
	if at < 0 {
		return "", 0, fmt.Errorf("sum up costs by %q: %w", by, query.ErrUnknownColumn)
	}
	return userFields[at].Column, userFields[at].Kind, nil
}
