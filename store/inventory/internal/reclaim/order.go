package reclaim

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/inventory/internal/users"
	"inventorybeacon/store/sqlite"
)

// ReclaimSorts are the columns by which recommendations can be sorted: a certain one is more
// than one to be reviewed, and of savings those in another currency come after.
var ReclaimSorts = []string{
	"displayName", "userPrincipalName", "tenant", "product", "skuPartNumber", "reason", "certainty", "lastActivity", "price", "currency",
	"department", "companyName", "country",
}

// reclaimRanks are what all parts together are sorted by where that has few values, found once
// a query.
type reclaimRanks struct {
	sort    string
	names   []string       // in their order
	byName  map[string]int // their places
	savings []Saving       // in their order; the rank of one that is not known is 0
}

// ranksOf returns those of a column.
func ranksOf(sort string, parts []reclaimPart) *reclaimRanks {
	r := &reclaimRanks{sort: sort, byName: map[string]int{}}
	for i := range parts {
		p := &parts[i]
		switch sort {
		case "tenant":
			r.names = append(r.names, p.of.TenantName)
		case "product", "skuPartNumber":
			for _, l := range p.of.paid.all {
				r.names = append(r.names, r.nameOf(l))
			}
		case "price", "currency":
			for _, s := range p.savings() {
				if s.Currency != "" {
					r.savings = append(r.savings, s)
				}
			}
		}
	}
	slices.SortFunc(r.names, query.CompareNames)
	r.names = slices.Compact(r.names)
	for rank, name := range r.names {
		r.byName[name] = rank
	}
	slices.SortFunc(r.savings, compareSavings)
	r.savings = slices.CompactFunc(r.savings, func(a, b Saving) bool { return compareSavings(a, b) == 0 })
	return r
}

// nameOf is the name of a license that the column has.
func (r *reclaimRanks) nameOf(l *paidLicense) string {
	if r.sort == "product" {
		return l.name.Product
	}
	return cmp.Or(l.name.PartNumber, l.name.SKUID)
}

func compareSavings(a, b Saving) int {
	return cmp.Or(strings.Compare(a.Currency, b.Currency), a.Cmp(b.Amount))
}

// ofSaving is the rank of what a recommendation saves.
func (r *reclaimRanks) ofSaving(s Saving) int {
	rank, known := slices.BinarySearchFunc(r.savings, s, compareSavings)
	if !known {
		return 0
	}
	return rank + 1
}

// key is what a part sorts by, as an SQL expression.
func (r *reclaimRanks) key(p *reclaimPart) string {
	switch r.sort {
	case "displayName":
		return "u.display_name"
	case "userPrincipalName", "department", "companyName", "country":
		return users.FieldNamed(r.sort).Column
	case "tenant":
		return fmt.Sprint(r.byName[p.of.TenantName])
	case "product", "skuPartNumber":
		ranks := "CASE a.sku"
		for _, l := range p.of.paid.all {
			ranks += fmt.Sprintf(" WHEN %d THEN %d", l.number, r.byName[r.nameOf(l)])
		}
		return ranks + " END"
	case "reason":
		return fmt.Sprint(slices.Index(Reasons, p.reason))
	case "certainty":
		return fmt.Sprintf("%d - (%s)", len(Certainties), p.certainty)
	case "lastActivity":
		return p.of.evidenceOf(p.copilot).Last
	default:
		ranks := "CASE " + p.savingKey()
		for key, s := range p.savings() {
			if rank := r.ofSaving(s); rank > 0 {
				ranks += fmt.Sprintf(" WHEN %d THEN %d", key[0]<<32|key[1], rank)
			}
		}
		return ranks + " WHEN -1 THEN 0 ELSE 0 END"
	}
}

// savings are what each recommendation of a part may save, by the license and the one in its place.
func (p *reclaimPart) savings() map[[2]int64]Saving {
	all := map[[2]int64]Saving{}
	if p.reason == ReasonSmaller {
		for _, a := range p.of.paid.alternatives {
			key := [2]int64{a.larger.number, a.smaller.number}
			all[key] = p.saved(key[0], key[1])
		}
		return all
	}
	for _, l := range p.of.paid.all {
		all[[2]int64{l.number, 0}] = p.saved(l.number, 0)
	}
	return all
}

// savingKey is the license and the one in its place as one number, as an SQL expression.
func (p *reclaimPart) savingKey() string {
	if p.reason == ReasonSmaller {
		return "(a.sku << 32) | (" + p.other + ")"
	}
	return "a.sku << 32"
}

// partsAtOnce is how many parts one compound of SELECTs has: SQLite takes 500.
const partsAtOnce = 100

// foundRow is a recommendation by its keys.
type foundRow struct {
	part, uid, sku, detail, place, certainty int64
	other                                    sql.NullInt64
}

// sortedRows are the recommendations of parts that a query asks for, sorted by a key of each
// part. Those of the users in a table alone are found where that has a name.
func sortedRows(
	ctx context.Context, tx tables.Connection, parts []reclaimPart, key func(*reclaimPart) string, among string, q ReclaimQuery,
) ([]foundRow, error) {
	var all []string
	var args []any
	for i := range parts {
		p := &parts[i]
		if err := p.makeTables(ctx, tx); err != nil {
			return nil, err
		}
		from, where := "", p.conditionsOn(true)
		if among != "" {
			from = p.countedAmong(among)
			where += fmt.Sprintf(" AND n.uid BETWEEN %d AND %d", tables.UID(p.of.Number, 0), tables.UID(p.of.Number+1, 0)-1)
		} else {
			if err := p.look(ctx, tx); err != nil {
				return nil, err
			}
			from = p.counted(true)
		}
		all = append(all, fmt.Sprintf(`SELECT * FROM (SELECT %d AS part, %s AS rank, u.display_name AS name, u.uid AS uid, a.sku AS sku,
			a.detail AS detail, a.place AS place, %s AS certainty, %s AS other%s%s)`, p.number, key(p), p.certainty, p.other, from, where))
		args = append(args, p.Args...)
	}
	var compounds []string
	for some := range slices.Chunk(all, partsAtOnce) {
		compounds = append(compounds, "SELECT * FROM ("+strings.Join(some, " UNION ALL ")+")")
	}
	return sqlite.Collect(ctx, tx, func(f *foundRow) []any {
		return []any{&f.part, &f.uid, &f.sku, &f.detail, &f.place, &f.certainty, &f.other}
	}, "SELECT part, uid, sku, detail, place, certainty, other FROM ("+strings.Join(compounds, " UNION ALL ")+
		") ORDER BY rank COLLATE NOCASE"+query.Direction(q.Descending)+", name COLLATE NOCASE, part, uid, sku"+query.Page(q.Limit, q.Offset),
		args...)
}

// readAtOnce is how many recommendations are read together after their keys were found.
const readAtOnce = 500

// eachSorted calls use with the recommendations of all parts in the order of a column.
func (inv Reader) eachSorted(
	ctx context.Context, tx tables.Connection, parts []reclaimPart, q ReclaimQuery, use func(Recommendation) error,
) error {
	if !slices.Contains(ReclaimSorts, q.Sort) {
		return fmt.Errorf("sort by %q: %w", q.Sort, query.ErrUnknownColumn)
	}
	if len(parts) == 0 {
		return nil
	}
	ranks := ranksOf(q.Sort, parts)
	found, known, err := inv.firstSorted(ctx, tx, parts, ranks, q)
	if err == nil && !known {
		found, err = sortedRows(ctx, tx, parts, ranks.key, "", q)
	}
	if err != nil {
		return err
	}
	for some := range slices.Chunk(found, readAtOnce) {
		rows := make([]Recommendation, len(some))
		for n := range parts {
			if err := inv.readFound(ctx, tx, parts[n], int64(n), some, rows); err != nil {
				return err
			}
		}
		for _, row := range rows {
			if err := use(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// readFound reads those of the recommendations that are of a part, to their places.
func (inv Reader) readFound(
	ctx context.Context, tx tables.Querier, p reclaimPart, number int64, found []foundRow, rows []Recommendation,
) error {
	var values []string
	for place, f := range found {
		if f.part == number {
			other := "NULL"
			if f.other.Valid {
				other = fmt.Sprint(f.other.Int64)
			}
			values = append(values, fmt.Sprintf("(%d,%d,%d,%d,%d,%d,%s)", place, f.uid, f.sku, f.detail, f.place, f.certainty, other))
		}
	}
	if values == nil {
		return nil
	}
	at := -1
	from := ", r.column1 FROM (VALUES " + strings.Join(values, ",") + `) AS r
		CROSS JOIN user AS u ON u.uid = r.column2 CROSS JOIN holding AS h ON h.uid = r.column2`
	_, err := inv.eachFound(ctx, tx, p, foundColumns{"r.column3", "r.column4", "r.column5", "r.column6", "r.column7"}, from, &at,
		func(row Recommendation) error { rows[at] = row; return nil })
	return err
}
