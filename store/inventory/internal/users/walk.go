package users

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// userGroup narrows a selection to the users who have one value in a column that is
// computed, such as the state of activity.
type userGroup func(*userSelection) error

// groupsBy returns the groups of users by a computed column, in its order: a page is then
// in the first group, or the next ones, and the values of all users need not be known. It
// is nil for other columns, and where all users who are asked for are few.
func (s *userSelection) groupsBy(ctx context.Context, tx tables.Querier, q UserQuery) (groups []userGroup, err error) {
	if s.few {
		return nil, nil
	}
	switch q.Sort {
	case "active":
		states := slices.Clone(query.Activities)
		slices.SortFunc(states, func(a, b query.Activity) int { return strings.Compare(StateValue(a), StateValue(b)) })
		for _, state := range states {
			groups = append(groups, func(s *userSelection) error { return s.addStates(ctx, tx, []query.Activity{state}, q, s.sources) })
		}
	case "licensed":
		for _, licensed := range []bool{false, true} {
			groups = append(groups, func(s *userSelection) error { return s.addLicensed(ctx, tx, licensed) })
		}
	case "licenses", "products":
		none := func(s *userSelection) error { return s.addLicensed(ctx, tx, false) }
		return s.groupsByCount(ctx, tx, none, "holding", "licensing", "SELECT licensing, count(*) AS n FROM assignment GROUP BY licensing")
	case "failed":
		none := func(s *userSelection) error {
			s.addHolding("h.uid NOT IN (SELECT uid FROM failed_assignment)")
			s.scan = true
			return nil
		}
		return s.groupsByCount(ctx, tx, none, "failed_assignment", "uid",
			"SELECT uid, count(DISTINCT sku) AS n FROM failed_assignment GROUP BY uid")
	case "tenant":
		for _, source := range query.ByTenant(s.sources) {
			groups = append(groups, func(s *userSelection) error {
				s.Add(fmt.Sprintf("uid BETWEEN %d AND %d", tables.UID(source.Number, 0), tables.UID(source.Number+1, 0)-1))
				return nil
			})
		}
	case "connection":
		groups = []userGroup{func(*userSelection) error { return nil }}
	}
	return groups, nil
}

// groupsByCount returns the groups by how often users, or what they hold, by a key, are
// counted in a query with the columns key and n. None are those whom it leaves out, who
// come first.
func (s *userSelection) groupsByCount(
	ctx context.Context, tx tables.Querier, none userGroup, table, key, counts string,
) ([]userGroup, error) {
	different, err := sqlite.Values[int64](ctx, tx, "SELECT DISTINCT n FROM ("+counts+") ORDER BY n")
	groups := []userGroup{none}
	for _, n := range different {
		counted := fmt.Sprintf("%s IN (SELECT %[1]s FROM (%s) WHERE n = %d)", key, counts, n)
		groups = append(groups, func(s *userSelection) error {
			s.addHolding("h." + counted)
			s.scan = true
			return s.narrow(ctx, tx, table, "n."+counted)
		})
	}
	return groups, err
}

// walk returns the users of a page, group by group, in each in the order of their keys.
func (s *userSelection) walk(ctx context.Context, tx tables.Querier, q UserQuery, groups []userGroup) ([]string, error) {
	if q.Descending {
		groups = slices.Clone(groups)
		slices.Reverse(groups)
	}
	var found []string
	skip := max(q.Offset, 0)
	for _, narrow := range groups {
		group := s.clone()
		if err := narrow(group); err != nil {
			return nil, err
		}
		uids, err := group.first(ctx, tx, q.Descending, q.Limit-len(found), skip)
		if err != nil {
			return nil, err
		}
		if found = append(found, query.Texts(uids)...); len(found) == q.Limit {
			break
		}
		if skip == 0 || len(uids) > 0 {
			skip = 0
			continue
		}
		var count int
		if err := tx.QueryRowContext(ctx, "SELECT count(*)"+group.fromCounted()+group.Where(), group.Args...).Scan(&count); err != nil {
			return nil, err
		}
		skip -= count
	}
	return found, nil
}

// first returns users in the order of their keys, which is that of the tables.
func (s *userSelection) first(ctx context.Context, tx tables.Querier, descending bool, limit, offset int) ([]int64, error) {
	from := s.fromTables(s.aboutUser || !s.aboutHolding, s.aboutHolding)
	if !s.few && s.aboutUser && s.aboutHolding {
		from = " FROM user AS u NOT INDEXED CROSS JOIN holding AS h USING (uid)"
	} else if !s.few {
		from += " NOT INDEXED"
	}
	return sqlite.Values[int64](ctx, tx, "SELECT uid"+from+s.Where()+" ORDER BY uid"+query.Direction(descending)+query.Page(limit, offset),
		s.Args...)
}

// clone returns a selection to which conditions can be added.
func (s *userSelection) clone() *userSelection {
	c := *s
	c.All, c.Args, c.ordered = slices.Clone(s.All), slices.Clone(s.Args), slices.Clone(s.ordered)
	c.of, c.copilot = maps.Clone(s.of), maps.Clone(s.copilot)
	return &c
}
