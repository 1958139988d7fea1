package usage

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// usageSelection is which rows of usage g a query asks for.
type usageSelection struct {
	query.Conditions
	// table is that of the rows, with how they are found.
	table string
	// days are the conditions that an index of days could answer.
	days []dayCondition
}

// anyUsage is the table where nothing tells how rows are found.
const anyUsage = "usage AS g"

// ByUser is the index by which the usage of few users is found.
var ByUser = adaptive.Column("usage", "uid")

// addNames adds the conditions on display names that are answered by the users first, and
// returns the others, which are looked at row by row.
func (inv Reader) addNames(
	ctx context.Context, tx tables.Querier, f *usageSelection, q UsageQuery, sources []query.Source, today connector.Date,
) (rest filter.Expression, err error) {
	for _, c := range q.Filter {
		property, _ := filter.Named(UsageProperties(), c.Property)
		added := false
		if property.Name == "displayName" {
			if added, err = inv.addNamed(ctx, tx, f, c, q, sources, today); err != nil {
				return nil, err
			}
		}
		if !added {
			rest = append(rest, c)
		}
	}
	return rest, nil
}

// addNamed adds a condition that holds for no row without a user, unless many users have such
// names and rows are read in their own order, of which the first ones then fill a page.
func (inv Reader) addNamed(
	ctx context.Context, tx tables.Querier, f *usageSelection, c filter.Condition, q UsageQuery, sources []query.Source, today connector.Date,
) (added bool, err error) {
	if !slices.Contains([]filter.Operator{filter.Is, filter.OneOf, filter.Contains}, c.Operator) || c.Matches(today, "") ||
		c.Check(UsageProperties()) != nil {
		return false, nil
	}
	many := inv.Many()
	text, args := c.SQL("named.display_name", filter.Text, today)
	users := "SELECT named.uid FROM user AS named WHERE (" + text + ")"
	if c.Operator == filter.Contains && len(c.Values) == 1 && tables.ASCII(c.Values[0]) && !inv.Index.Damaged() {
		query, found, err := inv.Index.Candidates(ctx, tx, c.Values, many)
		if err != nil {
			return false, err
		}
		if query != "" && found < many {
			users, args = users+" AND named.uid IN (SELECT rowid FROM user_search WHERE user_search MATCH ?)", append(args, query)
		}
	}
	few, err := sqlite.Values[int64](ctx, tx, fmt.Sprintf("%s LIMIT %d", users, many), args...)
	if err != nil {
		return false, err
	}
	if len(few) < many {
		f.Add("g.uid IN (" + strings.Join(query.Texts(few), ",") + ")")
		f.table, _, err = inv.usageOfFew(ctx, tx, q, sources)
		return true, err
	}
	if q.Limit > 0 && (q.Sort == "" || q.Sort == "userPrincipalName") {
		return false, nil
	}
	f.Add("g.uid IN ("+users+")", args...)
	return true, nil
}

// usageOfFew is the table of the usage of few users, with the index by which it is found; that
// is asked for where there is none yet and a page of a large inventory wants it.
func (inv Reader) usageOfFew(
	ctx context.Context, tx tables.Querier, q UsageQuery, sources []query.Source,
) (table string, indexed bool, err error) {
	indexes, err := adaptive.Existing(ctx, tx)
	if indexes[ByUser.Name] {
		return "usage AS g INDEXED BY " + ByUser.Name, true, err
	}
	if inv.worthAnIndex(q, sources) {
		inv.Indexes.Ask(ByUser)
	}
	return "usage AS g NOT INDEXED", false, err
}

// worthAnIndex reports whether indexes are made for a query: a page of many users.
func (inv Reader) worthAnIndex(q UsageQuery, sources []query.Source) bool {
	return q.Limit > 0 && query.Users(sources) >= int64(inv.Many()) && !inv.Options.ReadOnly
}

// addFirstNames narrows a page by display names to the usage of the first users in that order,
// where that fills it. with are the tables beside that of usage, and where else rows have to be.
func (inv Reader) addFirstNames(
	ctx context.Context, tx tables.Querier, f *usageSelection, q UsageQuery, sources map[int64]query.Source, with, where string,
) error {
	last := max(q.Offset, 0) + q.Limit
	table, indexed, err := inv.usageOfFew(ctx, tx, q, slices.Collect(maps.Values(sources)))
	if err != nil || !indexed {
		return err
	}
	before := "<"
	if q.Descending {
		before = ">"
	} else {
		var nameless bool // these come first
		err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+table+" WHERE g.uid IS NULL)").Scan(&nameless)
		if err != nil || nameless {
			return err
		}
	}
	for _, users := range []int{inv.FirstUsers(), inv.FirstUsers() * query.Enough} {
		first := fmt.Sprintf("g.uid IN (SELECT u.uid FROM user AS u WHERE u.display_name %s (SELECT e.display_name FROM user AS e ORDER BY e.display_name%s LIMIT 1 OFFSET %d))",
			before, query.Direction(q.Descending), users)
		var found int
		err := tx.QueryRowContext(ctx,
			fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s%s%s AND %s%s LIMIT %d)", table, with, f.Where(), first, where, last),
			f.Args...).Scan(&found)
		if err != nil {
			return err
		}
		if found == last {
			f.Add(first)
			f.table = table
			return nil
		}
	}
	return nil
}
