package lists

import (
	"context"
	"slices"

	"inventorybeacon/app/export"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// newChangeList is the list of what imports have changed.
func newChangeList() *listed[history.Change] {
	first := changeColumns()
	l := &listed[history.Change]{
		columns: append(slices.Clip(first), changeTenant()), first: len(first), filters: history.ChangeProperties(),
		tenantID: func(c history.Change, _ map[string]string) string { return c.Tenant },
		each: func(ctx context.Context, of *Lists, q preparedList, yield func(history.Change) error) error {
			changes, err := of.changes(ctx, q)
			if err != nil {
				return err
			}
			return of.history.EachChange(ctx, changes, yield)
		},
	}
	l.groups = func(ctx context.Context, of *Lists, q preparedList) ([]inventory.Group, error) {
		q.sort, q.Limit = "", 0 // of the groups
		value := l.column(q.GroupBy).Value
		var groups inventory.Grouping
		err := l.each(ctx, of, q, func(c history.Change) error {
			groups.Add(value(c), 1)
			return nil
		})
		return groups.Groups, err
	}
	l.grouped = slices.DeleteFunc(l.names(), func(name string) bool { return name == "time" }) // of which each import has its own
	return l
}

// changes is the query for changes.
func (l *Lists) changes(ctx context.Context, q preparedList) (changes history.ChangeQuery, err error) {
	changes = history.ChangeQuery{
		Tenants: q.Tenants, Since: q.Since, User: q.User, License: q.License, Search: q.Search,
		Sort: q.sort, Ascending: q.sort == "time" && !q.descending, Descending: q.descending, Limit: q.Limit,
	}
	changes.Filter, err = l.ByLicenses(ctx, q.expression)
	return changes, err
}

// ByLicenses is a filter of changes in which licenses may also be named as the inventory calls them, which the history does not know.
func (l *Lists) ByLicenses(ctx context.Context, e FilterExpression) (FilterExpression, error) {
	e = slices.Clone(e)
	for i, c := range e {
		if c.Property != "license" {
			continue
		}
		skus, err := l.inventory.SKUs(ctx)
		if err != nil {
			return nil, err
		}
		called := c.Positive()
		c.Values = slices.Clone(c.Values)
		for _, sku := range skus {
			if called.Matches(0, []string{sku.Product}) {
				c.Values = append(c.Values, sku.ID)
			}
		}
		e[i] = c
	}
	return e, nil
}

// changeColumns are the columns of changes in files and on the console.
func changeColumns() []export.Column[history.Change] {
	return []export.Column[history.Change]{
		{Key: "time", Title: "Time", Kind: export.Moment, Value: func(c history.Change) any { return c.Time }},
		{Key: "event", Title: "Event", Value: func(c history.Change) any { return string(c.Event) }},
		{Key: "userPrincipalName", Title: "User Principal Name", Value: func(c history.Change) any { return export.Text(c.UserPrincipalName) }},
		{Key: "skuPartNumber", Title: "SKU Part Number", Value: func(c history.Change) any { return export.Text(c.SKUPartNumber) }},
		{Key: "before", Title: "Before", Value: func(c history.Change) any { return export.Text(c.Before) }},
		{Key: "after", Title: "After", Value: func(c history.Change) any { return export.Text(c.After) }},
	}
}

// changeTenant is the column with the tenant of a change.
func changeTenant() export.Column[history.Change] {
	return export.Column[history.Change]{Key: TenantColumn, Title: "Tenant", Value: func(c history.Change) any { return c.TenantName }}
}
