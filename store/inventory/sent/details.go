package sent

import (
	"context"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// LicenseDetails are what a list of licenses does not tell of one. AppliesTo and the units are nothing of a license that the tenant
// does not list.
type LicenseDetails struct {
	AppliesTo        string
	Enabled, Warning int64
	Plans            []connector.ServicePlan
}

// LicenseDetails returns those of all licenses, by the ids of their SKUs.
func (c *Comparison) LicenseDetails(ctx context.Context) (map[string]*LicenseDetails, error) {
	all := map[string]*LicenseDetails{}
	of := func(sku string) *LicenseDetails {
		if all[sku] == nil {
			all[sku] = &LicenseDetails{}
		}
		return all[sku]
	}
	type license struct {
		LicenseDetails
		sku string
	}
	licenses, err := tables.Select(ctx, c.conn, func(l *license) tables.Columns {
		return tables.Columns{"k.id", &l.sku, "l.applies_to", &l.AppliesTo, "l.enabled", &l.Enabled, "l.warning", &l.Warning}
	}, "FROM inventory.license AS l JOIN inventory.sku AS k USING (sku) WHERE l.source = ?", c.Source.Number)
	if err != nil {
		return nil, err
	}
	for _, l := range licenses {
		*of(l.sku) = l.LicenseDetails
	}
	type plan struct {
		connector.ServicePlan
		sku string
	}
	plans, err := tables.Select(ctx, c.conn, func(p *plan) tables.Columns {
		return tables.Columns{"k.id", &p.sku, "n.id", &p.ID, "n.name", &p.Name, "l.status", &p.Status, "l.applies_to", &p.AppliesTo}
	}, "FROM inventory.license_plan AS l JOIN inventory.sku AS k USING (sku) JOIN inventory.plan AS n USING (plan) WHERE l.source = ? ORDER BY n.id",
		c.Source.Number)
	for _, p := range plans {
		d := of(p.sku)
		d.Plans = append(d.Plans, p.ServicePlan)
	}
	return all, err
}

// Subscriptions returns the subscriptions by id.
func (c *Comparison) Subscriptions(ctx context.Context) ([]connector.Subscription, error) {
	return tables.Select(ctx, c.conn, func(s *connector.Subscription) tables.Columns {
		return tables.Columns{
			"s.id", &s.ID, "s.commerce_id", &s.CommerceID, "k.id", &s.SKUID, "k.part_number", &s.PartNumber, "s.status", &s.Status,
			"s.trial", &s.Trial, "s.total_licenses", &s.TotalLicenses, "s.created", &s.Created, "s.next_lifecycle", &s.NextLifecycle,
		}
	}, "FROM inventory.subscription AS s JOIN inventory.sku AS k USING (sku) WHERE s.source = ? ORDER BY s.id", c.Source.Number)
}

// Groups returns the groups through which licenses are assigned, by id.
func (c *Comparison) Groups(ctx context.Context) ([]connector.Group, error) {
	return tables.Select(ctx, c.conn, func(g *connector.Group) tables.Columns {
		return tables.Columns{"id", &g.ID, "display_name", &g.DisplayName}
	}, "FROM inventory.license_group WHERE source = ? ORDER BY id", c.Source.Number)
}

// FormerName is a name that a user had before, and the day of the import that has met another one.
type FormerName struct {
	UPN, UserID string
	Seen        connector.Date
}

// FormerNames returns the names that users had before.
func (c *Comparison) FormerNames(ctx context.Context) ([]FormerName, error) {
	return tables.Select(ctx, c.conn, func(n *FormerName) tables.Columns {
		return tables.Columns{"f.upn", &n.UPN, "u.id", &n.UserID, "f.until", &n.Seen}
	}, "FROM inventory.former_name AS f JOIN inventory.user AS u USING (uid) WHERE f.source = ?", c.Source.Number)
}
