package usage

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// latest and earliest are indexes of the last days, and the first ones, on which users of usage g
// have used any application.
var (
	latest   = dayOfAll("latest", "max(%s)", "%s")
	earliest = dayOfAll("earliest", "min(%s)", "iif(%[1]s = 0, 65536, %[1]s)")
)

// usageDay is a day of a row of usage g that has an index.
type usageDay struct {
	day   string
	index adaptive.Index
}

func dayOfAll(name, all, each string) usageDay {
	days := make([]string, len(usedDays))
	for a, day := range usedDays {
		days[a] = fmt.Sprintf(each, day)
	}
	day := fmt.Sprintf(all, strings.Join(days, ", "))
	return usageDay{day, adaptive.Index{Name: adaptive.Prefix + "usage_" + name, On: "usage (" + columnOf(day) + ", upn)"}}
}

// addLatest narrows a page of rows of single applications by their days. No row of a user comes
// before the latest one of all its rows: those that come before the latest one of a certain user
// are of users before that one.
func (r usageRows) addLatest(ctx context.Context, tx tables.Querier, f *usageSelection) error {
	wanted, near := r.near(f)
	if !near {
		return nil
	}
	by := earliest
	if r.q.Descending {
		by = latest
	}
	indexed, err := r.exists(ctx, tx, by.index, true)
	if err != nil || !indexed {
		return err
	}
	down := query.Direction(r.q.Descending)
	order := fmt.Sprintf("FROM usage AS g INDEXED BY %[1]s ORDER BY %[2]s%[3]s, g.upn%[3]s, g.id%[3]s LIMIT ", by.index.Name, by.day, down)
	type user struct {
		day, id int64
		upn     string
	}
	for _, look := range []int{wanted, wanted * query.Enough, wanted * query.Enough * query.Enough} {
		look = min(look, r.inv.FirstUsers()*query.Enough)
		users, err := sqlite.Collect(ctx, tx, func(u *user) []any { return []any{&u.day, &u.upn, &u.id} },
			fmt.Sprintf("SELECT %s, g.upn, g.id %s1 OFFSET %d", by.day, order, look-1))
		if err != nil || len(users) == 0 {
			return err
		}
		end := users[0]
		first := fmt.Sprintf("g.id IN (SELECT g.id %s%d)", order, look)
		before := fmt.Sprintf("(%s, g.upn, g.id) %s (?, ?, ?)", dayOf, upTo(r.q.Descending))
		var found int
		err = tx.QueryRowContext(ctx, fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM usage AS g NOT INDEXED%s%s AND %s AND %s%s LIMIT %d)",
			r.with, f.Where(), first, before, r.where, wanted), append(slices.Clone(f.Args), end.day, end.upn, end.id)...).Scan(&found)
		if err != nil {
			return err
		}
		if found == wanted {
			f.only(first)
			return nil
		}
		if found*query.Enough < wanted {
			return nil
		}
	}
	return nil
}
