package publish

import (
	"cmp"
	"context"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// storedLicense is a license as it is before a publish.
type storedLicense struct {
	id               string
	sku, fingerprint int64
	units            connector.License // has these alone
}

// withUnits returns a license with the units that are known of it.
func (s storedLicense) withUnits(l connector.License) connector.License {
	l.Enabled, l.Warning, l.Suspended = s.units.Enabled, s.units.Warning, s.units.Suspended
	l.LockedOut, l.Assigned = s.units.LockedOut, s.units.Assigned
	l.UnitsUnknown = false
	return l
}

// storedLicenses are the licenses that there are, by the id of the SKU.
func (p *publishing) storedLicenses(ctx context.Context) (map[string]storedLicense, error) {
	all, err := sqlite.Collect(ctx, p.conn, func(s *storedLicense) []any {
		return []any{&s.id, &s.sku, &s.fingerprint, &s.units.Enabled, &s.units.Warning, &s.units.Suspended, &s.units.LockedOut, &s.units.Assigned}
	}, `SELECT k.id, l.sku, l.fingerprint, l.enabled, l.warning, l.suspended, l.locked_out, l.assigned
		FROM license AS l JOIN sku AS k USING (sku) WHERE l.source = ?`, p.source)
	stored := make(map[string]storedLicense, len(all))
	for _, s := range all {
		stored[s.id] = s
	}
	return stored, err
}

// writeLicenses compares the licenses by their fingerprints and writes those
// that differ, with their service plans.
func (p *publishing) writeLicenses(ctx context.Context) error {
	before, err := p.storedLicenses(ctx)
	if err != nil {
		return err
	}
	count := &p.counts.Licenses
	received := map[string]connector.License{}
	for _, l := range p.Licenses.Rows {
		if old, known := before[l.SKUID]; l.UnitsUnknown && known {
			l = old.withUnits(l)
		}
		if !l.UnitsUnknown {
			received[l.SKUID] = l
			continue
		}
		// Who holds it has its applications all the same.
		sku, err := p.writeSKU(ctx, l)
		if err == nil {
			err = p.writePlans(ctx, l, sku)
		}
		if err != nil {
			return err
		}
	}
	for id, l := range received {
		fingerprint := licenseFingerprint(l)
		old, known := before[id]
		switch {
		case known && old.fingerprint == fingerprint:
			continue
		case known:
			count.Changed++
		default:
			count.Added++
		}
		if err := p.writeLicense(ctx, l, fingerprint); err != nil {
			return err
		}
		p.notePurchased(id, old.units.Purchased(), &l)
	}
	for id, old := range before {
		if _, still := received[id]; still {
			continue
		}
		count.Removed++
		if err := p.exec(ctx, "DELETE FROM license WHERE source = ? AND sku = ?", p.source, old.sku); err != nil {
			return err
		}
		p.notePurchased(id, old.units.Purchased(), nil)
	}
	count.Total = int64(len(received))
	p.licensed = count.Added+count.Changed+count.Removed > 0
	return nil
}

// dropPlans drops the service plans of licenses that the tenant lists no more, unless
// somebody still holds one and so still has its applications.
func (p *publishing) dropPlans(ctx context.Context) error {
	if !p.changed && !p.licensed {
		return nil
	}
	return p.exec(ctx, `DELETE FROM license_plan WHERE source = ?1 AND sku NOT IN (SELECT sku FROM license WHERE source = ?1)
		AND NOT EXISTS (SELECT 1 FROM assignment AS a JOIN holding AS h USING (licensing) WHERE a.sku = license_plan.sku
			AND `+tables.OfSource("h.uid")+")", p.source)
}

func (p *publishing) writeLicense(ctx context.Context, l connector.License, fingerprint int64) error {
	sku, err := p.writeSKU(ctx, l)
	if err != nil {
		return err
	}
	if err := p.exec(ctx, `INSERT OR REPLACE INTO license
		(source, sku, status, applies_to, enabled, warning, suspended, locked_out, assigned, fingerprint)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.source, sku, l.Status, l.AppliesTo, l.Enabled, l.Warning, l.Suspended, l.LockedOut, l.Assigned, fingerprint); err != nil {
		return err
	}
	return p.writePlans(ctx, l, sku)
}

func (p *publishing) writeSKU(ctx context.Context, l connector.License) (number int64, err error) {
	return p.count(ctx, `INSERT INTO sku (id, part_number) VALUES (?, ?)
		ON CONFLICT (id) DO UPDATE SET part_number = excluded.part_number RETURNING sku`, l.SKUID, l.PartNumber)
}

func (p *publishing) writePlans(ctx context.Context, l connector.License, sku int64) error {
	if err := p.exec(ctx, "DELETE FROM license_plan WHERE source = ? AND sku = ?", p.source, sku); err != nil {
		return err
	}
	for _, plan := range l.ServicePlans {
		number, err := p.count(ctx, `INSERT INTO plan (id, name) VALUES (?, ?)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name RETURNING plan`, plan.ID, plan.Name)
		if err != nil {
			return err
		}
		if err := p.exec(ctx, "INSERT OR REPLACE INTO license_plan (source, sku, plan, status, applies_to) VALUES (?, ?, ?, ?, ?)",
			p.source, sku, number, plan.Status, plan.AppliesTo); err != nil {
			return err
		}
	}
	return nil
}

// licenseFingerprint covers a license and its service plans in any order.
func licenseFingerprint(l connector.License) int64 {
	var hash tables.Fingerprint
	hash.Reset()
	for _, text := range []string{l.SKUID, l.PartNumber, l.Status, l.AppliesTo} {
		hash.AddString(text)
	}
	for _, n := range []int{l.Enabled, l.Warning, l.Suspended, l.LockedOut, l.Assigned} {
		hash.AddInt(int64(n))
	}
	plans := slices.SortedFunc(slices.Values(l.ServicePlans), func(a, b connector.ServicePlan) int { return cmp.Compare(a.ID, b.ID) })
	for _, plan := range plans {
		for _, text := range []string{plan.ID, plan.Name, plan.Status, plan.AppliesTo} {
			hash.AddString(text)
		}
	}
	return hash.Sum()
}

// writeSubscriptions replaces the subscriptions when any differs.
func (p *publishing) writeSubscriptions(ctx context.Context) error {
	if !p.Subscriptions.Delivered {
		return nil
	}
	before, err := tables.Select(ctx, p.conn, func(s *connector.Subscription) tables.Columns {
		return tables.Columns{
			"s.id", &s.ID, "s.commerce_id", &s.CommerceID, "k.id", &s.SKUID, "s.status", &s.Status,
			"s.trial", &s.Trial, "s.total_licenses", &s.TotalLicenses, "s.created", &s.Created,
			"s.next_lifecycle", &s.NextLifecycle,
		}
	}, "FROM subscription AS s JOIN sku AS k USING (sku) WHERE s.source = ? ORDER BY s.id", p.source)
	if err != nil {
		return err
	}
	byID := func(a, b connector.Subscription) int { return cmp.Compare(a.ID, b.ID) }
	after := slices.SortedStableFunc(slices.Values(p.Subscriptions.Rows), byID)
	same := func(stored, received connector.Subscription) bool {
		received.PartNumber = "" // is the SKU's
		return stored == received
	}
	if keeps(p, SubscriptionsPart, before, after, func(s connector.Subscription) string { return s.ID }) {
		return nil
	}
	if err := p.noteRead(ctx, "subscriptions_read"); err != nil || slices.EqualFunc(before, after, same) {
		return err
	}
	p.noteSubscriptions(before, after)
	if err := p.exec(ctx, "DELETE FROM subscription WHERE source = ?", p.source); err != nil {
		return err
	}
	for _, s := range after {
		// A license tells its part number better than a subscription.
		if err := p.exec(ctx, `INSERT INTO sku (id, part_number) VALUES (?, ?)
			ON CONFLICT (id) DO UPDATE SET part_number = excluded.part_number WHERE part_number = ''`, s.SKUID, s.PartNumber); err != nil {
			return err
		}
		if err := p.exec(ctx,
			`INSERT OR REPLACE INTO subscription (source, id, commerce_id, status, trial, total_licenses, created, next_lifecycle, sku)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT sku FROM sku WHERE id = ?))`,
			p.source, s.ID, s.CommerceID, s.Status, s.Trial, s.TotalLicenses, s.Created, s.NextLifecycle, s.SKUID); err != nil {
			return err
		}
	}
	return nil
}

// writeGroups replaces the names of groups when any differs.
func (p *publishing) writeGroups(ctx context.Context) error {
	if !p.Groups.Delivered {
		return nil
	}
	before, err := sqlite.Collect(ctx, p.conn, func(g *connector.Group) []any { return []any{&g.ID, &g.DisplayName} },
		"SELECT id, display_name FROM license_group WHERE source = ? ORDER BY id", p.source)
	if err != nil {
		return err
	}
	after := slices.SortedStableFunc(slices.Values(p.Groups.Rows), func(a, b connector.Group) int { return cmp.Compare(a.ID, b.ID) })
	if keeps(p, GroupsPart, before, after, func(g connector.Group) string { return g.ID }) {
		return nil
	}
	if err := p.noteRead(ctx, "groups_read"); err != nil || slices.Equal(before, after) {
		return err
	}
	if err := p.exec(ctx, "DELETE FROM license_group WHERE source = ?", p.source); err != nil {
		return err
	}
	for _, g := range after {
		if err := p.exec(ctx, "INSERT OR REPLACE INTO license_group (source, id, display_name) VALUES (?, ?, ?)", p.source, g.ID,
			g.DisplayName); err != nil {
			return err
		}
	}
	return nil
}
