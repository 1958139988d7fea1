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

// Costs are what the licenses cost that users hold for whom a query asks, by the column of its GroupBy. The
// error may be a [FilterError].
func (l *Lists) Costs(ctx context.Context, q Query) (inventory.Costs, error) {
	p, err := prepare(q)
	if err != nil {
		return inventory.Costs{}, err
	}
	return l.costs(ctx, p)
}

// costs puts the groups first that cost most in the currency of most licenses. The sums of a group follow each
// other, that of the licenses without a price at last.
func (l *Lists) costs(ctx context.Context, q preparedList) (inventory.Costs, error) {
	found, err := l.inventory.SumCosts(ctx, q.users(), costColumn(q.GroupBy))
	usual := inventory.CostSum{}
	for _, sum := range found.All {
		if sum.Currency != "" && sum.Licenses > usual.Licenses {
			usual = sum
		}
	}
	spent := map[any]money.Amount{}
	for _, sum := range found.Groups {
		if sum.Currency == usual.Currency {
			spent[sum.Value] = sum.Spent
		}
	}
	last := func(s inventory.CostSum) int {
		if s.Currency == "" {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(found.Groups, func(a, b inventory.CostSum) int {
		return cmp.Or(spent[b.Value].Cmp(spent[a.Value]), compareValues(a.Value, b.Value), last(a)-last(b))
	})
	return found, err
}

// counted are the columns of groups, which have a row for each currency.
func (costList) counted(by string) []string { return keys(costSumColumns(by)) }

// costSumColumns are the columns of groups by a column.
func costSumColumns(by string) []export.Column[inventory.CostSum] {
	of := costs.column(by)
	spent := func(months int64) func(inventory.CostSum) any {
		return func(s inventory.CostSum) any { return sumValue(s.Spent.Times(months), s.Currency) }
	}
	return []export.Column[inventory.CostSum]{
		{Key: by, Title: of.Title, Kind: of.Kind, Value: func(s inventory.CostSum) any { return s.Value }},
		{Key: "users", Title: message.L("Users"), Kind: export.Number, Value: func(s inventory.CostSum) any { return s.Users }},
		{Key: CountColumn, Title: message.L("Licenses"), Kind: export.Number, Value: func(s inventory.CostSum) any { return s.Licenses }},
		{Key: "price", Title: message.L("Price"), Kind: export.Amount, Value: spent(1)},
		{Key: "priceYear", Title: message.L("Price a Year"), Kind: export.Amount, Value: spent(12)},
		{Key: "currency", Title: message.L("Currency"), Value: func(s inventory.CostSum) any { return export.Text(s.Currency) }},
	}
}

func (l costList) write(ctx context.Context, of *Lists, w io.Writer, format export.Format, q preparedList) (int64, error) {
	if q.GroupBy == "" {
		return l.listed.write(ctx, of, w, format, q)
	}
	return writeSums(w, format, costSumColumns(q.GroupBy), q, func() ([]inventory.CostSum, error) {
		found, err := of.costs(ctx, q)
		return found.Groups, err
	})
}
