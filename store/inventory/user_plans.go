package inventory

import (
	"context"
	"slices"

	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/tables"
)

// UserPlan is a service plan of a license that a user holds.
type UserPlan struct {
	ID   string
	Name string
	// Enabled is whether it is switched on for the user.
	Enabled bool
	// Applications are those that it switches on.
	Applications []string
}

// addPlans names the service plans of the licenses of a user by name, those that are
// switched off too. Plans of companies (appliesTo Company) are nobody's and left out.
func (inv *Inventory) addPlans(ctx context.Context, tx tables.Querier, of source, assignments []UserAssignment) error {
	for i := range assignments {
		a := &assignments[i]
		plans, err := tables.Collect(ctx, tx, func(p *UserPlan) []any { return []any{&p.ID, &p.Name} },
			`SELECT p.id, p.name FROM license_plan AS l JOIN plan AS p USING (plan) JOIN sku AS k USING (sku)
			WHERE l.source = ? AND k.id = ? AND l.applies_to <> 'Company' ORDER BY p.name COLLATE NOCASE, p.id`, of.number, a.SKUID)
		if err != nil {
			return err
		}
		for j := range plans {
			plans[j].Enabled = !slices.Contains(a.disabled, plans[j].ID)
			plans[j].Applications = entitlement.ApplicationsOf(plans[j].Name)
		}
		a.Plans = plans
	}
	return nil
}
