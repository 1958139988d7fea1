package reclaim

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// groups returns the groups of the order, the first ones first; none where it has none.
func (inv Reader) groups(
	ctx context.Context, tx tables.Querier, r *reclaimRanks, parts []reclaimPart, descending bool,
) iter.Seq2[rankGroup, error] {
	switch r.sort {
	case "displayName", "userPrincipalName":
		return func(yield func(rankGroup, error) bool) { yield(rankGroup{parts: parts, mixed: true}, nil) }
	case "department", "companyName", "country":
		return inv.groupsByColumn(ctx, tx, r, parts, descending)
	}
	return func(yield func(rankGroup, error) bool) {
		groups, err := r.groupsByRank(parts), error(nil)
		if r.sort == "lastActivity" {
			groups, err = groupsByDay(ctx, tx, parts)
		}
		if err != nil {
			yield(rankGroup{}, err)
			return
		}
		if descending {
			slices.Reverse(groups)
		}
		for _, g := range groups {
			if !yield(g, nil) {
				return
			}
		}
	}
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
		g := rankGroup{
			from:  fmt.Sprintf(" FROM holding AS h CROSS JOIN user AS u ON u.uid = h.uid WHERE h.last_activity = %d", day),
			named: fmt.Sprintf(" FROM user AS u INDEXED BY user_name CROSS JOIN holding AS h ON h.uid = u.uid WHERE h.last_activity = %d", day),
		}
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
			part := parts[i].narrowed(condition)
			if r.sort == "certainty" && rank == len(Certainties)-review {
				part.undated = part.dated
			}
			byRank[rank].parts = append(byRank[rank].parts, part)
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
