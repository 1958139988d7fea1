package lists

import (
	"context"

	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/filter"
)

// Title is the heading of a column of the list in files.
func (l List) Title(column string) string { return l.listing().title(column) }

// LicensesWhere returns a page of the licenses for which an expression holds.
func (l *Lists) LicensesWhere(ctx context.Context, q inventory.LicenseQuery, e FilterExpression) ([]inventory.LicenseRow, error) {
	limit, offset := q.Limit, q.Offset
	q.Limit, q.Offset = 0, 0
	rows, err := l.inventory.Licenses(ctx, q)
	return pageOf(inMemory(licenseList, rows, preparedList{expression: e}, l.today()), limit, offset), err
}

// ApplicationsWhere returns a page of the applications for which an expression holds.
func (l *Lists) ApplicationsWhere(
	ctx context.Context, q inventory.ApplicationQuery, e FilterExpression,
) ([]inventory.ApplicationRow, error) {
	limit, offset := q.Limit, q.Offset
	q.Limit, q.Offset = 0, 0
	rows, err := l.inventory.Applications(ctx, q)
	return pageOf(inMemory(applicationList, rows, preparedList{expression: e}, l.today()), limit, offset), err
}

func pageOf[T any](rows []T, limit, offset int) []T {
	rows = rows[min(max(offset, 0), len(rows)):]
	if limit > 0 {
		rows = rows[:min(limit, len(rows))]
	}
	return rows
}

// Groups are the rows of a query by the column of its GroupBy, the largest group first
// unless its Sort says otherwise. The error may be a [FilterError].
func (l *Lists) Groups(ctx context.Context, q Query) ([]inventory.Group, error) {
	p, err := prepare(q)
	if err != nil {
		return nil, err
	}
	groups, err := q.List.listing().count(ctx, l, p)
	return orderGroups(groups, p), err
}

// GroupCondition is the condition that holds for the rows of a group; known is false where
// there is none, as for a list that is not filtered by that column.
func (l List) GroupCondition(column string, group inventory.Group) (c FilterCondition, known bool) {
	p, known := filter.Named(l.Properties(), column)
	return Is(p.Name, filter.ValueOf(group.Value)), known
}

// ValueOf is a value of a group as it stands in a condition.
func ValueOf(value any) string { return filter.ValueOf(value) }

// Is is the condition that a property has a value.
func Is(property, value string) FilterCondition {
	return FilterCondition{Property: property, Operator: filter.Is, Values: []string{value}}
}

// IsActivated is the condition that a user has activated a product on a kind of device; on any where that is empty.
func IsActivated(product, device string) FilterCondition {
	return Is("activated", inventory.Activated(product, device))
}

// Both is the filter for which two others hold; an empty one always does.
func Both(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " and " + b
}
