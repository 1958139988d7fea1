package entitlement

import (
	"context"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// SKU is a license by its number in the inventory and its id.
type SKU struct {
	Number int64
	ID     string
}

// CopilotLicenses returns the licenses of a source that are for Copilot alone: whether their
// holders use them, the report on Copilot tells and no other. A suite that has Copilot beside
// mail or Office is none of them.
func CopilotLicenses(ctx context.Context, tx tables.Querier, source int64) ([]SKU, error) {
	type plan struct {
		SKU
		name string
	}
	plans, err := sqlite.Collect(ctx, tx, func(p *plan) []any { return []any{&p.Number, &p.ID, &p.name} },
		`SELECT k.sku, k.id, p.name FROM license_plan AS l JOIN plan AS p USING (plan) JOIN sku AS k USING (sku)
		WHERE l.source = ? ORDER BY k.sku`, source)
	if err != nil {
		return nil, err
	}
	var found []SKU
	suites := map[int64]bool{}
	for _, p := range plans {
		if connector.IsCopilotPlan(p.name) {
			if !slices.Contains(found, p.SKU) {
				found = append(found, p.SKU)
			}
			continue
		}
		if applications := ApplicationsOf(p.name); !strings.EqualFold(applications[0], p.name) {
			suites[p.Number] = true
		}
	}
	return slices.DeleteFunc(found, func(sku SKU) bool { return suites[sku.Number] }), nil
}

// UnknownOfCopilot returns the applications of Copilot, in lower case, of which it is not known
// who of a source is entitled to them: no plan that is known switches them on, and a license
// has a plan of Copilot that is not known.
func UnknownOfCopilot(ctx context.Context, tx tables.Querier, source int64) (map[string]bool, error) {
	plans, err := sqlite.Values[string](ctx, tx,
		"SELECT DISTINCT p.name FROM license_plan AS l JOIN plan AS p USING (plan) WHERE l.source = ?", source)
	unknown, some := map[string]bool{}, false
	for a := range connector.UsedApplication(connector.UsedApplications) {
		if a.OfCopilot() {
			unknown[strings.ToLower(a.String())] = true
		}
	}
	for _, plan := range plans {
		for _, application := range ApplicationsOf(plan) {
			delete(unknown, strings.ToLower(application))
			some = some || connector.IsCopilotPlan(plan) && application == plan
		}
	}
	if !some {
		return nil, err
	}
	return unknown, err
}
