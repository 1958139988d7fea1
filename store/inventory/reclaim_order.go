package inventory

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// ReclaimSorts are the columns by which recommendations can be sorted: a certain one is more
// than one to be reviewed, and of savings those in another currency come after.
var ReclaimSorts = []string{
	"displayName", "userPrincipalName", "tenant", "product", "skuPartNumber", "reason", "certainty", "lastActivity", "price",
}

// sortKey is what a part sorts by, as an SQL expression.
func (p *reclaimPart) sortKey(sort string, parts []reclaimPart) string {
	switch sort {
	case "displayName":
		return "u.display_name"
	case "userPrincipalName":
		return "u.user_principal_name"
	case "tenant":
		return rankOf(p.of.tenantName, partNames(parts, func(of *reclaimPart) string { return of.of.tenantName }))
	case "product":
		return p.byLicense(parts, func(l LicenseName) string { return l.Product })
	case "skuPartNumber":
		return p.byLicense(parts, func(l LicenseName) string { return cmp.Or(l.PartNumber, l.SKUID) })
	case "reason":
		return fmt.Sprint(slices.Index(Reasons, p.reason))
	case "certainty":
		return fmt.Sprintf("%d - (%s)", len(Certainties), p.certainty)
	case "lastActivity":
		return p.of.evidenceOf(p.copilot).last
	default:
		return p.bySaving(parts)
	}
}

// partNames are the names of all parts, in their order.
func partNames(parts []reclaimPart, name func(*reclaimPart) string) (names []string) {
	for i := range parts {
		names = append(names, name(&parts[i]))
	}
	slices.SortFunc(names, compareNames)
	return slices.Compact(names)
}

func rankOf(name string, names []string) string { return fmt.Sprint(slices.Index(names, name)) }

// byLicense ranks the licenses of a part by a name among those of all parts.
func (p *reclaimPart) byLicense(parts []reclaimPart, name func(LicenseName) string) string {
	var names []string
	for _, part := range parts {
		for _, l := range part.of.paid.all {
			names = append(names, name(l.name))
		}
	}
	slices.SortFunc(names, compareNames)
	names = slices.Compact(names)
	ranks := "CASE a.sku"
	for _, l := range p.of.paid.all {
		ranks += fmt.Sprintf(" WHEN %d THEN %s", l.number, rankOf(name(l.name), names))
	}
	return ranks + " END"
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

// bySaving ranks the savings of a part among those of all parts; 0 is one that is not known.
func (p *reclaimPart) bySaving(parts []reclaimPart) string {
	var savings []Saving
	for i := range parts {
		for _, s := range parts[i].savings() {
			if s.Currency != "" {
				savings = append(savings, s)
			}
		}
	}
	compare := func(a, b Saving) int { return cmp.Or(strings.Compare(a.Currency, b.Currency), a.Cmp(b.Amount)) }
	slices.SortFunc(savings, compare)
	savings = slices.CompactFunc(savings, func(a, b Saving) bool { return compare(a, b) == 0 })
	other := "0"
	if p.reason == ReasonSmaller {
		other = p.other
	}
	ranks := fmt.Sprintf("CASE (a.sku << 32) | (%s)", other)
	for key, s := range p.savings() {
		rank, known := slices.BinarySearchFunc(savings, s, compare)
		if known {
			ranks += fmt.Sprintf(" WHEN %d THEN %d", key[0]<<32|key[1], rank+1)
		}
	}
	return ranks + " WHEN -1 THEN 0 ELSE 0 END"
}

// partsAtOnce is how many parts one compound of SELECTs has: SQLite takes 500.
const partsAtOnce = 100

// foundRow is a recommendation by its keys.
type foundRow struct {
	part, uid, sku, detail, place, certainty int64
	other                                    sql.NullInt64
}

// sortedRows are the recommendations of all parts that a query asks for, in its order.
func sortedRows(ctx context.Context, tx tables.Querier, parts []reclaimPart, q ReclaimQuery) ([]foundRow, error) {
	var all []string
	var args []any
	for n := range parts {
		p := &parts[n]
		all = append(all, fmt.Sprintf(`SELECT * FROM (%sSELECT %d AS part, %s AS rank, u.display_name AS name, u.uid AS uid, a.sku AS sku,
			a.detail AS detail, a.place AS place, %s AS certainty, %s AS other%s%s)`,
			p.of.with(), n, p.sortKey(q.Sort, parts), p.certainty, p.other, p.counted(true), p.conditionsOn(true)))
		args = append(args, p.allArgs()...)
	}
	var compounds []string
	for some := range slices.Chunk(all, partsAtOnce) {
		compounds = append(compounds, "SELECT * FROM ("+strings.Join(some, " UNION ALL ")+")")
	}
	return sqlite.Collect(ctx, tx, func(f *foundRow) []any {
		return []any{&f.part, &f.uid, &f.sku, &f.detail, &f.place, &f.certainty, &f.other}
	}, "SELECT part, uid, sku, detail, place, certainty, other FROM ("+strings.Join(compounds, " UNION ALL ")+
		") ORDER BY rank COLLATE NOCASE"+direction(q.Descending)+", name COLLATE NOCASE, part, uid, sku"+page(q.Limit, q.Offset), args...)
}

// readAtOnce is how many recommendations are read together after their keys were found.
const readAtOnce = 500

// eachSorted calls use with the recommendations of all parts in the order of a column.
func (inv *Inventory) eachSorted(
	ctx context.Context, tx tables.Querier, parts []reclaimPart, q ReclaimQuery, use func(Recommendation) error,
) error {
	if !slices.Contains(ReclaimSorts, q.Sort) {
		return fmt.Errorf("sort by %q: %w", q.Sort, ErrUnknownColumn)
	}
	if len(parts) == 0 {
		return nil
	}
	found, err := sortedRows(ctx, tx, parts, q)
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
func (inv *Inventory) readFound(
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
