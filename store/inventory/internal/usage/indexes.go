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
	"inventorybeacon/store/inventory/internal/tables"
)

// columnOf is an expression on a row of usage g as an index has it.
func columnOf(expression string) string { return strings.ReplaceAll(expression, "g.", "") }

// userOf is the index of those who have used an application, which is asked for where these are few.
func userOf(a connector.UsedApplication) adaptive.Index {
	name := tables.DayColumn(connector.StreamActiveUsers, a)
	return adaptive.Index{Name: adaptive.Prefix + "usage_of_" + name, On: "usage (upn) WHERE " + columnOf(usedDays[a]) + " <> 0"}
}

// dayIndex is the index of a column with a day of a row of usage g.
func dayIndex(column string) adaptive.Index {
	name := strings.TrimPrefix(column, "g.")
	if column == usedDays[connector.Teams] {
		name = "teams"
	}
	return adaptive.Index{Name: adaptive.Prefix + "usage_day_" + name, On: "usage (" + columnOf(column) + ", upn)"}
}

// Indexes are all that pages of usage may ask for.
func Indexes() []adaptive.Index {
	indexes := []adaptive.Index{ByUser, latest.index, earliest.index, dayIndex("g.last_activity"), dayIndex("g.listed")}
	for a, day := range usedDays {
		indexes = append(indexes, userOf(connector.UsedApplication(a)), dayIndex(day))
	}
	return append(indexes, platformIndexes()...)
}

// exists reports whether an index exists, and has one made that does not where it is wanted and
// the inventory is large.
func (r usageRows) exists(ctx context.Context, tx tables.Querier, index adaptive.Index, wanted bool) (bool, error) {
	indexes, err := adaptive.Existing(ctx, tx)
	if err != nil || indexes[index.Name] {
		return err == nil, err
	}
	if wanted && r.inv.worthAnIndex(r.q, slices.Collect(maps.Values(r.sources))) {
		r.inv.Indexes.Ask(index)
	}
	return false, nil
}

// dayCondition is one on days of a row of usage g that an index answers.
type dayCondition struct {
	index adaptive.Index
	text  string
	args  []any
}

// addFew has rows that are not near the beginning of their order found by an index of a day, if
// few have such, or else read in the order of the table. Those with certain names are found by these.
func (r usageRows) addFew(ctx context.Context, tx tables.Querier, f *usageSelection) error {
	if r.q.Search != "" || slices.ContainsFunc(r.q.Filter, func(c filter.Condition) bool { return c.Property == "userPrincipalName" }) {
		return nil
	}
	f.table = anyUsage + " NOT INDEXED"
	many := r.inv.Many()
	for _, day := range f.days {
		indexed, err := r.exists(ctx, tx, day.index, true)
		if err != nil {
			return err
		}
		if !indexed {
			continue
		}
		table, found := "usage AS g INDEXED BY "+day.index.Name, 0
		err = tx.QueryRowContext(ctx, fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT %d)", table, day.text, many),
			day.args...).Scan(&found)
		if err != nil {
			return err
		}
		if found < many {
			f.table = table
			return nil
		}
	}
	return nil
}
