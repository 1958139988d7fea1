package reclaim

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
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
	// day is the last activity of the users; nil where they may have any.
	day *connector.Date
}

// narrowed is the part with one more condition.
func (p *reclaimPart) narrowed(condition string) reclaimPart {
	n := *p
	n.All, n.Args = slices.Clone(p.All), slices.Clone(p.Args)
	n.Add(condition)
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
	groups, err := ranks.groups(ctx, tx, parts, q.Descending)
	if err != nil || groups == nil {
		return nil, false, err
	}
	whole := 0
	for i, group := range groups {
		if i == groupsAtMost {
			return nil, false, nil
		}
		wanted := last - len(found)
		rows, known, err := inv.firstOf(ctx, tx, group, ranks, q, wanted)
		if err != nil {
			return nil, false, err
		}
		if !known {
			if whole++; len(groups) == 1 || whole > wholeAtMost {
				return nil, false, nil
			}
			rows, err = sortedRows(ctx, tx, group.parts, ranks.keyInGroup, "", ReclaimQuery{Descending: q.Descending, Limit: wanted})
		}
		if err != nil {
			return nil, false, err
		}
		if found = append(found, rows...); len(found) == last {
			break
		}
	}
	return found[min(max(q.Offset, 0), len(found)):], true, nil
}

// byUser reports whether the order is one of the users themselves, which parts nothing.
func (r *reclaimRanks) byUser() bool { return r.sort == "displayName" || r.sort == "userPrincipalName" }

// keyInGroup is what a part of a group sorts by.
func (r *reclaimRanks) keyInGroup(p *reclaimPart) string {
	if r.byUser() {
		return r.key(p)
	}
	return "0"
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
		found, err = sortedRows(ctx, tx, g.parts, ranks.keyInGroup, chosenUsers, ReclaimQuery{Descending: q.Descending, Limit: wanted})
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
	if g.day != nil {
		ofDay := fmt.Sprintf(" FROM holding AS h CROSS JOIN user AS u ON u.uid = h.uid WHERE h.last_activity = %d", *g.day)
		var many bool
		err := tx.QueryRowContext(ctx, fmt.Sprintf("SELECT EXISTS (SELECT 1%s LIMIT 1 OFFSET %d)", ofDay, users*2*query.Enough)).Scan(&many)
		if err != nil {
			return false, err
		}
		if !many {
			from = ofDay
		}
	}
	var end string
	var args []any
	err = tx.QueryRowContext(ctx, fmt.Sprintf("SELECT %s%s ORDER BY %[1]s%[3]s LIMIT 1 OFFSET %[4]d", column, from, down, users)).Scan(&end)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		all = true
	case err != nil:
		return false, err
	default:
		from += fmt.Sprintf(" AND %s %s ?", column, before)
		args = []any{end}
	}
	return all, makeTemporary(ctx, tx, fmt.Sprintf(
		"DROP TABLE IF EXISTS %s; CREATE TABLE %[1]s (uid INTEGER PRIMARY KEY); INSERT INTO %[1]s SELECT u.uid%s", chosenUsers, from), args...)
}

// groups returns the groups of the order, the first ones first; none where it has none, as by the
// columns of users that have no index of every inventory.
func (r *reclaimRanks) groups(ctx context.Context, tx tables.Querier, parts []reclaimPart, descending bool) (groups []rankGroup, err error) {
	switch r.sort {
	case "displayName", "userPrincipalName":
		return []rankGroup{{parts: parts}}, nil
	case "department", "companyName", "country":
		return nil, nil
	case "lastActivity":
		if groups, err = groupsByDay(ctx, tx, parts); err != nil {
			return nil, err
		}
	default:
		groups = r.groupsByRank(parts)
	}
	if descending {
		slices.Reverse(groups)
	}
	return groups, nil
}

// groupsByDay returns a group for each day on which users were last active; none where other
// evidence counts for some licenses.
func groupsByDay(ctx context.Context, tx tables.Querier, parts []reclaimPart) (groups []rankGroup, err error) {
	if slices.ContainsFunc(parts, func(p reclaimPart) bool { return p.copilot }) {
		return nil, nil
	}
	// A look for the day after each takes as long as there are days, not users.
	days, err := sqlite.Values[connector.Date](ctx, tx, `WITH RECURSIVE d (day) AS (SELECT min(last_activity) FROM holding
		UNION ALL SELECT (SELECT min(h.last_activity) FROM holding AS h WHERE h.last_activity > d.day) FROM d WHERE d.day IS NOT NULL)
		SELECT day FROM d WHERE day IS NOT NULL`)
	for _, day := range days {
		g := rankGroup{day: &day}
		for i := range parts {
			g.parts = append(g.parts, parts[i].narrowed(fmt.Sprintf("h.last_activity = %d", day)))
		}
		groups = append(groups, g)
	}
	return groups, err
}

// groupsByRank returns a group for each rank that some part may have.
func (r *reclaimRanks) groupsByRank(parts []reclaimPart) (groups []rankGroup) {
	ranks := max(len(r.names), len(r.savings)+1, len(Reasons), len(Certainties)+1)
	byRank := make([]rankGroup, ranks)
	for i := range parts {
		for rank, condition := range r.conditions(&parts[i]) {
			byRank[rank].parts = append(byRank[rank].parts, parts[i].narrowed(condition))
		}
	}
	return slices.DeleteFunc(byRank, func(g rankGroup) bool { return g.parts == nil })
}

// conditions are those, by rank, under which a recommendation of a part has the rank.
func (r *reclaimRanks) conditions(p *reclaimPart) map[int]string {
	conditions := map[int]string{}
	switch r.sort {
	case "tenant":
		conditions[r.byName[p.of.TenantName]] = "1"
	case "reason":
		conditions[slices.Index(Reasons, p.reason)] = "1"
	case "certainty":
		for _, certainty := range p.certainties() {
			conditions[len(Certainties)-certainty] = fmt.Sprintf("(%s) = %d", p.certainty, certainty)
		}
	case "product", "skuPartNumber":
		licenses := map[int][]*paidLicense{}
		for _, l := range p.licenses {
			rank := r.byName[r.nameOf(l)]
			licenses[rank] = append(licenses[rank], l)
		}
		for rank, same := range licenses {
			conditions[rank] = fmt.Sprintf("+a.sku IN (%s)", numbers(same))
		}
	case "price", "currency":
		keys := map[int][]string{}
		for key, s := range p.savings() {
			rank := r.ofSaving(s)
			keys[rank] = append(keys[rank], fmt.Sprint(key[0]<<32|key[1]))
		}
		for rank, same := range keys {
			conditions[rank] = p.savingKey() + " IN (" + strings.Join(same, ",") + ")"
		}
	}
	return conditions
}
