package reclaim

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"inventorybeacon/store/inventory/internal/query"
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
	Unsaid
	// Free is set for reasons that save nothing, whatever the license costs.
	Free bool
}

// SumRecommendations counts recommendations, whatever Limit and Offset say. Each element
// counts those of one tenant, license, reason, certainty, value of the column by, and
// what they save.
func (inv Reader) SumRecommendations(ctx context.Context, q ReclaimQuery, by ReclaimColumn) ([]ReclaimSum, error) {
	var sums []ReclaimSum
	err := inv.readBeside(ctx, func(readings []query.Reading) error {
		parts, err := inv.selectReclaim(ctx, readings[0].Tx, q, true)
		if err != nil {
			return err
		}
		values, err := readValues(ctx, readings, parts, by)
		if err != nil {
			return err
		}
		made := make([]map[string]bool, len(readings)) // each connection has temporary tables of its own
		for i := range made {
			made[i] = map[string]bool{}
		}
		shares := sharesOf(parts)
		counts := make([]sumCounts, len(shares))
		err = query.Share(ctx, readings, len(shares), func(ctx context.Context, which, n int) (err error) {
			part := shares[n]
			part.of.made = made[which]
			counts[n], err = part.counts(ctx, readings[which], values)
			return err
		})
		if err != nil { // of some parts nothing was counted
			return err
		}
		for n, share := range shares {
			if n+1 < len(shares) && shares[n+1].number == share.number {
				counts[n+1].add(counts[n])
				continue
			}
			sums = append(sums, share.sumsOf(counts[n], values)...)
		}
		return nil
	})
	return sums, err
}

// sumKey is what recommendations of a part have in common: a number that holds the license, the
// one in its place, the certainty and whether people were never active, and the value of a column.
type sumKey struct {
	number int64
	value  uint32
}

// sumCounts are how many recommendations have a key.
type sumCounts map[sumKey]int64

func (c sumCounts) add(more sumCounts) {
	for key, count := range more {
		c[key] += count
	}
}

// sharesOf are the parts, of which those that look at all holders, one licensing after another, are
// two, so that neither connection waits long for the other one. Half of the licensings have a number below 0.
func sharesOf(parts []reclaimPart) (shares []reclaimPart) {
	for i := range parts {
		p := &parts[i]
		if p.reason != ReasonNeverActive && p.reason != ReasonInactive || p.asked != "" || p.aboutUser {
			shares = append(shares, *p)
			continue
		}
		shares = append(shares, p.narrowed("a.licensing < 0"), p.narrowed("a.licensing >= 0"))
	}
	return shares
}

// counts counts the recommendations of a part, by values of users unless these are nil. SQLite would
// sort them to group them, which takes longer than to find them.
func (p *reclaimPart) counts(ctx context.Context, r query.Reading, values *userValues) (sumCounts, error) {
	rest, err := p.allRows(ctx, r.Tx, p.aboutUser)
	if err != nil {
		return nil, err
	}
	var key sumKey
	var uid int64
	columns := tables.Columns{fmt.Sprintf("((%s) << 3) | ((%s) << 1) | (%s)", p.savingKey(), p.certainty, cmp.Or(p.never, "1")), &key.number}
	if values != nil {
		columns = append(columns, "h.uid", &uid)
	}
	counts := sumCounts{}
	return counts, tables.EachInto(ctx, r.Conn, columns, rest, func() error {
		key.value = values.of(uid)
		counts[key]++
		return nil
	}, p.Args...)
}

// sumsOf is what is told of recommendations of the part that were counted.
func (p *reclaimPart) sumsOf(counts sumCounts, values *userValues) (sums []ReclaimSum) {
	for _, key := range slices.SortedFunc(maps.Keys(counts), func(a, b sumKey) int {
		return cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(values.text(a.value), values.text(b.value)))
	}) {
		sums = append(sums, p.sumOf(key.number, values.text(key.value), counts[key]))
	}
	return sums
}

// sumOf is what is told of so many recommendations.
func (p *reclaimPart) sumOf(number int64, value string, count int64) ReclaimSum {
	sku, other, certainty, never := number>>35, number>>3&math.MaxUint32, number>>1&3, number&1 != 0
	license := p.of.paid.byNumber[sku]
	s := ReclaimSum{
		TenantID: p.of.Tenant, License: license.name, Reason: p.reason, Certainty: Certainties[certainty], Value: value, Count: count,
		Saved: p.saved(sku, other), Unsaid: p.unsaid(sku, other), Free: !p.reason.Saves(),
	}
	if !never {
		s.Reason = ReasonInactive
	}
	return s
}
