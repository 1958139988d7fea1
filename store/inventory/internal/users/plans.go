package users

import (
	"context"
	"slices"

	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// UserPlan is a service plan of a license that a user holds.
type UserPlan struct {
	ID   string
	Name string
	// Title is the friendly name, or else the name.
	Title string
	// Enabled is whether it is switched on for the user.
	Enabled bool
	// Applications are those that it switches on.
	Applications []string
}

// plansOf returns the service plans of a license by name, those that are switched off too.
// Plans of companies (appliesTo Company) are nobody's and left out.
func (inv Reader) plansOf(ctx context.Context, tx tables.Querier, of query.Source, skuID string, disabled []string) ([]UserPlan, error) {
	plans, err := sqlite.Collect(ctx, tx, func(p *UserPlan) []any { return []any{&p.ID, &p.Name} },
		`SELECT p.id, p.name FROM license_plan AS l JOIN plan AS p USING (plan) JOIN sku AS k USING (sku)
		WHERE l.source = ? AND k.id = ? AND l.applies_to <> 'Company' ORDER BY p.name COLLATE NOCASE, p.id`, of.Number, skuID)
	for i := range plans {
		plans[i].Title = inv.PlanName(plans[i].Name)
		plans[i].Enabled = !slices.Contains(disabled, plans[i].ID)
		plans[i].Applications = entitlement.ApplicationsOf(plans[i].Name)
	}
	return plans, err
}
