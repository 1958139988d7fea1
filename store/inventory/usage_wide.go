package inventory

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// WideUsage returns a page of usage, one row for each user that a report lists.
func (inv *Inventory) WideUsage(ctx context.Context, q UsageQuery) (wide []WideUsageRow, err error) {
	err = inv.read(ctx, func(tx *sql.Tx) error {
		f, sources, err := inv.selectWide(ctx, tx, q)
		if err != nil {
			return err
		}
		columns, err := wideOrder(q.Sort, sources)
		if err != nil {
			return err
		}
		if err := inv.addFirstWide(ctx, tx, f, q, sources, columns); err != nil {
			return err
		}
		const joined = " FROM usage AS g LEFT JOIN user AS u ON u.uid = g.uid"
		from := " FROM " + f.table
		if columns[0] == "u.display_name" {
			from += " LEFT JOIN user AS u ON u.uid = g.uid"
		}
		down := direction(q.Descending)
		order := " ORDER BY " + strings.Join(columns, down+", ") + down
		// As with users: a page is found by its keys first.
		wide, err = selectedWide(ctx, tx, sources,
			joined+" WHERE g.id IN (SELECT g.id"+from+f.where()+order+page(q.Limit, q.Offset)+")"+order, f.args...)
		return err
	})
	return wide, err
}

// CountWideUsage returns how many users the reports list, whatever Limit and
// Offset say.
func (inv *Inventory) CountWideUsage(ctx context.Context, q UsageQuery) (n int64, err error) {
	err = inv.read(ctx, func(tx *sql.Tx) error {
		f, _, err := inv.selectWide(ctx, tx, q)
		if err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, "SELECT count(*) FROM "+f.table+f.where(), f.args...).Scan(&n)
	})
	return n, err
}

func (inv *Inventory) selectWide(ctx context.Context, tx tables.Querier, q UsageQuery) (*usageSelection, map[int64]source, error) {
	f, sources, err := inv.selectReported(ctx, tx, q, false)
	if err != nil || q.Application == "" {
		return f, sources, err
	}
	application, known := usedApplication(q.Application)
	if !known {
		f.add("0")
		return f, sources, nil
	}
	f.add(usedDays[application] + " <> 0")
	f.addActiveIn(application, sources, q.Window)
	return f, sources, nil
}

// wideOrder returns the columns by which rows are sorted.
func wideOrder(sort string, sources map[int64]source) ([]string, error) {
	switch cmp.Or(sort, "userPrincipalName") {
	case "userPrincipalName":
		return []string{"g.upn", "g.id"}, nil
	case "tenant", "connection":
		if len(sources) == 1 { // SQLite would sort all by what is the same
			return wideOrder("", sources)
		}
		return []string{tenantRank("g.id", slices.Collect(maps.Values(sources))), "g.upn", "g.id"}, nil
	case "displayName":
		return []string{"u.display_name", "g.upn", "g.id"}, nil
	case "lastActivity":
		return []string{"g.last_activity", "g.upn", "g.id"}, nil
	}
	if application, known := usedApplication(sort); known {
		return []string{usedDays[application], "g.upn", "g.id"}, nil
	}
	return nil, fmt.Errorf("sort by %q: %w", sort, ErrUnknownColumn)
}

// addFirstWide narrows a page to rows among which it is.
func (inv *Inventory) addFirstWide(
	ctx context.Context, tx tables.Querier, f *usageSelection, q UsageQuery, sources map[int64]source, columns []string,
) error {
	list, groups := usageRows{inv: inv, q: q, sources: sources, order: []string{"g.upn", "g.id"}, lead: 1, index: "usage_upn"}, []usageGroup{{}}
	switch columns[0] {
	case "g.upn", "u.display_name":
	case tenantRank("g.id", slices.Collect(maps.Values(sources))):
		groups = tenantGroups(sources)
	default:
		index := dayIndex(columns[0])
		if indexed, err := list.exists(ctx, tx, index, true); err != nil || !indexed {
			return err
		}
		list.order, list.lead, list.index = columns, 2, index.Name
	}
	return list.addFirst(ctx, tx, f, groups)
}

func usedApplication(name string) (connector.UsedApplication, bool) {
	for a := range connector.UsedApplication(connector.UsedApplications) {
		if strings.EqualFold(a.String(), name) {
			return a, true
		}
	}
	return 0, false
}

// selectedWide returns rows of usage g, joined with users u; from is the query from its
// tables on.
func selectedWide(ctx context.Context, tx tables.Querier, sources map[int64]source, from string, args ...any) ([]WideUsageRow, error) {
	type stored struct {
		WideUsageRow
		source int64
		listed uint8
	}
	all, err := tables.Select(ctx, tx, func(s *stored) tables.Columns {
		columns := tables.Columns{
			"g.id >> 32", &s.source, "g.upn", &s.UserPrincipalName, "coalesce(u.id, '')", &s.UserID,
			"coalesce(u.display_name, '')", &s.DisplayName, "g.last_activity", &s.LastActivity,
			"g.listed", &s.listed, "g.platforms", &s.Platforms, "g.teams = 0 AND g.app_teams <> 0", &s.teamsOfAppUsers,
		}
		for i, day := range usedDays {
			columns = append(columns, day, &s.In[i])
		}
		return columns
	}, from, args...)
	wide := make([]WideUsageRow, len(all))
	for i, s := range all {
		source := sources[s.source]
		s.Connection = source.connection
		if s.listed&tables.ListedActive != 0 {
			s.ActiveUsersDate = source.activeDate
		}
		if s.listed&tables.ListedApp != 0 {
			s.AppUsersDate = source.appDate
		}
		if s.listed&tables.ListedCopilot != 0 {
			s.CopilotDate = source.copilotDate
		}
		wide[i] = s.WideUsageRow
	}
	return wide, err
}
