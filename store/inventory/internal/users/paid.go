package users

import (
	"context"
	"maps"
	"slices"

	"inventorybeacon/money"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/licenses"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// PaidLicense is a license that was bought for users.
type PaidLicense struct {
	SKUID, SKUPartNumber, Product string
	// Price is what a unit costs today; nil where none was entered.
	Price *money.Price
}

// paidLicenses are those of tenants, by the numbers of their sources and SKUs.
type paidLicenses map[int64]map[int64]PaidLicense

// priceFields are the properties of licenses with a price, beside what they are called.
var priceFields = []filter.Property{
	{Name: "price", Kind: filter.Number}, {Name: "priceYear", Kind: filter.Number}, {Name: "currency"},
}

// CostProperties are what [Reader.EachCost] can be filtered by: what a license is called and costs, and what users can be
// filtered by.
func CostProperties() []filter.Property { return slices.Concat(UserProperties(), priceFields) }

// Monthly is what a unit costs in so many months, in the currency of its price; nil without one.
func (l PaidLicense) Monthly(months int64) any {
	if l.Price == nil {
		return nil
	}
	return l.Price.Times(months).Number(priceDecimals)
}

// priceDecimals are those of a month's price, of which a year's may be a twelfth.
const priceDecimals = 6

// Currency is that of the price; empty without one.
func (l PaidLicense) Currency() string {
	if l.Price == nil {
		return ""
	}
	return l.Price.Currency
}

// property is the value of a property for a condition.
func (l PaidLicense) property(name string) any {
	switch name {
	case "price":
		return l.Monthly(1)
	case "priceYear":
		return l.Monthly(12)
	case "currency":
		return l.Currency()
	default:
		return []string{l.SKUID, l.SKUPartNumber, l.Product}
	}
}

// paidLicensesOf returns the paid licenses that the tenants of sources list and for which all
// conditions on licenses hold.
func (inv Reader) paidLicensesOf(
	ctx context.Context, tx tables.Querier, sources []query.Source, conditions filter.Expression,
) (paidLicenses, error) {
	type sku struct {
		number int64
		id     string
	}
	all, err := sqlite.Collect(ctx, tx, func(s *sku) []any { return []any{&s.number, &s.id} }, "SELECT sku, id FROM sku")
	if err != nil {
		return nil, err
	}
	numbers := make(map[string]int64, len(all))
	for _, s := range all {
		numbers[s.id] = s.number
	}
	paid := paidLicenses{}
	for _, source := range sources {
		rows, err := licenses.Of(ctx, inv.Inventory, tx, source, query.DefaultWindow)
		if err != nil {
			return nil, err
		}
		of := map[int64]PaidLicense{}
		for _, row := range rows {
			license := PaidLicense{row.SKUID, row.SKUPartNumber, row.Product, row.Price}
			if row.Kind == licenses.Paid && row.Status != licenses.NotListed && conditions.Matches(0, license.property) {
				of[numbers[row.SKUID]] = license
			}
		}
		paid[source.Number] = of
	}
	return paid, nil
}

// all are the licenses of all tenants.
func (p paidLicenses) all() (licenses []PaidLicense) {
	for _, of := range p {
		licenses = slices.AppendSeq(licenses, maps.Values(of))
	}
	return licenses
}

// onLicenses are the conditions on licenses, which of licenses that users hold ask for these alone,
// and those that remain for users: whoever holds nothing that is asked for has no row then.
func onLicenses(e filter.Expression) (licenses, users filter.Expression, err error) {
	properties := CostProperties()
	for _, c := range e {
		if err := c.Check(properties); err != nil {
			return nil, nil, err
		}
		price := slices.ContainsFunc(priceFields, func(p filter.Property) bool { return p.Name == c.Property })
		if !price && c.Property != "licenses" {
			users = append(users, c)
			continue
		}
		licenses = append(licenses, c)
		if !price && c.Operator != filter.IsNot && !asksForNone(c) {
			users = append(users, c) // there may be an index of them
		}
	}
	return licenses, users, nil
}
