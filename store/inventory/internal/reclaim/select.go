package reclaim

import (
	"context"
	"fmt"
	"slices"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// selection is what a query asks for, of whichever tenant.
type selection struct {
	ReclaimQuery
	reclaimFilter
	common query.Conditions // on users
	words  query.Conditions // of a search, which are on users or on licenses
	made   map[string]bool
	// Those that are counted need no rows of users.
	counting bool
}

// selectReclaim returns the parts with what is wanted, the strongest reasons first.
func (inv Reader) selectReclaim(ctx context.Context, tx tables.Querier, q ReclaimQuery, counting bool) ([]reclaimPart, error) {
	damaged := inv.Index.Damaged() // looked at first, as with users
	f, err := filterOf(q.Filter)
	if err != nil {
		return nil, err
	}
	sources, err := inv.Sources(ctx, tx, q.Connections)
	if err != nil {
		return nil, err
	}
	s := &selection{ReclaimQuery: q, reclaimFilter: f, made: map[string]bool{}, counting: counting}
	f.addUsers(&s.common, inv.Options.Today())
	if err := s.addSearch(ctx, tx, inv, damaged); err != nil {
		return nil, err
	}
	var parts []reclaimPart
	for _, source := range f.sourcesOf(inv, sources) {
		ofSource, err := inv.partsOf(ctx, tx, source, s)
		if err != nil {
			return nil, err
		}
		parts = append(parts, ofSource...)
	}
	slices.SortStableFunc(parts, func(a, b reclaimPart) int {
		return slices.Index(Reasons, a.reason) - slices.Index(Reasons, b.reason)
	})
	for i := range parts {
		parts[i].number = i
	}
	return parts, nil
}

// partsOf returns the parts of one tenant.
func (inv Reader) partsOf(ctx context.Context, tx tables.Querier, source query.Source, s *selection) ([]reclaimPart, error) {
	of := reclaimSource{
		Source: source, first: query.Since(source.ReportDate(), s.Window), recent: source.ReportDate() - recentDays, window: s.Window,
		made: s.made, asked: &s.common,
	}
	err := of.nameApps(ctx, tx)
	if err != nil {
		return nil, err
	}
	if of.paid, err = inv.paidLicensesOf(ctx, tx, of, s.Window); err != nil {
		return nil, err
	}
	if err := of.findCopilot(ctx, tx); err != nil {
		return nil, err
	}
	licenses, err := of.meant(ctx, tx, s.License)
	if licenses = s.licensesOf(licenses); err != nil || len(licenses) == 0 {
		return nil, err
	}
	if of.kept, err = keptLicenses(ctx, tx, of, s.Kept); err != nil {
		return nil, err
	}
	var parts []reclaimPart
	for _, part := range of.parts(s.reasons, s.counting) {
		// The plus sign keeps SQLite from looking for each of many licenses of a user.
		part.Add(fmt.Sprintf("h.uid >> 32 = %d AND %sa.sku IN (%s)", source.Number, plusBeyond(3, len(licenses)), numbers(licenses)))
		if onlyReview := fmt.Sprint(review); part.certainty != onlyReview {
			part.certainty = fmt.Sprintf("iif(%s, %s, %s)", undated, onlyReview, part.certainty)
		}
		part.addCertainties(s.certainties)
		if !s.narrow(&part, inv.Options.Today()) {
			continue
		}
		if of.kept != "" {
			part.Add("NOT " + part.isKept())
		}
		part.addUsers(s)
		part.licenses, part.many = licenses, inv.Many()
		parts = append(parts, part)
	}
	return parts, nil
}

// addUsers adds the conditions on users, and those that are on licenses, too.
func (p *reclaimPart) addUsers(s *selection) {
	switch {
	case len(s.common.All)+len(s.words.All) == 0:
	case s.counting && len(s.words.All) == 0:
		p.Add(p.isAmong(tableAsked))
		p.asked = p.of.nameOf(tableAsked)
	default:
		p.All = slices.Concat(p.All, s.common.All, s.words.All)
		p.Args = slices.Concat(p.Args, s.common.Args, s.words.Args)
		p.aboutUser = true
	}
}
