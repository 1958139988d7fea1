package sent

import (
	"context"
	"database/sql/driver"
	"fmt"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/tables"
)

// Assignment is a license of a licensing, which users have in common.
type Assignment struct {
	Licensing   int64
	SKUID, Part string
	// Place is where [User.Since] tells of it.
	Place         int
	Direct        bool
	Groups        []connector.Group
	State, Error  string
	DisabledPlans []connector.ServicePlan // by id and name
}

// Assignments returns the licenses of all licensings of the tenant, by licensing and SKU.
func (c *Comparison) Assignments(ctx context.Context) ([]Assignment, error) {
	names := map[string]string{}
	for _, text := range []string{
		fmt.Sprintf("SELECT id, display_name FROM inventory.license_group WHERE source = %d", c.Source.Number),
		"SELECT id, name FROM inventory.plan",
	} {
		if err := tables.Each(ctx, c.conn, text, func(row []driver.Value) error {
			names[row[0].(string)] = row[1].(string)
			return nil
		}); err != nil {
			return nil, err
		}
	}
	details := map[int64]tables.AssignmentDetail{}
	var all []Assignment
	err := tables.Each(ctx, c.conn, `SELECT a.licensing, k.id, k.part_number, a.place, a.detail, d.text
		FROM inventory.assignment AS a JOIN inventory.sku AS k USING (sku) JOIN inventory.assignment_detail AS d USING (detail)
		WHERE a.licensing IN (SELECT DISTINCT h.licensing FROM inventory.holding AS h WHERE `+tables.OfSource("h.uid")+`)
		ORDER BY a.licensing, k.id`, func(row []driver.Value) (err error) {
		detail, known := details[row[4].(int64)]
		if !known {
			if detail, err = tables.ParseAssignmentDetail(row[5].(string)); err != nil {
				return err
			}
			tables.Bound(details)
			details[row[4].(int64)] = detail
		}
		a := Assignment{
			Licensing: row[0].(int64), SKUID: row[1].(string), Part: row[2].(string), Place: int(row[3].(int64)),
			Direct: detail.Direct, State: detail.State, Error: detail.Error,
		}
		for _, id := range detail.Groups {
			a.Groups = append(a.Groups, connector.Group{ID: id, DisplayName: named(names, id)})
		}
		for _, id := range detail.DisabledPlans {
			a.DisabledPlans = append(a.DisabledPlans, connector.ServicePlan{ID: id, Name: named(names, id)})
		}
		all = append(all, a)
		return nil
	}, c.Source.Number)
	return all, err
}

// named is the name of an id, which is its own where none is known.
func named(names map[string]string, id string) string {
	if name := names[id]; name != "" {
		return name
	}
	return id
}

// CopilotLicenses returns the SKUs of which the report on Copilot tells.
func (c *Comparison) CopilotLicenses(ctx context.Context) (map[string]bool, error) {
	skus, err := entitlement.CopilotLicenses(ctx, c.conn, c.Source.Number)
	found := map[string]bool{}
	for _, sku := range skus {
		found[sku.ID] = true
	}
	return found, err
}
