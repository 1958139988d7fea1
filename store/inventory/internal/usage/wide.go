package usage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// WideUsage returns a page of usage, one row for each user that a report lists.
func (inv Reader) WideUsage(ctx context.Context, q UsageQuery) (wide []WideUsageRow, err error) {
	err = inv.Read(ctx, func(tx *sql.Tx) error {
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
		down := query.Direction(q.Descending)
		order := " ORDER BY " + strings.Join(columns, down+", ") + down
		// As with users: a page is found by its keys first.
		wide, err = selectedWide(ctx, tx, sources,
			joined+" WHERE g.id IN (SELECT g.id"+from+f.Where()+order+query.Page(q.Limit, q.Offset)+")"+order, f.Args...)
		return err
	})
	return wide, err
}

// CountWideUsage returns how many users the reports list, whatever Limit and
// Offset say.
func (inv Reader) CountWideUsage(ctx context.Context, q UsageQuery) (n int64, err error) {
	err = inv.Read(ctx, func(tx *sql.Tx) error {
		f, _, err := inv.selectWide(ctx, tx, q)
		if err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, "SELECT count(*) FROM "+f.table+f.Where(), f.Args...).Scan(&n)
	})
	return n, err
}

func (inv Reader) selectWide(ctx context.Context, tx tables.Querier, q UsageQuery) (*usageSelection, map[int64]query.Source, error) {
	f, sources, err := inv.selectReported(ctx, tx, q, false)
	if err != nil || q.Application == "" {
		return f, sources, err
	}
	application, known := query.UsedApplication(q.Application)
	if !known {
		f.Add("0")
		return f, sources, nil
	}
	f.Add(usedDays[application] + " <> 0")
	f.addActiveIn(application, sources, q.Window)
	return f, sources, nil
}

// wideOrder returns the columns by which rows are sorted.
func wideOrder(sort string, sources map[int64]query.Source) ([]string, error) {
	switch cmp.Or(sort, "userPrincipalName") {
	case "userPrincipalName":
		return []string{"g.upn", "g.id"}, nil
	case "tenant", "connection":
		if len(sources) == 1 { // SQLite would sort all by what is the same
			return wideOrder("", sources)
		}
		return []string{query.TenantRank("g.id", slices.Collect(maps.Values(sources))), "g.upn", "g.id"}, nil
	case "displayName":
		return []string{"u.display_name", "g.upn", "g.id"}, nil
	case "lastActivity":
		return []string{"g.last_activity", "g.upn", "g.id"}, nil
	}
	if application, known := query.UsedApplication(sort); known {
		return []string{usedDays[application], "g.upn", "g.id"}, nil
	}
	return nil, fmt.Errorf("sort by %q: %w", sort, query.ErrUnknownColumn)
}

// addFirstWide narrows a page to rows among which it is.
func (inv Reader) addFirstWide(
	ctx context.Context, tx tables.Querier, f *usageSelection, q UsageQuery, sources map[int64]query.Source, columns []string,
) error {
	list := usageRows{inv: inv, q: q, sources: sources, order: []string{"g.upn", "g.id"}, lead: 1, index: "usage_upn"}
	groups := []usageGroup{{}}
	switch columns[0] {
	case "g.upn", "u.display_name":
	case query.TenantRank("g.id", slices.Collect(maps.Values(sources))):
		groups = tenantGroups(sources)
	default:
		index := dayIndex(columns[0])
		indexed, err := list.exists(ctx, tx, index, true)
		list.order, list.lead, list.index = columns, 2, index.Name
		if _, near := list.near(f); err != nil || !indexed && !near {
			return err
		}
		if !indexed {
			if err := list.addFew(ctx, tx, f); err != nil {
				return err
			}
			return list.addHalves(ctx, tx, f)
		}
	}
	return list.addFirst(ctx, tx, f, groups)
}

// selectedWide returns rows of usage g, joined with users u; from is the query from its
// tables on.
func selectedWide(
	ctx context.Context, tx tables.Querier, sources map[int64]query.Source, from string, args ...any,
) ([]WideUsageRow, error) {
	type stored struct {
		WideUsageRow
		source int64
		listed uint8
	}
	all, err := tables.Select(ctx, tx, func(s *stored) tables.Columns {
		columns := tables.Columns{
			"g.id >> 32", &s.source, written, &s.UserPrincipalName, "coalesce(u.id, '')", &s.UserID,
			"coalesce(u.display_name, '')", &s.DisplayName, "g.last_activity", &s.LastActivity,
			"g.listed", &s.listed, platformsOfUsers(sources), &s.Platforms, "g.teams = 0 AND g.app_teams <> 0", &s.teamsOfAppUsers,
		}
		for i, day := range usedDays {
			columns = append(columns, day, &s.In[i])
		}
		return columns
	}, from, args...)
	wide := make([]WideUsageRow, len(all))
	for i, s := range all {
		source := sources[s.source]
		s.Connection = source.Connection
		if s.listed&tables.ListedActive != 0 {
			s.ActiveUsersDate = source.ActiveDate
		}
		if s.listed&tables.ListedApp != 0 {
			s.AppUsersDate = source.AppDate
		}
		if s.listed&tables.ListedCopilot != 0 {
			s.CopilotDate = source.CopilotDate
		}
		wide[i] = s.WideUsageRow
	}
	return wide, err
}
