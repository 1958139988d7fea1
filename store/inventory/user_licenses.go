package inventory

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// userAssignments returns the licenses of a user by part number.
func (inv *Inventory) userAssignments(ctx context.Context, tx tables.Querier, of source, user UserRow) ([]UserAssignment, error) {
	return inv.userAssignmentsIn(ctx, tx, of, user, DefaultWindow)
}

// userAssignmentsIn tells the state of activity in a window of so many days.
func (inv *Inventory) userAssignmentsIn(ctx context.Context, tx tables.Querier, of source, user UserRow, window int) ([]UserAssignment, error) {
	var listed bool
	var days []byte
	if err := tx.QueryRowContext(ctx, "SELECT listed <> 0, assigned FROM holding WHERE uid = ?", user.uid).
		Scan(&listed, &days); err != nil {
		return nil, err
	}
	type stored struct{ sku, part, detail string }
	all, err := sqlite.Collect(ctx, tx, func(s *stored) []any { return []any{&s.sku, &s.part, &s.detail} },
		`SELECT k.id, k.part_number, d.text FROM assignment AS a JOIN sku AS k USING (sku) JOIN assignment_detail AS d USING (detail)
		WHERE a.licensing = (SELECT licensing FROM holding WHERE uid = ?) ORDER BY k.id`, user.uid)
	if err != nil {
		return nil, err
	}
	licenses, err := copilotLicenses(ctx, tx, of)
	if err != nil {
		return nil, err
	}
	copilot, err := copilotUse(ctx, tx, of, user.uid)
	if err != nil {
		return nil, err
	}
	first := since(of.reportDate(), window)
	assignments := make([]UserAssignment, 0, len(all))
	for i, s := range all {
		d, err := tables.ParseAssignmentDetail(s.detail)
		if err != nil {
			return nil, err
		}
		a := UserAssignment{
			SKUID: s.sku, PartNumber: s.part, Product: inv.product(s.sku, s.part),
			Direct: d.Direct, State: d.State, Error: d.Error, DisabledPlans: []string{},
		}
		if at := i * tables.BytesPerAssignment; at+tables.BytesPerAssignment <= len(days) {
			a.Since = connector.Date(binary.BigEndian.Uint16(days[at:]))
		}
		if inv.options.Terms != nil {
			a.Price = inv.options.Terms(strings.ToLower(of.tenant), s.sku).Price
		}
		known, assigned := use{user.LastActivity, listed}, a.Since
		if slices.ContainsFunc(licenses, func(l entitlement.SKU) bool { return l.ID == s.sku }) {
			known, assigned = copilot, of.afterCopilot(a.Since)
		}
		a.Activity = of.activity(first, known.last, assigned, known.listed)
		if a.Plans, err = inv.plansOf(ctx, tx, of, s.sku, d.DisabledPlans); err != nil {
			return nil, err
		}
		for _, id := range d.Groups {
			group, err := groupOf(ctx, tx, of.number, id)
			if err != nil {
				return nil, err
			}
			a.Groups = append(a.Groups, group)
		}
		for _, plan := range d.DisabledPlans {
			name, err := nameOf(ctx, tx, "SELECT name FROM plan WHERE id = ?", plan, plan)
			if err != nil {
				return nil, err
			}
			a.DisabledPlans = append(a.DisabledPlans, inv.planName(name))
		}
		slices.Sort(a.DisabledPlans)
		assignments = append(assignments, a)
	}
	slices.SortFunc(assignments, func(a, b UserAssignment) int {
		return cmp.Or(compareNames(a.PartNumber, b.PartNumber), cmp.Compare(a.SKUID, b.SKUID))
	})
	return assignments, nil
}

// userFailures returns the licenses that could not be assigned to a user.
func (inv *Inventory) userFailures(ctx context.Context, tx tables.Querier, source, uid int64) ([]UserFailure, error) {
	failed, err := sqlite.Collect(ctx, tx, func(f *UserFailure) []any { return []any{&f.SKUID, &f.PartNumber, &f.Group.ID, &f.Error} },
		`SELECT k.id, k.part_number, f.license_group, f.error FROM failed_assignment AS f JOIN sku AS k USING (sku)
		WHERE f.uid = ? ORDER BY k.part_number COLLATE NOCASE, k.id, f.license_group, f.error`, uid)
	if err != nil {
		return nil, err
	}
	for i := range failed {
		f := &failed[i]
		f.Product = inv.product(f.SKUID, f.PartNumber)
		if f.Group.ID == "" {
			continue
		}
		if f.Group, err = groupOf(ctx, tx, source, f.Group.ID); err != nil {
			return nil, err
		}
	}
	return failed, nil
}

// groupOf returns a group by its id, which is its name where none was imported.
func groupOf(ctx context.Context, tx tables.Querier, source int64, id string) (connector.Group, error) {
	name, err := nameOf(ctx, tx, "SELECT display_name FROM license_group WHERE source = ? AND id = ?", id, source, id)
	return connector.Group{ID: id, DisplayName: name}, err
}

// nameOf returns the name that a query finds, else the id.
func nameOf(ctx context.Context, tx tables.Querier, query, id string, args ...any) (string, error) {
	var name string
	err := tx.QueryRowContext(ctx, query, args...).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) || err == nil && name == "" {
		return id, nil
	}
	return name, err
}
