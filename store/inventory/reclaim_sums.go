package inventory

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"strings"
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

// FoldValue is a value in the form in which the columns of users compare it, that of SQLite's
// NOCASE: of letters in another case only A to Z are the same.
func FoldValue(value string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, value)
}

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
func (inv *Inventory) SumRecommendations(ctx context.Context, q ReclaimQuery, by ReclaimColumn) ([]ReclaimSum, error) {
	value := "''"
	switch by {
	case ByDepartment:
		value = "u.department"
	case ByCompany:
		value = "u.company_name"
	case ByCountry:
		value = "u.country"
	}
	var sums []ReclaimSum
	err := inv.readReclaim(ctx, func(tx *sql.Tx) error {
		parts, err := inv.selectReclaim(ctx, tx, q, true)
		for i := 0; i < len(parts) && err == nil; i++ {
			err = parts[i].sum(ctx, tx, value, func(s ReclaimSum) { sums = append(sums, s) })
		}
		return err
	})
	return sums, err
}

// sum counts the recommendations of a part.
func (p *reclaimPart) sum(ctx context.Context, tx *sql.Tx, value string, add func(ReclaimSum)) error {
	if err := p.look(ctx, tx); err != nil {
		return err
	}
	never, other := cmp.Or(p.never, "1"), "0"
	// What has few values is one number: rows with fewer columns are sooner sorted into groups.
	groups := []string{fmt.Sprintf("(a.sku << 3) | ((%s) << 1) | (%s)", p.certainty, never)}
	if p.reason == ReasonSmaller { // of which what is saved depends on it
		other = p.other
		groups = append(groups, other)
	}
	user := p.aboutUser
	if value != "''" {
		groups, user = append(groups, value), true
	}
	by := strings.Join(groups, ", ")
	rows, err := tx.QueryContext(ctx, fmt.Sprintf("%sSELECT %s, %s, %s, count(*)%s%s GROUP BY %s ORDER BY %[7]s",
		withKept, groups[0], other, value, p.counted(user), p.conditionsOn(user), by), p.allArgs()...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		s := ReclaimSum{TenantID: p.of.tenant, Reason: p.reason, Free: !p.reason.Saves()}
		var key, other int64
		if err := rows.Scan(&key, &other, &s.Value, &s.Count); err != nil {
			return err
		}
		sku, certainty, never := key>>3, key>>1&3, key&1 != 0
		if !never {
			s.Reason = ReasonInactive
		}
		s.License, s.Certainty = p.of.paid.byNumber[sku].name, Certainties[certainty]
		s.Saved, s.Unpriced = p.saved(sku, other), s.License
		if smaller := p.of.paid.byNumber[other]; smaller != nil && p.of.paid.byNumber[sku].price != nil {
			s.Unpriced = smaller.name
		}
		add(s)
	}
	return rows.Err()
}
