package lists

import (
	"context"
	"slices"

	"inventorybeacon/app/export"
	"inventorybeacon/store/inventory"
)

// The lists. What a list of users and usage shows is found by the inventory; licenses and
// applications are few, and are looked at here.
var (
	userList = &listed[inventory.UserRow]{
		columns: slices.Concat(UserColumns(), moreUserColumns()), first: len(UserColumns()), filters: inventory.UserProperties(),
		tenantID: func(u inventory.UserRow, of map[string]string) string { return of[u.Connection] },
		each: func(ctx context.Context, of *Lists, q preparedList, yield func(inventory.UserRow) error) error {
			return of.inventory.EachUser(ctx, q.users(), yield)
		},
		groups: func(ctx context.Context, of *Lists, q preparedList) ([]inventory.Group, error) {
			return of.inventory.GroupUsers(ctx, q.users(), q.GroupBy)
		},
	}
	usageList = &listed[inventory.UsageRow]{
		columns: slices.Concat(UsageColumns(), moreUsageColumns()), first: len(UsageColumns()), filters: inventory.UsageProperties(),
		sortable: singleUsageColumns, grouped: singleUsageColumns,
		tenantID: func(u inventory.UsageRow, of map[string]string) string { return of[u.Connection] },
		each: func(ctx context.Context, of *Lists, q preparedList, yield func(inventory.UsageRow) error) error {
			return of.inventory.EachUsage(ctx, q.usage(), yield)
		},
		groups: func(ctx context.Context, of *Lists, q preparedList) ([]inventory.Group, error) {
			return of.inventory.GroupUsage(ctx, q.usage(), q.GroupBy)
		},
	}
	licenseList     = newLicenseList()
	applicationList = newApplicationList()
	recommended     = newRecommendationList()
	changeList      = newChangeList()
	costs           = newCostList()
)

func newLicenseList() *listed[inventory.LicenseRow] {
	list := &listed[inventory.LicenseRow]{
		columns: slices.Concat(LicenseColumns(), moreLicenseColumns()), first: len(LicenseColumns()),
		called: map[string]func(l inventory.LicenseRow) []string{
			"skuPartNumber": func(l inventory.LicenseRow) []string { return []string{l.SKUPartNumber, l.Product, l.SKUID} },
		},
		tenantID: func(l inventory.LicenseRow, of map[string]string) string { return of[l.Connection] },
	}
	list.filters = propertiesOf(list.columns)
	for i, p := range list.filters {
		if p.Name == "active" { // a number of holders, or the state that some of them are in
			list.filters[i].Values = []string{"yes", "no", "new", "unknown"}
		}
	}
	rows := func(ctx context.Context, of *Lists, q preparedList) ([]inventory.LicenseRow, error) {
		found, err := of.inventory.Licenses(ctx, inventory.LicenseQuery{Connections: q.Connections, Search: q.Search, Window: q.Window})
		return inMemory(list, found, q, of.today()), err
	}
	list.inMemory(rows)
	return list
}

func newApplicationList() *listed[inventory.ApplicationRow] {
	list := &listed[inventory.ApplicationRow]{columns: ApplicationColumns(), first: len(ApplicationColumns())}
	list.filters = propertiesOf(list.columns)
	rows := func(ctx context.Context, of *Lists, q preparedList) ([]inventory.ApplicationRow, error) {
		found, err := of.inventory.Applications(ctx, inventory.ApplicationQuery{Connections: q.Connections, Search: q.Search, Window: q.Window})
		return inMemory(list, found, q, of.today()), err
	}
	list.inMemory(rows)
	return list
}

// inMemory lists and counts the rows that a function returns.
func (l *listed[T]) inMemory(rows func(ctx context.Context, of *Lists, q preparedList) ([]T, error)) {
	l.each = func(ctx context.Context, of *Lists, q preparedList, yield func(T) error) error {
		return export.Rows(func() ([]T, error) { return rows(ctx, of, q) })(yield)
	}
	l.groups = func(ctx context.Context, of *Lists, q preparedList) ([]inventory.Group, error) {
		sort := q.sort
		q.sort = "" // of the groups
		found, err := rows(ctx, of, q)
		q.sort = sort
		return countRows(l, found, q.GroupBy), err
	}
}

// users is the query for users.
func (q preparedList) users() inventory.UserQuery {
	asked := func(column string) bool { return slices.Contains(q.Columns, column) }
	return inventory.UserQuery{
		Connections: q.Connections, Search: q.Search, Filter: q.expression, Sort: q.sort, Descending: q.descending, Limit: q.Limit,
		License: q.License, Activity: q.Activity, Failed: q.Failed, Window: q.Window,
		WithActivity: asked("active"), WithFailed: asked("failed"), Columns: q.Columns,
	}
}

// usage is the query for usage.
func (q preparedList) usage() inventory.UsageQuery {
	return inventory.UsageQuery{
		Connections: q.Connections, Search: q.Search, Filter: q.expression, Sort: q.sort, Descending: q.descending, Limit: q.Limit,
	}
}
