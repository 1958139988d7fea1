package users

import (
	"context"
	"fmt"
	"strings"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// nearest is how many are looked at before that: of a filter that many users meet, the page is
// among these.
const nearest = 500

// sortColumn is the column by which the query sorts. The error is [query.ErrUnknownColumn].
func (s *userSelection) sortColumn(q UserQuery) (string, error) {
	switch q.Sort {
	case "":
		return Sorts["displayName"], nil
	case "active":
		return s.stateColumn(q), nil
	case "tenant":
		return query.TenantRank("uid", s.sources), nil
	}
	column, known := Sorts[q.Sort]
	if !known {
		return "", fmt.Errorf("sort by %q: %w", q.Sort, query.ErrUnknownColumn)
	}
	return column, nil
}

// byKey are the users with keys, in an order.
const byKey = " FROM user AS u CROSS JOIN holding AS h USING (uid) WHERE uid IN (%s) ORDER BY +%s%[3]s, uid%[3]s"

// pageOf returns the query behind its columns for the users of a page in their order.
func (s *userSelection) pageOf(ctx context.Context, tx tables.Querier, q UserQuery, column string) (string, error) {
	down := query.Direction(q.Descending)
	// The users of a page are found by their keys first: what is passed over is then not
	// read.
	found, known, err := s.keys(ctx, tx, q, column)
	if err != nil {
		return "", err
	}
	if known {
		s.Args = nil
		return fmt.Sprintf(byKey, strings.Join(found, ","), column, down), nil
	}
	if s.scans(column) {
		if err := s.beginWithFewest(ctx, tx); err != nil {
			return "", err
		}
	}
	order, page := " ORDER BY "+s.orderedBy(column)+down+", uid"+down, query.Page(q.Limit, q.Offset)
	last := max(q.Offset, 0) + q.Limit
	if s.few || last > query.NearBy || query.Users(s.sources) < int64(s.many) || !s.scans(column) && s.hasIndex(column) {
		return fmt.Sprintf(byKey, "SELECT uid"+s.fromSorted(column)+s.Where()+order+page, column, down), nil
	}
	// All are looked at, half of them on another core.
	uids, err := s.inv.KeysOfHalves(ctx, tx, query.HalvesByKey("uid", s.sources),
		func(ctx context.Context, tx tables.Querier, half string) ([]int64, error) {
			return sqlite.Values[int64](ctx, tx, "SELECT uid"+s.fromSorted(column)+s.Where()+" AND "+half+order+query.Page(last, 0), s.Args...)
		})
	s.Args = nil
	return fmt.Sprintf(byKey, strings.Join(query.Texts(uids), ","), column, down) + page, err
}

// keys returns the users of a page when they are found without reading all of them.
func (s *userSelection) keys(ctx context.Context, tx tables.Querier, q UserQuery, column string) (found []string, known bool, err error) {
	if groups, err := s.groupsBy(ctx, tx, q); err != nil || groups != nil && q.Limit <= query.NearBy {
		if err != nil {
			return nil, false, err
		}
		found, err = s.walk(ctx, tx, q, groups)
		return found, true, err
	}
	for _, look := range []int{nearest, query.NearBy, query.NearBy * query.Enough} {
		looked := found != nil && q.Offset <= 0
		if (looked || look > query.NearBy) && len(found)*query.Enough <= q.Limit {
			break // so many would hardly fill the page either
		}
		if found, err = s.nearBy(ctx, tx, q, column, look); err != nil || len(found) == q.Limit {
			break
		}
	}
	if err != nil || len(found) == q.Limit {
		return found, err == nil, err
	}
	return s.firstOfValues(ctx, tx, q, column)
}

// nearBy returns the users of a page as far as they are among the first ones of an order
// that has an index; where it finds fewer than the page takes, nothing is known.
func (s *userSelection) nearBy(ctx context.Context, tx tables.Querier, q UserQuery, column string, look int) ([]string, error) {
	if indexed := s.hasIndex(column); s.few && !s.promises(q, look) || !s.scans(column) || q.Offset+q.Limit > query.NearBy || !indexed {
		return nil, nil
	}
	first, from := strings.TrimPrefix(column, "u."), "user"
	if column == Sorts[lastActivitySort] {
		first, from = "last_activity", "holding"
	}
	down := query.Direction(q.Descending)
	text := fmt.Sprintf("SELECT uid FROM (SELECT uid FROM %[1]s ORDER BY %[2]s%[3]s, uid%[3]s LIMIT %[4]d) "+
		"CROSS JOIN user AS u USING (uid) CROSS JOIN holding AS h USING (uid)%[5]s ORDER BY +%[6]s%[3]s, uid%[3]s%[7]s",
		from, first, down, look, s.Where(), column, query.Page(q.Limit, q.Offset))
	uids, err := sqlite.Values[int64](ctx, tx, text, s.Args[s.fewestArgs:]...)
	return query.Texts(uids), err
}

// promises reports whether few users, if they are spread over an order evenly, fill a page among
// the first ones: to look at these then takes less time than to read and sort the few.
func (s *userSelection) promises(q UserQuery, look int) bool {
	return s.fewestFound > look && int64(s.fewestFound)*int64(look) >= int64(q.Offset+q.Limit)*query.Users(s.sources)
}
