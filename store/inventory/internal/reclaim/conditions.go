package reclaim

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// reclaimSource is a connection whose licenses are looked at.
type reclaimSource struct {
	query.Source
	first  connector.Date // of the window
	recent connector.Date // from which on a disabled account is still in use
	paid   *paidLicenses
	window int
	kept   string            // as keptLicenses returns it
	asked  *query.Conditions // on users, which the query has
	// copilotOnly are the licenses whose holders have their activity from the report on Copilot.
	copilotOnly []*paidLicense
	// appsNamed is set when the report app-users names nearly everybody whom it lists: it
	// leaves out who uses no application, who then uses none.
	appsNamed bool
	// made are the tables of [reclaimSource.makeTable] that there are, for this connection and others.
	made map[string]bool
}

// nameApps finds out whether app-users conceals no names.
func (s *reclaimSource) nameApps(ctx context.Context, tx tables.Querier) error {
	err := tx.QueryRowContext(ctx, "SELECT rows > 0 AND joined * 20 >= rows * 19 FROM report_join WHERE source = ? AND stream = ?",
		s.Number, connector.StreamAppUsers).Scan(&s.appsNamed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// laggingDays is how much older than the other one a report may be to tell that an
// application is not used.
const laggingDays = 30

// tellsOf reports whether there are reports of all applications of a list of bits.
func (s reclaimSource) tellsOf(apps uint32) bool {
	for a := range connector.UsedApplication(connector.UsedApplications) {
		if day := s.ReportDateOf(a); apps&(1<<a) != 0 && (day == 0 || day+laggingDays < s.ReportDate()) {
			return false
		}
	}
	return true
}

// The conditions are on a user u, its holding h and an assignment a of its licensing.

// isNew holds when the license was assigned within the window that begins with a day.
func isNew(first connector.Date) string {
	day := tables.ShortDay(first)
	return fmt.Sprintf("coalesce(%s >= x'%04x', 0)", assignedDay, day)
}

// assignedDay is the day of an assignment, as two bytes.
var assignedDay = fmt.Sprintf("substr(h.assigned, 1 + %d * a.place, %[1]d)", tables.BytesPerAssignment)

// evidenceOf is what tells of the holders of a license: of those for Copilot alone the
// report on Copilot does.
func (s reclaimSource) evidenceOf(copilot bool) query.Evidence {
	if copilot {
		return s.CopilotEvidence(s.window)
	}
	return s.Evidence(s.window)
}

// idleBy holds for holders who by some evidence could have been seen active in the window
// and were not.
func (s reclaimSource) idleBy(e query.Evidence) string {
	if !s.Knows() {
		return "0"
	}
	return fmt.Sprintf("%s < %d AND %s AND NOT %s", e.Last, e.First, e.Listed, isNew(e.First))
}

// idle is the same for every license by its own evidence.
func (s reclaimSource) idle() string { return s.byLicense(s.idleBy) }

// byLicense is a condition by the evidence that there is of a license.
func (s reclaimSource) byLicense(condition func(query.Evidence) string) string {
	if len(s.copilotOnly) == 0 {
		return condition(s.evidenceOf(false))
	}
	return fmt.Sprintf("iif(a.sku IN (%s), %s, %s)", numbers(s.copilotOnly), condition(s.evidenceOf(true)), condition(s.evidenceOf(false)))
}

// neverActive holds when there was no activity since the day of the assignment.
func neverActive(e query.Evidence) string {
	return fmt.Sprintf("(%[1]s = 0 OR coalesce(%[2]s > unhex(printf('%%04x', %[1]s)), 0))", e.Last, assignedDay)
}

const isGuest = "u.user_type = 'Guest'"

// twice are assignments that are direct and of a group.
const twice = `SELECT a.licensing, a.sku, a.detail, a.place, NULL FROM assignment AS a WHERE a.detail IN (SELECT d.detail
	FROM assignment_detail AS d WHERE d.text ->> '$.direct' AND json_array_length(d.text, '$.groups') > 0)`

// redundant are assignments of licenses that another one of the same user contains: each
// plan that the license switches on, it switches on too.
func (s reclaimSource) redundant() string {
	pairs := make([]string, len(s.paid.contained))
	for i, c := range s.paid.contained {
		pairs[i] = fmt.Sprintf("(%d, %d)", c.license.number, c.in.number)
	}
	return fmt.Sprintf(`SELECT a.licensing, a.sku, a.detail, a.place, min(b.sku) FROM (VALUES %s) AS pair
		CROSS JOIN assignment AS a INDEXED BY assignment_sku ON a.sku = pair.column1
		CROSS JOIN assignment AS b ON b.licensing = a.licensing AND b.sku = pair.column2
		WHERE b.detail NOT IN (SELECT d.detail FROM assignment_detail AS d WHERE d.text LIKE '%%disabledPlans%%')
			OR NOT EXISTS (SELECT 1 FROM assignment_detail AS d, json_each(d.text, '$.disabledPlans') AS off
				WHERE d.detail = b.detail AND off.value IN (SELECT p.id FROM license_plan AS l JOIN plan AS p USING (plan)
					WHERE l.source = %d AND l.sku = a.sku)
				AND off.value NOT IN (SELECT e.value FROM assignment_detail AS ad, json_each(ad.text, '$.disabledPlans') AS e
					WHERE ad.detail = a.detail))
		GROUP BY 1, 2`, strings.Join(pairs, ", "), s.Number)
}

// sole are assignments of licenses in whose place others would do, where no other license
// of the user has applications of the license, or is contained in it: then it is known
// that the license is what was used.
func (s reclaimSource) sole() string {
	larger := s.paid.larger()
	var others strings.Builder
	for _, license := range larger {
		var list []*paidLicense
		for _, other := range s.paid.all {
			if other != license && (other.apps&license.apps != 0 || s.paid.contains(license, other)) {
				list = append(list, other)
			}
		}
		fmt.Fprintf(&others, " WHEN %d THEN b.sku IN (%s)", license.number, numbers(list))
	}
	return fmt.Sprintf(`SELECT a.licensing, a.sku, a.detail, a.place, NULL FROM assignment AS a WHERE a.sku IN (%s)
		AND NOT EXISTS (SELECT 1 FROM assignment AS b WHERE b.licensing = a.licensing AND CASE a.sku%s END)`,
		numbers(larger), others.String())
}

// replacement is the number of a SKU that has all applications that the user has used of
// the license, and not all that the license has; NULL for none.
func (s reclaimSource) replacement() string {
	if len(s.paid.alternatives) == 0 {
		return "NULL"
	}
	var cases strings.Builder
	for i, a := range s.paid.alternatives {
		if i == 0 || a.larger != s.paid.alternatives[i-1].larger {
			if i > 0 {
				cases.WriteString(" END")
			}
			fmt.Fprintf(&cases, " WHEN %d THEN CASE", a.larger.number)
		}
		listed := s.reportBits(a.larger.apps)
		fmt.Fprintf(&cases, " WHEN h.used & %d = %d AND h.used & %d <> 0 THEN %d",
			listed|a.without, listed, a.larger.apps&a.smaller.apps, a.smaller.number)
	}
	return "iif(h.used >= 0, CASE a.sku" + cases.String() + " END END, NULL)"
}

// contains reports whether a license contains another one.
func (p *paidLicenses) contains(license, other *paidLicense) bool {
	for _, c := range p.contained {
		if c.license == other && c.in == license {
			return true
		}
	}
	return false
}

// larger are the licenses in whose place others would do.
func (p *paidLicenses) larger() (list []*paidLicense) {
	for i, a := range p.alternatives {
		if i == 0 || a.larger != p.alternatives[i-1].larger {
			list = append(list, a.larger)
		}
	}
	return list
}

// reportBits are the bits of holding.used without which it is not known whether a user has
// used applications: those of the reports that list everybody of whom they know anything.
func (s reclaimSource) reportBits(apps uint32) (bits uint32) {
	for a := range connector.UsedApplication(connector.UsedApplications) {
		switch {
		case apps&(1<<a) == 0:
		case a <= connector.Teams:
			bits |= tables.ListedActive * tables.UsedListed
		case !s.appsNamed:
			bits |= tables.ListedApp * tables.UsedListed
		}
	}
	return bits
}
