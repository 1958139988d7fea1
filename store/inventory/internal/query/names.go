package query

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// WithPlan is a friendly name that several applications have, told apart by its service
// plan.
func WithPlan(name, plan string) string { return name + " (" + plan + ")" }

// Product returns a license's friendly name; its part number, or at last its id,
// where there is none.
func (inv *Inventory) Product(skuID, partNumber string) string {
	name := ""
	if inv.Options.ProductName != nil {
		name = inv.Options.ProductName(skuID, partNumber)
	}
	return cmp.Or(name, partNumber, skuID)
}

// PlanName returns the friendly name of a service plan, or of the application that it
// is where nothing else is known of that; where there is none, it is what it was.
func (inv *Inventory) PlanName(plan string) string {
	name := ""
	if inv.Options.PlanName != nil {
		name = inv.Options.PlanName(plan)
	}
	return cmp.Or(name, plan)
}

// UsedApplication returns the application of which a report tells under a name.
func UsedApplication(name string) (connector.UsedApplication, bool) {
	for a := range connector.UsedApplication(connector.UsedApplications) {
		if strings.EqualFold(a.String(), name) {
			return a, true
		}
	}
	return 0, false
}

// GroupOf returns a group by its id, which is its name where none was imported.
func GroupOf(ctx context.Context, tx tables.Querier, source int64, id string) (connector.Group, error) {
	name, err := NameOf(ctx, tx, "SELECT display_name FROM license_group WHERE source = ? AND id = ?", id, source, id)
	return connector.Group{ID: id, DisplayName: name}, err
}

// NameOf returns the name that a query finds, else the id.
func NameOf(ctx context.Context, tx tables.Querier, query, id string, args ...any) (string, error) {
	var name string
	err := tx.QueryRowContext(ctx, query, args...).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) || err == nil && name == "" {
		return id, nil
	}
	return name, err
}

// OfLicense is a condition on a SKU k whose id or part number is given twice.
const OfLicense = "k.id = lower(?) OR k.part_number = ? COLLATE NOCASE"
