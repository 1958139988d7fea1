package reclaim

import (
	"context"
	"fmt"
	"slices"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// reclaimPart are the recommendations of one tenant for one reason.
type reclaimPart struct {
	query.Conditions
	of     reclaimSource
	reason Reason
	number int // its place among all parts
	// table has the assignments that the reason is about, as an alias a; uses are the tables
	// that have to be made for it.
	table string
	uses  []string
	// disabled and guest say whether users have to be, or must not be, disabled or guests.
	disabled, guest presence
	// aboutUser is set when there are other conditions on users. Where no rows of users are read,
	// asked has those for whom they hold, as a table, found once a query.
	aboutUser bool
	asked     string
	// never tells those apart, as an SQL expression, who were never active, in a part of
	// both reasons that people were not active for; empty in others.
	never string
	// copilot is set when the evidence is that of Copilot.
	copilot bool
	// certainty is the place of the certainty among [Certainties], other the number of
	// the SKU that is Other, as SQL expressions.
	certainty, other string
	// many is from how many holders on they are many; few is set when fewer are the ones or
	// have such licenses, which is known after a look.
	many        int
	few, looked bool
	// dated is set when nothing is for review but licenses without a day, undated when only these are
	// asked for.
	dated, undated bool
	// licenses are those that are asked for.
	licenses []*paidLicense
}

// presence says whether something has to be, must not be, or does not matter.
type presence int8

const (
	either presence = iota
	yes
	no
)

// reclaimOrder is the order of the recommendations of a part.
const reclaimOrder = " ORDER BY u.display_name, u.uid, a.sku"

// walked names the tables, for a walk through all users in the order of their names.
func (p *reclaimPart) walked(index string) (from, order string) {
	return " FROM user AS u INDEXED BY " + index + " CROSS JOIN holding AS h ON h.uid = u.uid CROSS JOIN " + p.table +
		" AS a ON a.licensing = h.licensing", reclaimOrder
}

// sorted names the tables so that rows come in the order of names, or are few enough to be
// sorted.
func (p *reclaimPart) sorted() (from, order string) {
	switch {
	case p.reason == ReasonFailed || p.few || p.aboutUser:
		return p.counted(true), reclaimOrder
	case p.disabled == yes:
		return p.walked("user_disabled")
	case p.guest == yes:
		return p.walked("user_guest")
	default:
		return p.walked("user_name")
	}
}

// failedOnes are the licenses that users should have and do not, as a table.
const failedOnes = "(SELECT DISTINCT f.uid, f.sku, 0 AS detail, 0 AS place FROM failed_assignment AS f)"

// counted names the tables so that all rows are read in the shortest time: the holders of one
// licensing after another, and users only where they are asked for.
func (p *reclaimPart) counted(user bool) string {
	from := " FROM " + p.table + " AS a CROSS JOIN holding AS h INDEXED BY holding_licensing ON h.licensing = a.licensing"
	switch {
	case p.few && p.undated:
		from = " FROM " + p.of.nameOf(tableUndated) + " AS n CROSS JOIN holding AS h ON h.uid = n.uid CROSS JOIN " + p.table +
			" AS a ON a.licensing = h.licensing"
	case p.asked != "" && p.reason != ReasonFailed && !p.few:
		return " FROM " + p.asked + " AS n CROSS JOIN holding AS h ON h.uid = n.uid CROSS JOIN " + p.table + " AS a ON a.licensing = h.licensing"
	case user && p.reason != ReasonFailed && !p.few:
		return p.countedByUser()
	case p.reason == ReasonFailed:
		from = " FROM " + failedOnes + " AS a CROSS JOIN holding AS h ON h.uid = a.uid"
	case p.disabled == yes, p.guest == yes:
		from = " FROM holding AS h CROSS JOIN " + p.table + " AS a ON a.licensing = h.licensing"
	case p.few && p.table == tableAll:
		from = " FROM holding AS h INDEXED BY holding_activity CROSS JOIN " + p.table + " AS a ON a.licensing = h.licensing"
	}
	if user {
		from += " CROSS JOIN user AS u ON u.uid = h.uid"
	}
	return from
}

// countedByUser names the tables so that each user is looked at once, and not with each
// license.
func (p *reclaimPart) countedByUser() string {
	index := " NOT INDEXED"
	switch {
	case p.aboutUser: // what is asked of users may have an index
		index = ""
	case p.disabled == yes:
		index = " INDEXED BY user_disabled"
	case p.guest == yes:
		index = " INDEXED BY user_guest"
	}
	return " FROM user AS u" + index + " CROSS JOIN holding AS h ON h.uid = u.uid CROSS JOIN " + p.table + " AS a ON a.licensing = h.licensing"
}

// countedAmong names the tables so that only the users n in a table are looked at.
func (p *reclaimPart) countedAmong(users string) string {
	from := " FROM " + users + " AS n CROSS JOIN user AS u ON u.uid = n.uid CROSS JOIN holding AS h ON h.uid = n.uid CROSS JOIN "
	if p.reason == ReasonFailed {
		return from + failedOnes + " AS a ON a.uid = n.uid"
	}
	return from + p.table + " AS a ON a.licensing = h.licensing"
}

// conditionsOn are all conditions, those on whether users are disabled or guests by their
// rows, or by the sets of such users where there are no rows of users.
func (p *reclaimPart) conditionsOn(user bool) string {
	where := p.Where()
	for _, c := range []struct {
		presence   presence
		row, table string
	}{{p.disabled, "u.enabled = 0", tableDisabled}, {p.guest, isGuest, tableGuests}} {
		if c.presence == either {
			continue
		}
		condition := c.row
		if !user {
			condition = p.isAmong(c.table)
		}
		if c.presence == no {
			condition = "NOT (" + condition + ")"
		}
		where += " AND " + condition
	}
	return where
}

// allRows is what follows the columns of a query that reads all recommendations of the part,
// with rows of users or without.
func (p *reclaimPart) allRows(ctx context.Context, tx tables.Execer, user bool) (rest string, err error) {
	if err := p.look(ctx, tx); err != nil {
		return "", err
	}
	rest = p.counted(user) + p.conditionsOn(user)
	return rest, p.makeTables(ctx, tx)
}

// plusBeyond is a plus sign for more than so many.
func plusBeyond(few, n int) string {
	if n > few {
		return "+"
	}
	return ""
}

// meant are the licenses that recommendations are wanted of.
func (s reclaimSource) meant(ctx context.Context, tx tables.Querier, license string) ([]*paidLicense, error) {
	if license == "" {
		return s.paid.all, nil
	}
	meant, err := sqlite.Values[int64](ctx, tx, "SELECT k.sku FROM sku AS k WHERE "+query.OfLicense, license, license)
	var licenses []*paidLicense
	for _, number := range meant {
		if paid := s.paid.byNumber[number]; paid != nil {
			licenses = append(licenses, paid)
		}
	}
	return licenses, err
}

// parts returns those for the reasons that are wanted and possible.
func (s reclaimSource) parts(reasons []Reason, counting bool) (parts []reclaimPart) {
	for _, reason := range reasons {
		if reason != ReasonNeverActive && reason != ReasonInactive {
			if part, possible := s.part(reason); possible {
				parts = append(parts, part)
			}
			continue
		}
		both := counting && slices.Contains(reasons, ReasonNeverActive) && slices.Contains(reasons, ReasonInactive)
		if !s.Knows() || both && reason == ReasonInactive { // counted with the other one
			continue
		}
		parts = append(parts, s.idlePart(reason, false, both))
		if len(s.copilotOnly) > 0 {
			parts = append(parts, s.idlePart(reason, true, both))
		}
	}
	return parts
}

// idlePart are the recommendations for a reason that people were not active for, or for
// both, by one kind of evidence.
func (s reclaimSource) idlePart(reason Reason, copilot, both bool) reclaimPart {
	e := s.evidenceOf(copilot)
	part := reclaimPart{of: s, reason: reason, table: tableAll, disabled: no, other: "NULL", copilot: copilot}
	unreported := s.unreported()
	part.certainty, part.dated = certaintyIf("a.sku IN ("+numbers(unreported)+")", review, probable), len(unreported) == 0
	part.Add(s.idleBy(e))
	switch {
	case both:
		part.never = neverActive(e)
	case reason == ReasonNeverActive:
		part.Add(neverActive(e))
	default:
		part.Add("NOT " + neverActive(e))
	}
	if len(s.copilotOnly) > 0 {
		within := "NOT IN"
		if copilot {
			within = "IN"
		}
		part.Add(fmt.Sprintf("a.sku %s (%s)", within, numbers(s.copilotOnly)))
	}
	return part
}

// part returns the recommendations for a reason: it holds, and no stronger one does. Some
// reasons cannot hold for what is known of a tenant.
func (s reclaimSource) part(reason Reason) (part reclaimPart, possible bool) {
	part = reclaimPart{of: s, reason: reason, table: tableAll, disabled: no, certainty: fmt.Sprint(review), other: "NULL"}
	proven := certaintyIf(s.unproven(), probable, certain)
	switch reason {
	case ReasonDisabled:
		part.disabled = yes
		part.certainty = certaintyIf(fmt.Sprintf("%s OR h.last_activity >= %d", s.unproven(), max(s.recent, 1)), probable, certain)
		part.dated = true
		return part, true
	case ReasonFailed:
		part.disabled = either
		return part, true
	}
	part.Add("NOT (" + s.idle() + ")")
	if reason == ReasonRedundant {
		part.take(tableRedundant)
		part.certainty, part.other, part.dated = proven, "a.other", true
		return part, len(s.paid.contained) > 0
	}
	if len(s.paid.contained) > 0 {
		part.Add("NOT " + part.isIn(tableRedundant))
	}
	replacement := s.replacement()
	switch reason {
	case ReasonGuest:
		part.guest = yes
		return part, true
	case ReasonSmaller:
		part.take(tableSole)
		part.certainty, part.other = s.seenWhole(replacement), replacement
		part.dated = !slices.ContainsFunc(s.paid.alternatives, func(a alternative) bool { return len(a.unseen) > 0 })
		part.Add(replacement + " IS NOT NULL AND NOT " + isNew(s.first))
	case ReasonTwice:
		part.take(tableTwice)
		part.certainty, part.dated = proven, true
		if replacement != "NULL" && s.Knows() {
			part.Add(fmt.Sprintf("NOT (%s AND NOT %s AND %s IS NOT NULL)", part.isIn(tableSole), isNew(s.first), replacement))
		}
	}
	part.guest = no
	return part, reason != ReasonSmaller || replacement != "NULL" && s.Knows()
}

// unreported are the licenses of which no report tells.
func (s reclaimSource) unreported() (list []*paidLicense) {
	for _, l := range s.paid.all {
		if l.unreported {
			list = append(list, l)
		}
	}
	return list
}

// look finds out whether few holders can be the ones: those are sorted, where walking
// through all users in the order of their names soon finds a page of many.
func (p *reclaimPart) look(ctx context.Context, tx tables.Execer) error {
	if err := p.makeTables(ctx, tx); err != nil || p.looked {
		return err
	}
	p.looked = true
	if few, err := p.fewUndated(ctx, tx); err != nil || few {
		p.few = few
		return err
	}
	var from string
	switch p.reason {
	case ReasonDisabled, ReasonGuest, ReasonFailed:
		return nil
	case ReasonNeverActive, ReasonInactive:
		if p.copilot { // of which no index tells
			return nil
		}
		from = fmt.Sprintf("holding WHERE last_activity < %d", p.of.first)
	default:
		from = p.table + " AS a CROSS JOIN holding AS h INDEXED BY holding_licensing ON h.licensing = a.licensing WHERE a.sku IN (" +
			numbers(p.licenses) + ")"
	}
	var err error
	p.few, err = p.areFew(ctx, tx, from)
	return err
}

// areFew reports whether the rows of a table are few.
func (p *reclaimPart) areFew(ctx context.Context, tx tables.Execer, from string) (bool, error) {
	var found int
	err := tx.QueryRowContext(ctx, fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s LIMIT %d)", from, p.many)).Scan(&found)
	return found < p.many, err
}

// fewUndated reports whether the part is about licenses without a day, and few users have such.
func (p *reclaimPart) fewUndated(ctx context.Context, tx tables.Execer) (bool, error) {
	if !p.undated {
		return false, nil
	}
	if err := p.of.makeTable(ctx, tx, tableUndated); err != nil {
		return false, err
	}
	return p.areFew(ctx, tx, p.of.nameOf(tableUndated))
}
