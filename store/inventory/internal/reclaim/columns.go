package reclaim

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"

	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/inventory/internal/users"
)

// groupsByColumn returns groups for an order by a column of users: one for each value that more
// users have than are looked at first, and one for the values between these.
func (inv Reader) groupsByColumn(
	ctx context.Context, tx tables.Querier, r *reclaimRanks, parts []reclaimPart, descending bool,
) iter.Seq2[rankGroup, error] {
	column, before, after := users.FieldNamed(r.sort).Column, " < ?", " > ?"
	if descending {
		before, after = after, before
	}
	return func(yield func(rankGroup, error) bool) {
		if err := inv.askForIndex(ctx, tx, strings.TrimPrefix(column, "u."), parts); err != nil {
			yield(rankGroup{}, err)
			return
		}
		var rest query.Conditions // on the users behind the groups that there were
		for more := true; more; {
			first, _, err := valueAt(ctx, tx, column, rest, descending, 0)
			var end string
			if err == nil {
				end, more, err = valueAt(ctx, tx, column, rest, descending, inv.FirstUsers())
			}
			if err != nil {
				yield(rankGroup{}, err)
				return
			}
			group, one := rest, more && strings.EqualFold(first, end)
			switch {
			case one:
				group, rest = query.Conditions{}, query.Conditions{}
				group.Add(column+" = ?", first)
				rest.Add(column+after, first)
			case more:
				group.Add(column+before, end)
				rest = query.Conditions{}
				rest.Add("NOT "+column+before, end)
			}
			if !yield(ofColumn(parts, group, !one), nil) {
				return
			}
		}
	}
}

// valueAt is the value of a column behind so many users in its order, for whom conditions hold.
func valueAt(
	ctx context.Context, tx tables.Querier, column string, of query.Conditions, descending bool, offset int,
) (value string, there bool, err error) {
	err = tx.QueryRowContext(ctx,
		fmt.Sprintf("SELECT %s FROM user AS u%s ORDER BY %[1]s%[3]s%[4]s", column, of.Where(), query.Direction(descending),
			query.Page(1, offset)), of.Args...).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return value, err == nil, err
}

// ofColumn is the group of the users for whom conditions hold.
func ofColumn(parts []reclaimPart, of query.Conditions, mixed bool) rankGroup {
	g := rankGroup{
		from: " FROM user AS u" + of.Where(), named: " FROM user AS u INDEXED BY user_name" + of.Where(), args: of.Args,
		mixed: mixed,
	}
	for i := range parts {
		part := parts[i].narrowed("("+strings.Join(append([]string{"1"}, of.All...), ") AND (")+")", of.Args...)
		part.aboutUser = true
		g.parts = append(g.parts, part)
	}
	return g
}

// askForIndex has the index of a column of users made, where many users are sorted by it and there is none.
func (inv Reader) askForIndex(ctx context.Context, tx tables.Querier, column string, parts []reclaimPart) error {
	index, sorted := adaptive.Column("user", column), int64(0)
	for _, usual := range adaptive.Usual {
		if usual.On == index.On {
			return nil // which is made without being asked for
		}
	}
	for _, p := range parts {
		sorted = max(sorted, p.of.Users)
	}
	if sorted < int64(inv.Many()) || inv.Options.ReadOnly {
		return nil
	}
	existing, err := adaptive.Existing(ctx, tx)
	if err == nil && !existing[index.Name] {
		inv.Indexes.Ask(index)
	}
	return err
}
