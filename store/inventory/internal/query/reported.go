package query

import (
	"context"
	"fmt"
	"strings"

	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// ReportedApplications are those of a plan that reports tell of, a bit for each; those of
// Copilot, of which a report of their own tells, are none of them.
func ReportedApplications(plan string) (apps uint32) {
	for _, name := range entitlement.ApplicationsOf(plan) {
		if a, reported := UsedApplication(name); reported && !a.OfCopilot() {
			apps |= 1 << a
		}
	}
	return apps
}

// UnreportedLicenses are the ids of the licenses that a tenant lists and of none of whose
// applications a report tells. Their holders are active by what they use of anything else.
func UnreportedLicenses(ctx context.Context, tx tables.Querier, of Source) (map[string]bool, error) {
	type plan struct {
		number int64
		name   string
	}
	plans, err := sqlite.Collect(ctx, tx, func(p *plan) []any { return []any{&p.number, &p.name} }, "SELECT plan, name FROM plan")
	if err != nil {
		return nil, err
	}
	var reported []string
	for _, p := range plans {
		if ReportedApplications(p.name) != 0 {
			reported = append(reported, fmt.Sprint(p.number))
		}
	}
	ids, err := sqlite.Values[string](ctx, tx, `SELECT k.id FROM license AS l JOIN sku AS k USING (sku) WHERE l.source = ? AND NOT EXISTS
		(SELECT 1 FROM license_plan AS p WHERE p.source = l.source AND p.sku = l.sku AND p.plan IN (`+strings.Join(reported, ",")+"))", of.Number)
	if err != nil {
		return nil, err
	}
	unreported := make(map[string]bool, len(ids))
	for _, id := range ids {
		unreported[id] = true
	}
	known, err := CopilotLicenses(ctx, tx, of)
	for _, l := range known {
		delete(unreported, l.ID)
	}
	return unreported, err
}
