package lists

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"

	"inventorybeacon/app/export"
	"inventorybeacon/app/message"
	"inventorybeacon/money"
	"inventorybeacon/store/inventory"
)

// costList is the paid licenses that users hold, one a row, with what each costs. Its groups say what
// they cost together.
type costList struct {
	*listed[inventory.CostRow]
}

func newCostList() costList {
	first := []export.Column[inventory.CostRow]{
		ofHolder("userPrincipalName"), ofHolder("displayName"), ofHolder("department"),
		{Key: "skuPartNumber", Title: message.L("SKU Part Number"), Value: func(r inventory.CostRow) any { return r.SKUPartNumber }},
		{Key: "price", Title: message.L("Price"), Kind: export.Amount, Value: func(r inventory.CostRow) any { return r.Monthly(1) }},
		{Key: "currency", Title: message.L("Currency"), Value: func(r inventory.CostRow) any { return export.Text(r.Currency()) }},
	}
	more := []export.Column[inventory.CostRow]{
		{Key: "product", Title: message.L("Product"), Value: func(r inventory.CostRow) any { return r.Product }},
		{
			Key: "priceYear", Title: message.L("Price a Year"), Kind: export.Amount,
			Value: func(r inventory.CostRow) any { return r.Monthly(12) },
		},
		ofHolder("companyName"), ofHolder("country"), ofHolder("city"), ofHolder("state"), ofHolder("officeLocation"), ofHolder("jobTitle"),
		ofHolder("employeeId"), ofHolder("usageLocation"), ofHolder("mail"), ofHolder("enabled"), ofHolder("userType"), ofHolder("active"),
		ofHolder("lastActivity"), ofHolder(TenantColumn), ofHolder("id"),
	}
	list := costList{&listed[inventory.CostRow]{
		columns: slices.Concat(first, more), first: len(first), filters: inventory.CostProperties(),
		tenantID: func(r inventory.CostRow, of map[string]string) string { return of[r.Connection] },
		each:     eachCost,
		groups: func(ctx context.Context, of *Lists, q preparedList) ([]inventory.Group, error) {
			found, err := of.inventory.SumCosts(ctx, q.users(), costColumn(q.GroupBy))
			return countCosts(found), err
		},
	}}
	list.grouped = []string{
		"department", "companyName", "country", "city", "state", "officeLocation", "jobTitle", "usageLocation", "userType", "enabled", "active",
		"skuPartNumber", "product", TenantColumn,
	}
	return list
}

// ofHolder is a column of the user who holds a license.
func ofHolder(name string) export.Column[inventory.CostRow] {
	of := userList.column(name)
	return export.Column[inventory.CostRow]{
		Key: of.Key, Title: of.Title, Kind: of.Kind,
		Value: func(r inventory.CostRow) any { return of.Value(r.UserRow) },
	}
}

// errEnough ends the reading of rows.
var errEnough = errors.New("there are as many rows as were asked for")

// eachCost yields the rows of a query up to its limit, which is not one of users.
func eachCost(ctx context.Context, of *Lists, q preparedList, yield func(inventory.CostRow) error) error {
	users, rows := q.users(), 0
	users.Limit = 0
	err := of.inventory.EachCost(ctx, users, func(r inventory.CostRow) error {
		if q.Limit > 0 && rows == q.Limit {
			return errEnough
		}
		rows++
		return yield(r)
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// costColumn is what the inventory calls a column by which costs are summed up.
func costColumn(name string) string {
	switch name {
	case "skuPartNumber":
		return "licenses"
	case "product":
		return "products"
	default:
		return name
	}
}

// countCosts counts the licenses of groups, whatever their currencies.
func countCosts(found inventory.Costs) []inventory.Group {
	var groups inventory.Grouping
	for _, sum := range found.Groups {
		groups.Add(sum.Value, sum.Licenses)
	}
	return groups.Groups
}

// CostLine is what the licenses of a group cost a month, as far as their prices are in one currency.
type CostLine struct {
	// Value is what the users or licenses of the group have in common; nil where that is not known.
	Value any
	// Users hold Licenses, whose prices are in Currency.
	Users, Licenses int64
	Spent           money.Amount
	Currency        string
	// Unpriced is how many licenses of the group have no price. It stands in the group's first line alone; where no license
	// has a price, the line has no currency.
	Unpriced int64
}

// CostTotal is what the licenses of all groups cost.
type CostTotal struct {
	Sums []CostLine // one a currency
	// Unpriced are the products without a price.
	Unpriced []string
	// Licenses are all that were asked for.
	Licenses []inventory.PaidLicense
}

// Costs are what the licenses cost that users hold for whom a query asks, by the column of its GroupBy: the group that costs
// most comes first, in the currency of most licenses. The error may be a [FilterError].
func (l *Lists) Costs(ctx context.Context, q Query) ([]CostLine, CostTotal, error) {
	p, err := prepare(q)
	if err != nil {
		return nil, CostTotal{}, err
	}
	return l.costs(ctx, p)
}

func (l *Lists) costs(ctx context.Context, q preparedList) ([]CostLine, CostTotal, error) {
	found, err := l.inventory.SumCosts(ctx, q.users(), costColumn(q.GroupBy))
	total := CostTotal{Sums: costLines(found.All), Unpriced: found.Unpriced, Licenses: found.Licenses}
	usual := CostLine{}
	for _, sum := range total.Sums {
		if sum.Licenses > usual.Licenses {
			usual = sum
		}
	}
	lines, spent := costLines(found.Groups), map[any]money.Amount{}
	for _, line := range lines {
		if line.Currency == usual.Currency {
			spent[line.Value] = line.Spent
		}
	}
	slices.SortStableFunc(lines, func(a, b CostLine) int {
		return cmp.Or(spent[b.Value].Cmp(spent[a.Value]), compareValues(a.Value, b.Value))
	})
	return lines, total, err
}

// costLines are the lines of sums, of which those of one value follow each other.
func costLines(sums []inventory.CostSum) (lines []CostLine) {
	unpriced := map[any]int64{}
	for _, sum := range sums {
		if sum.Currency == "" {
			unpriced[sum.Value] = sum.Licenses
		}
	}
	for i, sum := range sums {
		alone := i+1 == len(sums) || sums[i+1].Value != sum.Value
		first := len(lines) == 0 || lines[len(lines)-1].Value != sum.Value
		if sum.Currency == "" && !(first && alone) {
			continue // which the group's first line tells
		}
		line := CostLine{Value: sum.Value, Users: sum.Users, Licenses: sum.Licenses, Spent: sum.Spent, Currency: sum.Currency}
		if line.Currency == "" {
			line.Licenses = 0
		}
		if first {
			line.Unpriced = unpriced[sum.Value]
		}
		lines = append(lines, line)
	}
	return lines
}

// counted are the columns of groups, which have a row for each currency.
func (costList) counted(by string) []string { return keys(costSumColumns(by)) }

// costSumColumns are the columns of groups by a column.
func costSumColumns(by string) []export.Column[CostLine] {
	of := costs.column(by)
	spent := func(months int64) func(CostLine) any {
		return func(l CostLine) any { return sumValue(l.Spent.Times(months), l.Currency) }
	}
	return []export.Column[CostLine]{
		{Key: by, Title: of.Title, Kind: of.Kind, Value: func(l CostLine) any { return l.Value }},
		{Key: "users", Title: message.L("Users"), Kind: export.Number, Value: func(l CostLine) any { return l.Users }},
		{Key: CountColumn, Title: message.L("Licenses"), Kind: export.Number, Value: func(l CostLine) any { return l.Licenses }},
		{Key: "price", Title: message.L("Price"), Kind: export.Amount, Value: spent(1)},
		{Key: "priceYear", Title: message.L("Price a Year"), Kind: export.Amount, Value: spent(12)},
		{Key: "currency", Title: message.L("Currency"), Value: func(l CostLine) any { return export.Text(l.Currency) }},
		{Key: "unpriced", Title: message.L("Without a Price"), Kind: export.Number, Value: func(l CostLine) any { return l.Unpriced }},
	}
}

func (l costList) write(ctx context.Context, of *Lists, w io.Writer, format export.Format, q preparedList) (int64, error) {
	if q.GroupBy == "" {
		return l.listed.write(ctx, of, w, format, q)
	}
	return writeSums(w, format, costSumColumns(q.GroupBy), q, func() ([]CostLine, error) {
		lines, _, err := of.costs(ctx, q)
		return lines, err
	})
}
