package reclaim

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// Recommendations returns a page of recommendations: unless the query says otherwise by reason,
// the strongest first, then by tenant and by the names of the users. The error may be
// [query.ErrUnknownColumn].
func (inv Reader) Recommendations(ctx context.Context, q ReclaimQuery) ([]Recommendation, error) {
	var all []Recommendation
	err := inv.EachRecommendation(ctx, q, func(r Recommendation) error {
		all = append(all, r)
		return nil
	})
	return all, err
}

// EachRecommendation calls use with one recommendation after another, which it reads as it
// goes, and stops at its first error.
func (inv Reader) EachRecommendation(ctx context.Context, q ReclaimQuery, use func(Recommendation) error) error {
	return inv.readReclaim(ctx, func(tx *sql.Tx) error {
		parts, err := inv.selectReclaim(ctx, tx, q, false)
		if err != nil {
			return err
		}
		if q.Sort != "" {
			return inv.eachSorted(ctx, tx, parts, q, use)
		}
		skip, left := max(q.Offset, 0), q.Limit
		for i := range parts {
			part := &parts[i]
			if err := part.look(ctx, tx); err != nil {
				return err
			}
			if skip > 0 {
				count, err := part.count(ctx, tx)
				if err != nil {
					return err
				}
				if count <= skip {
					skip -= count
					continue
				}
			}
			rows, err := inv.eachOfPart(ctx, tx, *part, left, skip, use)
			if err != nil {
				return err
			}
			skip = 0
			if left > 0 {
				if left -= rows; left == 0 {
					return nil
				}
			}
		}
		return nil
	})
}

// count is how many recommendations the part has.
func (p *reclaimPart) count(ctx context.Context, tx tables.Execer) (n int, err error) {
	rest, err := p.allRows(ctx, tx, p.aboutUser)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, "SELECT count(*)"+rest, p.Args...).Scan(&n)
	return n, err
}

// found are the columns of a recommendation as its part finds it.
type foundColumns struct{ sku, detail, place, certainty, other string }

// eachOfPart calls use with the recommendations of a part and returns how many there were.
func (inv Reader) eachOfPart(
	ctx context.Context, tx tables.Querier, p reclaimPart, limit, offset int, use func(Recommendation) error,
) (n int, err error) {
	found := foundColumns{"a.sku", "a.detail", "a.place", p.certainty, p.other}
	from, order := p.sorted()
	from += p.conditionsOn(true) + order
	if limit > 0 {
		// A page is found by its keys first, so that what is passed over is not read.
		from = fmt.Sprintf(` FROM (SELECT u.uid, a.sku, a.detail, a.place, %s AS certainty, %s AS other%s%s) AS r
			CROSS JOIN user AS u ON u.uid = r.uid CROSS JOIN holding AS h ON h.uid = r.uid ORDER BY u.display_name, u.uid, r.sku`,
			p.certainty, p.other, from, query.Page(limit, offset))
		found = foundColumns{"r.sku", "r.detail", "r.place", "r.certainty", "r.other"}
	}
	return inv.eachFound(ctx, tx, p, found, from, nil, use)
}

// eachFound calls use with the recommendations that the rest of a query finds, and returns how
// many there were. Where the rest names one more column, that is scanned into at.
func (inv Reader) eachFound(
	ctx context.Context, tx tables.Querier, p reclaimPart, found foundColumns, rest string, at *int, use func(Recommendation) error,
) (n int, err error) {
	groups, err := groupNames(ctx, tx, p.of.Number)
	if err != nil {
		return 0, err
	}
	var record recommendationRecord
	columns := record.columns(found, p.of.evidenceOf(p.copilot), p.reason == ReasonFailed)
	into, args := columns.Into(), p.Args
	if at != nil {
		into, args = append(into, at), nil
	}
	rows, err := tx.QueryContext(ctx, "SELECT "+columns.SQL()+rest, args...)
	if err != nil {
		return 0, err
	}
	defer func() { _ = rows.Close() }()
	for ; rows.Next(); n++ {
		if err := rows.Scan(into...); err != nil {
			return n, err
		}
		row, err := record.recommendation(p, groups, inv.PlanName)
		if err != nil {
			return n, err
		}
		if err := use(row); err != nil {
			return n, err
		}
	}
	return n, rows.Err()
}

// groupNames are the names of the groups of a source by id.
func groupNames(ctx context.Context, tx tables.Querier, source int64) (map[string]string, error) {
	all, err := sqlite.Collect(ctx, tx, func(g *connector.Group) []any { return []any{&g.ID, &g.DisplayName} },
		"SELECT id, display_name FROM license_group WHERE source = ?", source)
	names := make(map[string]string, len(all))
	for _, g := range all {
		names[g.ID] = g.DisplayName
	}
	return names, err
}

// recommendationRecord is a recommendation as it is read.
type recommendationRecord struct {
	Recommendation
	listed           bool
	sku, place, cert int64
	other            sql.NullInt64
	days             []byte
	how              string
}

func (r *recommendationRecord) columns(found foundColumns, e query.Evidence, failed bool) tables.Columns {
	how := "(SELECT d.text FROM assignment_detail AS d WHERE d.detail = " + found.detail + ")"
	if failed {
		how = `(SELECT json_group_array(json_array(f.license_group, f.error)) FROM failed_assignment AS f
			WHERE f.uid = u.uid AND f.sku = ` + found.sku + ")"
	}
	return tables.Columns{
		"u.id", &r.UserID, "u.user_principal_name", &r.UserPrincipalName, "u.display_name", &r.DisplayName,
		"u.department", &r.Department, "u.company_name", &r.CompanyName, "u.country", &r.Country,
		"u.enabled", &r.Enabled, isGuest, &r.Guest, e.Last, &r.LastActivity, e.Listed, &r.listed,
		"h.assigned", &r.days, found.sku, &r.sku, found.place, &r.place, found.certainty, &r.cert, found.other, &r.other, how, &r.how,
	}
}

// recommendation returns the row that was read.
func (r *recommendationRecord) recommendation(
	p reclaimPart, groups map[string]string, planName func(string) string,
) (Recommendation, error) {
	row, license := r.Recommendation, p.of.paid.byNumber[r.sku]
	row.Connection, row.TenantID, row.Tenant = p.of.Connection, p.of.Tenant, p.of.TenantName
	row.SKUID, row.SKUPartNumber, row.Product = license.name.SKUID, license.name.PartNumber, license.name.Product
	row.Reason, row.Certainty, row.ReportDate = p.reason, Certainties[r.cert], p.of.ReportDate()
	if p.copilot {
		row.ReportDate = p.of.CopilotDate
	}
	row.Unreported = license.unreported
	row.Known = p.of.Knows() && (r.listed || row.LastActivity != 0)
	if r.other.Valid {
		row.Other = p.of.paid.byNumber[r.other.Int64].name
		for _, plan := range p.of.paid.unseen(license.number, r.other.Int64) {
			row.Unseen = append(row.Unseen, planName(plan))
		}
	}
	row.Saved, row.Unsaid = p.saved(r.sku, r.other.Int64), p.unsaid(r.sku, r.other.Int64)
	if p.reason == ReasonFailed {
		return row, row.readFailures(r.how, groups)
	}
	if at := int(r.place) * tables.BytesPerAssignment; at+tables.BytesPerAssignment <= len(r.days) {
		row.Assigned = connector.Date(binary.BigEndian.Uint16(r.days[at:]))
	}
	detail, err := tables.ParseAssignmentDetail(r.how)
	row.Direct = detail.Direct
	for _, id := range detail.Groups {
		row.Groups = append(row.Groups, groupNamed(groups, id))
	}
	return row, err
}

// readFailures reads which groups should have given the license, and why they have not.
func (r *Recommendation) readFailures(text string, groups map[string]string) error {
	var failures [][2]string
	if err := json.Unmarshal([]byte(text), &failures); err != nil {
		return err
	}
	for _, failure := range failures {
		if id := failure[0]; id == "" {
			r.Direct = true
		} else if group := groupNamed(groups, id); !slices.Contains(r.Groups, group) {
			r.Groups = append(r.Groups, group)
		}
		if failure[1] != "" && !slices.Contains(r.Errors, failure[1]) {
			r.Errors = append(r.Errors, failure[1])
		}
	}
	slices.SortFunc(r.Groups, func(a, b connector.Group) int { return strings.Compare(a.ID, b.ID) })
	slices.Sort(r.Errors)
	return nil
}

// groupNamed is a group by its id, which is its name where none was imported.
func groupNamed(names map[string]string, id string) connector.Group {
	if name := names[id]; name != "" {
		return connector.Group{ID: id, DisplayName: name}
	}
	return connector.Group{ID: id, DisplayName: id}
}

// saved is what a recommendation saves a month.
func (p *reclaimPart) saved(sku, other int64) Saving {
	license := p.of.paid.byNumber[sku]
	switch {
	case !p.reason.Saves():
		return Saving{}
	case p.reason == ReasonSmaller:
		smaller := p.of.paid.byNumber[other].price
		if !sameCurrency(license.price, smaller) {
			return Saving{}
		}
		return Saving{license.price.Times(1).Minus(smaller.Times(1)), smaller.Currency}
	default:
		return savedBy(license.price)
	}
}

// unsaid says of a license, which another one contains or would replace, for want of what it
// is not known what is saved, if that is not.
func (p *reclaimPart) unsaid(sku, other int64) Unsaid {
	license, in := p.of.paid.byNumber[sku], p.of.paid.byNumber[other]
	switch {
	case in == nil || license.price == nil:
		return Unsaid{Unpriced: license.name}
	case in.price == nil:
		return Unsaid{Unpriced: in.name}
	default:
		return Unsaid{Unpriced: license.name, Unlike: !sameCurrency(license.price, in.price)}
	}
}

// unseen are the plans that a license in the place of another one lacks and no report
// tells of.
func (p *paidLicenses) unseen(license, other int64) []string {
	for _, a := range p.alternatives {
		if a.larger.number == license && a.smaller.number == other {
			return a.unseen
		}
	}
	return nil
}
