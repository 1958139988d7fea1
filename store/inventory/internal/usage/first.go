package usage

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// A page of usage is mostly among the first rows of its order. So that not all are looked at,
// it is narrowed to rows among which it certainly is, and put in order as if these were all.

// usageRows are the rows of a list of usage, of which a page is wanted.
type usageRows struct {
	inv     Reader
	q       UsageQuery
	sources map[int64]query.Source
	// with are the tables beside that of usage g, where is where else rows have to be.
	with, where string
	// order are the columns by which the rows of a group are ordered, of which the first ones, as
	// many as lead says, are those of an index.
	order []string
	lead  int
	index string
}

// ordered is the order of the rows of a group.
func (r usageRows) ordered() string {
	down := query.Direction(r.q.Descending)
	return " ORDER BY " + strings.Join(r.order, down+", ") + down
}

// narrowRows are those of single applications.
func narrowRows(inv Reader, q UsageQuery, sources map[int64]query.Source) usageRows {
	return usageRows{
		inv: inv, q: q, sources: sources, with: " CROSS JOIN " + usedApplications + " AS n", where: " AND " + dayOf + " <> 0",
		order: []string{"g.upn", "g.id", "n.n"}, lead: 1, index: "usage_upn",
	}
}

// usageGroup are rows that stand before those of the groups behind it.
type usageGroup struct {
	rows string // a condition; empty for all
	// index finds the rows of a group that has few, in this order.
	index adaptive.Index
	// together is set when they stand together in the table.
	together bool
}

// narrowGroups are the groups of the rows of single applications in an order; nil where that has
// none.
func narrowGroups(sort string, shape usageShape, sources map[int64]query.Source) (groups []usageGroup) {
	switch sort {
	case "", "userPrincipalName":
		groups = []usageGroup{{}}
	case "application":
		for a := range connector.UsedApplication(connector.UsedApplications) {
			groups = append(groups, usageGroup{rows: fmt.Sprintf("n.n = %d AND %s <> 0", a, usedDays[a]), index: userOf(a)})
		}
	case "reportDate":
		groups = byReport(shape.dates)
	case "tenant":
		groups = tenantGroups(sources)
	}
	return groups
}

// tenantGroups are the groups of rows of usage by tenants.
func tenantGroups(sources map[int64]query.Source) (groups []usageGroup) {
	for _, source := range query.ByTenant(slices.Collect(maps.Values(sources))) {
		groups = append(groups, usageGroup{
			rows:     fmt.Sprintf("g.id BETWEEN %d AND %d", tables.UID(source.Number, 0), tables.UID(source.Number+1, 0)-1),
			together: true,
		})
	}
	return groups
}

// addFirst narrows a page of groups of rows. Without groups that is left as it is.
func (r usageRows) addFirst(ctx context.Context, tx tables.Querier, f *usageSelection, groups []usageGroup) error {
	wanted, near := r.near(f)
	if !near {
		return nil
	}
	if r.q.Sort == "displayName" {
		return r.inv.addFirstNames(ctx, tx, f, r.q, r.sources, r.with, r.where)
	}
	if r.q.Descending {
		groups = slices.Clone(groups)
		slices.Reverse(groups)
	}
	var ids []int64
	all := true
	for _, group := range groups {
		found, known, err := r.first(ctx, tx, f, group, wanted-len(ids))
		if err != nil {
			return err
		}
		// Where an index is missing, those of the groups behind it are asked for at the same time.
		if all = all && known; !all && group.index.Name == "" {
			break
		}
		if ids = append(ids, found...); len(ids) == wanted {
			break
		}
	}
	if !all {
		if err := r.addFew(ctx, tx, f); err != nil || len(groups) > 1 {
			return err
		}
		return r.addHalves(ctx, tx, f)
	}
	if len(groups) > 0 {
		f.only("g.id IN (" + strings.Join(query.Texts(ids), ",") + ")")
	}
	return nil
}

// near is up to which row a page goes, and whether it is looked for among the first ones.
func (r usageRows) near(f *usageSelection) (wanted int, near bool) {
	wanted = max(r.q.Offset, 0) + r.q.Limit
	return wanted, r.q.Limit > 0 && wanted <= query.NearBy && f.table == anyUsage
}

// only narrows a selection to rows that are found by their keys.
func (f *usageSelection) only(condition string, args ...any) {
	f.Add(condition, args...)
	f.table = anyUsage + " NOT INDEXED"
}

// first returns the keys of so many rows of a group, or of all where there are fewer; nothing is
// known where they are not near the beginning.
func (r usageRows) first(
	ctx context.Context, tx tables.Querier, f *usageSelection, group usageGroup, wanted int,
) (ids []int64, known bool, err error) {
	of := ""
	if group.rows != "" {
		of = " AND (" + group.rows + ")"
	}
	keys := func(way, near string, args ...any) ([]int64, error) {
		return r.keys(ctx, tx, f, way, of+near, wanted, args...)
	}
	for _, look := range []int{r.inv.FirstUsers(), r.inv.FirstUsers() * query.Enough} {
		near, end, err := r.upTo(ctx, tx, look)
		if err != nil {
			return nil, false, err
		}
		if ids, err = keys("INDEXED BY "+r.index, near, end...); err != nil || len(ids) == wanted || len(end) == 0 {
			return ids, err == nil, err
		}
		if len(ids)*query.Enough < wanted {
			break
		}
	}
	if group.together {
		ids, err = keys("NOT INDEXED", "")
		return ids, err == nil, err
	}
	if group.index.Name == "" {
		return nil, false, nil
	}
	indexed, err := r.exists(ctx, tx, group.index, len(r.q.Filter) == 0 && r.q.Search == "")
	if err != nil || !indexed {
		return nil, false, err
	}
	ids, err = keys("INDEXED BY "+group.index.Name, "")
	return ids, err == nil, err
}

// addHalves narrows a page that may be anywhere in the table to the first rows of both halves of it.
func (r usageRows) addHalves(ctx context.Context, tx tables.Querier, f *usageSelection) error {
	sources := slices.SortedFunc(maps.Values(r.sources), func(a, b query.Source) int { return cmp.Compare(a.Number, b.Number) })
	if !r.inv.worthAnIndex(r.q, sources) {
		return nil
	}
	halves, way := query.HalvesByKey("g.id", sources), "NOT INDEXED"
	switch {
	case f.table == anyUsage+" NOT INDEXED":
	case f.table == anyUsage && r.index == "usage_upn":
		var err error
		if halves, err = query.HalvesByValue(ctx, tx, "usage", "id", "g", "upn", sources); err != nil {
			return err
		}
		way = "INDEXED BY " + r.index
	default: // an index finds few
		return nil
	}
	ids, err := r.inv.KeysOfHalves(ctx, tx, halves, func(ctx context.Context, tx tables.Querier, half string) ([]int64, error) {
		return r.keys(ctx, tx, f, way, " AND "+half, max(r.q.Offset, 0)+r.q.Limit)
	})
	f.only("g.id IN (" + strings.Join(query.Texts(ids), ",") + ")")
	return err
}

// keys returns the keys of the first rows that are found in a way and meet one more condition.
func (r usageRows) keys(
	ctx context.Context, tx tables.Querier, f *usageSelection, way, condition string, most int, args ...any,
) ([]int64, error) {
	return sqlite.Values[int64](ctx, tx, "SELECT g.id FROM usage AS g "+way+r.with+f.Where()+r.where+condition+r.ordered()+query.Page(most, 0),
		append(slices.Clone(f.Args), args...)...)
}

// upTo is the condition for the rows of the first users of an index, with its arguments; none
// where there are no more.
func (r usageRows) upTo(ctx context.Context, tx tables.Querier, users int) (condition string, end []any, err error) {
	down, lead := query.Direction(r.q.Descending), r.order[:r.lead]
	rows, err := sqlite.Collect(ctx, tx, func(row *[2]any) []any { return []any{&row[0], &row[1]}[:r.lead] },
		fmt.Sprintf("SELECT %s FROM usage AS g INDEXED BY %s ORDER BY %s%s LIMIT 1 OFFSET %d",
			strings.Join(lead, ", "), r.index, strings.Join(lead, down+", "), down, users))
	if err != nil || len(rows) == 0 {
		return "", nil, err
	}
	end = rows[0][:r.lead]
	condition = fmt.Sprintf(" AND (%s) %s (?%s)", strings.Join(lead, ", "), upTo(r.q.Descending), strings.Repeat(", ?", r.lead-1))
	if r.lead > 1 { // for an index of an expression SQLite needs to be told of it alone
		condition, end = fmt.Sprintf("%s AND %s %s ?", condition, lead[0], upTo(r.q.Descending)), append(end, end[0])
	}
	return condition, end, nil
}

// upTo compares values with the last one in an order.
func upTo(descending bool) string {
	if descending {
		return ">="
	}
	return "<="
}
