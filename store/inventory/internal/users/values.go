package users

import (
	"context"
	"strings"

	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// columnValues are values of a column of users u that a condition names.
type columnValues struct {
	column string
	values []any
}

// fewValues is for how many values the users of each are looked at in the order of their names.
const fewValues = 40

// byName is the index of a column in which the users with one value are in the order of their
// names. Many have it in common, and of these a page takes the first ones.
func byName(column string) adaptive.Index {
	name := strings.TrimPrefix(column, "u.")
	return adaptive.Index{Name: adaptive.Prefix + "user_" + name + "_by_name", On: "user (" + name + ", display_name)"}
}

// firstOfValues returns the users of a page in the order of their names where the only condition
// names few values that many users have: it is among the first ones of each value. The index for
// that is asked for where there is none.
func (s *userSelection) firstOfValues(
	ctx context.Context, tx tables.Querier, q UserQuery, column string,
) (found []string, known bool, err error) {
	of, last := s.named, max(q.Offset, 0)+q.Limit
	if s.few || len(s.All) != 1 || len(of.values) == 0 || len(of.values) > fewValues || last > query.NearBy ||
		column != Sorts["displayName"] || of.column == column || !strings.HasPrefix(of.column, "u.") || strings.Contains(of.column, " ") {
		return nil, false, nil
	}
	index := byName(of.column)
	if !s.exists(index) {
		return nil, false, nil
	}
	down := query.Direction(q.Descending)
	order := " ORDER BY u.display_name" + down + ", u.uid" + down
	first := "SELECT * FROM (SELECT u.uid, u.display_name FROM user AS u INDEXED BY " + index.Name + " WHERE " + of.column + " = ?" +
		order + query.Page(last, 0) + ")"
	all := first + strings.Repeat(" UNION "+first, len(of.values)-1)
	uids, err := sqlite.Values[int64](ctx, tx, "SELECT f.uid FROM ("+all+") AS f ORDER BY f.display_name COLLATE NOCASE"+down+", f.uid"+
		down+query.Page(q.Limit, q.Offset), of.values...)
	return query.Texts(uids), err == nil, err
}
