package reclaim

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// groupsAtMost is how many groups are looked at before all recommendations are sorted, and
// wholeAtMost how many of these are sorted as a whole.
const (
	groupsAtMost = 8
	wholeAtMost  = 2
)

// rankGroup are parts narrowed to the recommendations that come together in an order.
type rankGroup struct {
	parts []reclaimPart
	// from has the users of the group, as the table of users u and a condition; empty where they may be any.
	from string
	args []any
	// named is the same for a walk through all users in the order of their names.
	named string
	// mixed is set when there are several ranks in the group.
	mixed bool
}

// narrowed is the part with one more condition.
func (p *reclaimPart) narrowed(condition string, args ...any) reclaimPart {
	n := *p
	n.All, n.Args = slices.Clone(p.All), slices.Clone(p.Args)
	n.Add(condition, args...)
	return n
}

// firstSorted returns the recommendations of a page near the beginning of an order. Where it
// does not find all of it soon, nothing is known.
func (inv Reader) firstSorted(
	ctx context.Context, tx tables.Connection, parts []reclaimPart, ranks *reclaimRanks, q ReclaimQuery,
) (found []foundRow, known bool, err error) {
	last := max(q.Offset, 0) + q.Limit
	if q.Limit <= 0 || last > query.NearBy {
		return nil, false, nil
	}
	looked, whole := 0, 0
	for group, err := range inv.groups(ctx, tx, ranks, parts, q.Descending) {
		if looked++; err != nil || looked > groupsAtMost {
			return nil, false, err
		}
		wanted := last - len(found)
		rows, known, err := inv.firstOf(ctx, tx, group, ranks, q, wanted)
		if err == nil && !known {
			if whole++; whole > wholeAtMost {
				return nil, false, nil
			}
			rows, err = sortedRows(ctx, tx, group.parts, ranks.keyIn(group), "", ReclaimQuery{Descending: q.Descending, Limit: wanted})
		}
		if err != nil {
			return nil, false, err
		}
		if found = append(found, rows...); len(found) == last {
			break
		}
	}
	return found[min(max(q.Offset, 0), len(found)):], looked > 0, nil
}

// byUser reports whether the order is one of the users themselves, which parts nothing.
func (r *reclaimRanks) byUser() bool { return r.sort == "displayName" || r.sort == "userPrincipalName" }

// keyIn is what the parts of a group sort by.
func (r *reclaimRanks) keyIn(g rankGroup) func(*reclaimPart) string {
	if g.mixed {
		return r.key
	}
	return func(*reclaimPart) string { return "0" }
}

// firstOf returns so many recommendations of a group, or all where there are fewer; nothing is
// known where those of the first users are not enough.
func (inv Reader) firstOf(
	ctx context.Context, tx tables.Connection, g rankGroup, ranks *reclaimRanks, q ReclaimQuery, wanted int,
) (found []foundRow, known bool, err error) {
	for users, most := inv.FirstUsers(), inv.FirstUsers()*query.Enough; ; {
		all, err := inv.chooseUsers(ctx, tx, g, ranks, q.Descending, users)
		if err != nil {
			return nil, false, err
		}
		found, err = sortedRows(ctx, tx, g.parts, ranks.keyIn(g), chosenUsers, ReclaimQuery{Descending: q.Descending, Limit: wanted})
		if err != nil || all || len(found) == wanted {
			return found, err == nil, err
		}
		if len(found)*query.Enough < wanted || users == most {
			return nil, false, nil
		}
		users = min(users*wanted*3/(len(found)*2), most) // and half as many again as have promised to be enough
	}
}

// chosenUsers is the temporary table of the users that are looked at.
const chosenUsers = "temp.first_user"

// chooseUsers fills it with about so many users at the beginning of the order; the last ones
// may have others beside them that have the same name, and are left out. It reports whether
// all users of the group are in it.
func (inv Reader) chooseUsers(
	ctx context.Context, tx tables.Connection, g rankGroup, ranks *reclaimRanks, descending bool, users int,
) (all bool, err error) {
	column, before, down := "u.display_name", "<", ""
	if ranks.sort == "userPrincipalName" {
		column = "u.user_principal_name"
	}
	if descending && ranks.byUser() {
		before, down = ">", " DESC"
	}
	from := " FROM user AS u WHERE 1"
	if g.from != "" {
		var many bool
		exists := fmt.Sprintf("SELECT EXISTS (SELECT 1%s LIMIT 1 OFFSET %d)", g.from, users*2*query.Enough)
		if err := tx.QueryRowContext(ctx, exists, g.args...).Scan(&many); err != nil {
			return false, err
		}
		if from = g.from; many {
			from = g.named
		}
	}
	var end string
	args := g.args
	err = tx.QueryRowContext(ctx, fmt.Sprintf("SELECT %s%s ORDER BY %[1]s%[3]s LIMIT 1 OFFSET %[4]d", column, from, down, users),
		args...).Scan(&end)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		all = true
	case err != nil:
		return false, err
	default:
		from += fmt.Sprintf(" AND %s %s ?", column, before)
		args = append(slices.Clip(args), end)
	}
	return all, makeTemporary(ctx, tx, fmt.Sprintf(
		"DROP TABLE IF EXISTS %s; CREATE TABLE %[1]s (uid INTEGER PRIMARY KEY); INSERT INTO %[1]s SELECT u.uid%s", chosenUsers, from), args...)
}
