package reclaim

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"inventorybeacon/store/inventory/internal/tables"
)

// ReclaimColumn is what recommendations are grouped by. The values are those of the
// console.
type ReclaimColumn string

// The columns.
const (
	ByReason     ReclaimColumn = "reason"
	ByLicense    ReclaimColumn = "license"
	ByDepartment ReclaimColumn = "department"
	ByCompany    ReclaimColumn = "company"
	ByCountry    ReclaimColumn = "country"
)

// ReclaimColumns are all of them.
var ReclaimColumns = []ReclaimColumn{ByLicense, ByDepartment, ByCompany, ByCountry, ByReason}

// ReclaimSum counts recommendations that have in common what is told of them.
type ReclaimSum struct {
	TenantID string
	License  LicenseName
	Reason   Reason
	Certainty
	// Value is that of the column by which they are grouped, for those of users.
	Value string
	Count int64
	// Saved is what one of them saves; not known for those without a price.
	Saved Saving
	// Unpriced is the license for want of whose price that is not known: this one, or the
	// one in its place.
	Unpriced LicenseName
	// Free is set for reasons that save nothing, whatever the license costs.
	Free bool
}

// SumRecommendations counts recommendations, whatever Limit and Offset say. Each element
// counts those of one tenant, license, reason, certainty, value of the column by, and
// what they save.
func (inv Reader) SumRecommendations(ctx context.Context, q ReclaimQuery, by ReclaimColumn) ([]ReclaimSum, error) {
	value := ""
	switch by {
	case ByDepartment:
		value = "u.department"
	case ByCompany:
		value = "u.company_name"
	case ByCountry:
		value = "u.country"
	}
	var sums []ReclaimSum
	err := inv.readReclaim(ctx, func(conn *sql.Conn, tx *sql.Tx) error {
		parts, err := inv.selectReclaim(ctx, tx, q, true, value != "")
		for i := 0; i < len(parts) && err == nil; i++ {
			var ofPart []ReclaimSum
			ofPart, err = parts[i].sums(ctx, conn, tx, value)
			sums = append(sums, ofPart...)
		}
		return err
	})
	return sums, err
}

// sumKey is what recommendations of a part have in common: a number that holds the license, the
// one in its place, the certainty and whether people were never active, and the value of a column.
type sumKey struct {
	number int64
	value  string
}

// sums counts the recommendations of a part. SQLite would sort them to group them, which takes
// longer than to find them.
func (p *reclaimPart) sums(ctx context.Context, conn *sql.Conn, tx *sql.Tx, value string) (sums []ReclaimSum, err error) {
	rest, err := p.allRows(ctx, tx, p.aboutUser || value != "")
	if err != nil {
		return nil, err
	}
	var row sumKey
	columns := tables.Columns{fmt.Sprintf("((%s) << 3) | ((%s) << 1) | (%s)", p.savingKey(), p.certainty, cmp.Or(p.never, "1")), &row.number}
	if value != "" {
		columns = append(columns, value, &row.value)
	}
	counts := map[sumKey]int64{}
	err = tables.EachInto(ctx, conn, columns, rest, func() error { counts[row]++; return nil }, p.Args...)
	for _, key := range slices.SortedFunc(maps.Keys(counts), func(a, b sumKey) int {
		return cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(a.value, b.value))
	}) {
		sums = append(sums, p.sumOf(key, counts[key]))
	}
	return sums, err
}

// sumOf is what is told of so many recommendations.
func (p *reclaimPart) sumOf(key sumKey, count int64) ReclaimSum {
	sku, other, certainty, never := key.number>>35, key.number>>3&math.MaxUint32, key.number>>1&3, key.number&1 != 0
	license := p.of.paid.byNumber[sku]
	s := ReclaimSum{
		TenantID: p.of.Tenant, License: license.name, Reason: p.reason, Certainty: Certainties[certainty], Value: key.value, Count: count,
		Saved: p.saved(sku, other), Unpriced: license.name, Free: !p.reason.Saves(),
	}
	if !never {
		s.Reason = ReasonInactive
	}
	if smaller := p.of.paid.byNumber[other]; smaller != nil && license.price != nil {
		s.Unpriced = smaller.name
	}
	return s
}
