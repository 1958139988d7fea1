package users

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// storedAssignment is a license of a user as it is stored, with what its state of activity
// follows from.
type storedAssignment struct {
	uid               int64
	sku, part, detail string
	days              []byte // of all assignments of the user
	place             int    // of its day among them
	use, copilot      use
}

// assignmentsOf returns the licenses of users of a source, by user and part number, with the
// state of activity in a window of so many days; license, if it is not empty, is the id or
// part number of the only one that is wanted. It takes as many statements for many users as
// for one.
func (inv Reader) assignmentsOf(
	ctx context.Context, tx tables.Querier, of query.Source, users []UserRow, license string, window int,
) (map[int64][]UserAssignment, error) {
	licenses, err := query.CopilotLicenses(ctx, tx, of)
	if err != nil {
		return nil, err
	}
	unreported, err := query.UnreportedLicenses(ctx, tx, of)
	if err != nil {
		return nil, err
	}
	condition, args := "", []any{}
	if license != "" {
		condition, args = " AND ("+query.OfLicense+")", []any{license, license}
	}
	last, listed := "0", "0"
	if len(licenses) > 0 {
		known := of.CopilotEvidence(window)
		last, listed = known.Last, known.Listed
	}
	all, err := tables.Select(ctx, tx, func(s *storedAssignment) tables.Columns {
		return tables.Columns{
			"h.uid", &s.uid, "k.id", &s.sku, "k.part_number", &s.part, "d.text", &s.detail, "h.assigned", &s.days,
			"(SELECT count(*) FROM assignment AS b JOIN sku AS j USING (sku) WHERE b.licensing = a.licensing AND j.id < k.id)", &s.place,
			"h.last_activity", &s.use.last, "h.listed <> 0", &s.use.listed, last, &s.copilot.last, listed, &s.copilot.listed,
		}
	}, `FROM holding AS h JOIN assignment AS a USING (licensing) JOIN sku AS k USING (sku) JOIN assignment_detail AS d USING (detail)
		WHERE h.uid IN (`+uidsOf(users)+")"+condition, args...)
	if err != nil {
		return nil, err
	}
	assignments, shared := map[int64][]UserAssignment{}, map[[2]string]UserAssignment{}
	first := query.Since(of.ReportDate(), window)
	for _, s := range all {
		given := [2]string{s.sku, s.detail}
		a, known := shared[given]
		if !known {
			if a, err = inv.assignmentGiven(ctx, tx, of, s); err != nil {
				return nil, err
			}
			a.Unreported = unreported[s.sku]
			shared[given] = a
		}
		if at := s.place * tables.BytesPerAssignment; at+tables.BytesPerAssignment <= len(s.days) {
			a.Since = connector.Date(binary.BigEndian.Uint16(s.days[at:]))
		}
		use, assigned := s.use, a.Since
		if slices.ContainsFunc(licenses, func(l entitlement.SKU) bool { return l.ID == s.sku }) {
			use = s.copilot
			use.last, assigned = of.AfterCopilot(use.last), of.AfterCopilot(a.Since)
		}
		a.Activity = of.Activity(first, use.last, assigned, use.listed)
		assignments[s.uid] = append(assignments[s.uid], a)
	}
	for _, own := range assignments {
		slices.SortFunc(own, func(a, b UserAssignment) int {
			return cmp.Or(query.CompareNames(a.PartNumber, b.PartNumber), cmp.Compare(a.SKUID, b.SKUID))
		})
	}
	return assignments, nil
}

// assignmentGiven is what all have in common to whom a license came in the same way, of whom
// there are many.
func (inv Reader) assignmentGiven(ctx context.Context, tx tables.Querier, of query.Source, s storedAssignment) (UserAssignment, error) {
	d, err := tables.ParseAssignmentDetail(s.detail)
	if err != nil {
		return UserAssignment{}, err
	}
	a := UserAssignment{
		SKUID: s.sku, PartNumber: s.part, Product: inv.Product(s.sku, s.part),
		Direct: d.Direct, State: d.State, Error: d.Error, DisabledPlans: []string{},
	}
	if inv.Options.Terms != nil {
		a.Price = inv.Options.Terms(strings.ToLower(of.Tenant), s.sku).Price
	}
	if a.Plans, err = inv.plansOf(ctx, tx, of, s.sku, d.DisabledPlans); err != nil {
		return a, err
	}
	for _, id := range d.Groups {
		group, err := query.GroupOf(ctx, tx, of.Number, id)
		if err != nil {
			return a, err
		}
		a.Groups = append(a.Groups, group)
	}
	for _, plan := range d.DisabledPlans {
		name, err := query.NameOf(ctx, tx, "SELECT name FROM plan WHERE id = ?", plan, plan)
		if err != nil {
			return a, err
		}
		a.DisabledPlans = append(a.DisabledPlans, inv.PlanName(name))
	}
	slices.Sort(a.DisabledPlans)
	return a, nil
}

// failuresOf returns the licenses that could not be assigned to users of a source, by user;
// license as with [Reader.assignmentsOf].
func (inv Reader) failuresOf(
	ctx context.Context, tx tables.Querier, of query.Source, users []UserRow, license string,
) (map[int64][]UserFailure, error) {
	condition, args := "", []any{}
	if license != "" {
		condition, args = " AND ("+query.OfLicense+")", []any{license, license}
	}
	type stored struct {
		UserFailure
		uid int64
	}
	all, err := sqlite.Collect(ctx, tx, func(f *stored) []any { return []any{&f.uid, &f.SKUID, &f.PartNumber, &f.Group.ID, &f.Error} },
		`SELECT f.uid, k.id, k.part_number, f.license_group, f.error FROM failed_assignment AS f JOIN sku AS k USING (sku)
		WHERE f.uid IN (`+uidsOf(users)+")"+condition+" ORDER BY k.part_number COLLATE NOCASE, k.id, f.license_group, f.error", args...)
	if err != nil {
		return nil, err
	}
	failures, groups := map[int64][]UserFailure{}, map[string]connector.Group{}
	for _, f := range all {
		f.Product = inv.Product(f.SKUID, f.PartNumber)
		if id := f.Group.ID; id != "" {
			group, known := groups[id]
			if !known {
				if group, err = query.GroupOf(ctx, tx, of.Number, id); err != nil {
					return nil, err
				}
				groups[id] = group
			}
			f.Group = group
		}
		failures[f.uid] = append(failures[f.uid], f.UserFailure)
	}
	return failures, nil
}

// uidsOf are the keys of users for a list of SQL.
func uidsOf(users []UserRow) string {
	uids := make([]string, len(users))
	for i, u := range users {
		uids[i] = strconv.FormatInt(u.uid, 10)
	}
	return strings.Join(uids, ",")
}

// use is what reports tell of a user: the last day of activity, and whether they list it.
type use struct {
	last   connector.Date
	listed bool
}
