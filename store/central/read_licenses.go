package central

import (
	"context"
	"encoding/json"

	"inventorybeacon/connector"
)

// notListed is the status of a license that users hold and the tenant does not list.
const notListed = "NotListed"

// ReadLicenses returns the licenses of a state with their service plans: those that the tenant lists, and those that it does not
// list and users hold.
func (d *Database) ReadLicenses(ctx context.Context, r Readable) (listed, unlisted []connector.License, err error) {
	var l connector.License
	var plans string
	err = d.eachOf(ctx, r,
		`SELECT CAST(l.sku_id AS text), l.sku_part_number, l.status, coalesce(l.applies_to, ''), coalesce(l.enabled, 0), coalesce(l.warning, 0),
		l.suspended, l.locked_out, l.assigned, coalesce(CAST(l.service_plans AS text), '[]') FROM {schema}.license_row AS l WHERE `+of("l")+" ORDER BY l.key",
		[]any{&l.SKUID, &l.PartNumber, &l.Status, &l.AppliesTo, &l.Enabled, &l.Warning, &l.Suspended, &l.LockedOut, &l.Assigned, &plans},
		func() error {
			var all []ServicePlan
			if err := json.Unmarshal([]byte(plans), &all); err != nil {
				return err
			}
			own := l
			if own.PartNumber == own.SKUID { // which stands in the place of one that is not known
				own.PartNumber = ""
			}
			for _, p := range all {
				own.ServicePlans = append(own.ServicePlans, connector.ServicePlan(p))
			}
			if own.Status == notListed {
				unlisted = append(unlisted, own)
			} else {
				listed = append(listed, own)
			}
			return nil
		})
	return listed, unlisted, err
}

// ReadSubscriptions returns the subscriptions of a state.
func (d *Database) ReadSubscriptions(ctx context.Context, r Readable) ([]connector.Subscription, error) {
	return listOf(ctx, d, r, func(s *connector.Subscription) []any {
		return []any{&s.ID, &s.CommerceID, &s.SKUID, &s.PartNumber, &s.Status, &s.Trial, &s.TotalLicenses, &s.Created, &s.NextLifecycle}
	}, `SELECT s.key, coalesce(s.commerce_id, ''), CAST(s.sku_id AS text), coalesce(s.sku_part_number, ''), s.status, s.trial, s.units, `+
		dayOf("s.created")+", "+dayOf("s.next_lifecycle")+" FROM {schema}.subscription_row AS s WHERE "+of("s")+" ORDER BY s.key")
}

// ReadGroups returns the groups of a state through which licenses are assigned.
func (d *Database) ReadGroups(ctx context.Context, r Readable) ([]connector.Group, error) {
	return listOf(ctx, d, r, func(g *connector.Group) []any { return []any{&g.ID, &g.DisplayName} },
		"SELECT g.key, g.display_name FROM {schema}.license_group_row AS g WHERE "+of("g")+" ORDER BY g.key")
}
