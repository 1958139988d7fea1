package users

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// GroupUsers counts the users of the query, whatever its order and Limit, by a column of
// theirs. A user with several licenses is counted with each; the error may be
// [query.ErrUnknownColumn].
func (inv Reader) GroupUsers(ctx context.Context, q UserQuery, column string) (groups []query.Group, err error) {
	err = inv.Read(ctx, func(tx *sql.Tx) error {
		selection, err := inv.selectUsers(ctx, tx, q, true)
		if err != nil {
			return err
		}
		switch column {
		case "licenses", "products", "failed":
			groups, err = inv.groupByLicense(ctx, tx, selection, column)
			return err
		case "tenant", "connection":
			groups, err = selection.groupByTenant(ctx, tx, column)
			return err
		case "active":
			groups, err = selection.groupBy(ctx, tx, selection.stateColumn(q), filter.State)
			return err
		}
		at := slices.IndexFunc(userFields, func(f Field) bool { return f.Name == column && f.Column != "" })
		if at < 0 {
			return fmt.Errorf("group by %q: %w", column, query.ErrUnknownColumn)
		}
		groups, err = selection.groupBy(ctx, tx, userFields[at].Column, userFields[at].Kind)
		return err
	})
	return groups, err
}

// groupBy counts by the value of a column.
func (s *userSelection) groupBy(ctx context.Context, tx tables.Querier, column string, kind filter.Kind) ([]query.Group, error) {
	type counted struct {
		text   string
		number int64
		count  int64
	}
	value := func(c *counted) any { return &c.number }
	if kind == filter.Text || kind == filter.State {
		value = func(c *counted) any { return &c.text }
	}
	all, err := sqlite.Collect(ctx, tx, func(c *counted) []any { return []any{value(c), &c.count} },
		"SELECT min("+column+"), count(*)"+s.fromSorted(column)+s.Where()+" GROUP BY "+column, s.Args...)
	var groups query.Grouping
	for _, c := range all {
		switch {
		case kind == filter.Day:
			groups.AddOther(connector.Date(c.number), c.count)
		case kind == filter.Flag:
			groups.AddOther(c.number != 0, c.count)
		default:
			groups.AddCollated(c.text, c.count)
		}
	}
	return groups.Groups, err
}

// groupByTenant counts by the tenant's name, or by the connection.
func (s *userSelection) groupByTenant(ctx context.Context, tx tables.Querier, column string) ([]query.Group, error) {
	type counted struct{ number, count int64 }
	all, err := sqlite.Collect(ctx, tx, func(c *counted) []any { return []any{&c.number, &c.count} },
		"SELECT uid >> 32, count(*)"+s.fromCounted()+s.Where()+" GROUP BY 1", s.Args...)
	var groups query.Grouping
	for _, c := range all {
		name := s.of[c.number].TenantName
		if column == "connection" {
			name = s.of[c.number].Connection
		}
		groups.Add(name, c.count)
	}
	return groups.Groups, err
}

// groupByLicense counts by the licenses that users have, or should have. A user with several
// of one name is counted once.
func (inv Reader) groupByLicense(ctx context.Context, tx tables.Querier, s *userSelection, column string) ([]query.Group, error) {
	names, err := inv.skuNames(ctx, tx)
	if err != nil {
		return nil, err
	}
	name := func(sku int64) string { return names[sku].part }
	if column == "products" {
		name = func(sku int64) string { return names[sku].product }
	}
	type counted struct {
		sku   sql.NullInt64
		count int64
	}
	first := firstOfName(names, name)
	text := "WITH held AS (SELECT h.licensing, count(*) AS users" + s.fromSorted("h.licensing") + s.Where() + " GROUP BY h.licensing) " +
		"SELECT named, sum(users) FROM (SELECT DISTINCT licensing, users, " + first +
		" AS named FROM held LEFT JOIN assignment USING (licensing)) GROUP BY named"
	if column == "failed" {
		text = "WITH found AS (SELECT uid" + s.fromCounted() + s.Where() + ") SELECT f.sku, count(*) FROM found " +
			"LEFT JOIN (SELECT DISTINCT uid, " + first + " AS sku FROM failed_assignment) AS f USING (uid) GROUP BY f.sku"
	}
	all, err := sqlite.Collect(ctx, tx, func(c *counted) []any { return []any{&c.sku, &c.count} }, text, s.Args...)
	groups := make([]query.Group, len(all))
	for i, c := range all {
		groups[i].Count = c.count
		if c.sku.Valid {
			groups[i].Value = name(c.sku.Int64)
		}
	}
	return groups, err
}

// firstOfName is the first SKU with the name of a row's.
func firstOfName(names map[int64]skuName, name func(sku int64) string) string {
	first, others := map[string]int64{}, ""
	for _, sku := range slices.Sorted(maps.Keys(names)) {
		folded := filter.Fold(name(sku))
		if other, known := first[folded]; known {
			others += fmt.Sprintf(" WHEN %d THEN %d", sku, other)
		} else {
			first[folded] = sku
		}
	}
	if others == "" {
		return "sku"
	}
	return "CASE sku" + others + " ELSE sku END"
}
