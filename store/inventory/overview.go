package inventory

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// RenewalDays is how far an [Overview] looks ahead.
const RenewalDays = 90

// Overview is what an organization has, in numbers, on one state of the inventory.
type Overview struct {
	// Connections are those that are counted: the named ones, or one of each tenant.
	Connections []string
	Users       UserCounts
	// Licenses are those of [Inventory.Licenses].
	Licenses []LicenseRow
	// Renewals are the days to come on which subscriptions end or are renewed, in
	// their order.
	Renewals []Renewal
}

// UserCounts are how many users there are.
type UserCounts struct {
	Total    int64 `json:"total"`
	Enabled  int64 `json:"enabled"`
	Disabled int64 `json:"disabled"`
	Guests   int64 `json:"guests"`
	// Licensed hold a license, whatever it is.
	Licensed int64 `json:"licensed"`
}

// Renewal is a day on which units of a license end or are renewed.
type Renewal struct {
	Connection string         `json:"-"`
	SKUID      string         `json:"-"`
	PartNumber string         `json:"skuPartNumber"`
	Product    string         `json:"-"`
	Day        connector.Date `json:"date"`
	Units      int64          `json:"units"`
}

// MoreToDo puts first what is over-assigned, then the most unused, then what is renewed soon.
func MoreToDo(a, b LicenseRow) int {
	soon := func(day connector.Date) connector.Date {
		if day == 0 {
			return connector.EndOfTime
		}
		return day
	}
	return cmp.Or(cmp.Compare(min(0, a.Available), min(0, b.Available)), -cmp.Compare(a.Units().Unused, b.Units().Unused),
		cmp.Compare(soon(a.Renewal), soon(b.Renewal)), cmp.Compare(a.Product, b.Product))
}

// Overview counts what was imported through the connections, all when none is named. A
// holder was active in a window of so many days; 0 is [DefaultWindow].
func (inv *Inventory) Overview(ctx context.Context, connections []string, window int) (o Overview, err error) {
	err = inv.read(ctx, func(tx *sql.Tx) error {
		sources, err := inv.sources(ctx, tx, connections)
		if err != nil {
			return err
		}
		if o.Users, err = countUsers(ctx, tx, sources); err != nil {
			return err
		}
		for _, s := range sources {
			o.Connections = append(o.Connections, s.connection)
			licenses, err := licensesOf(ctx, inv, tx, s, window)
			if err != nil {
				return err
			}
			renewals, err := inv.renewalsOf(ctx, tx, s)
			if err != nil {
				return err
			}
			o.Licenses, o.Renewals = append(o.Licenses, licenses...), append(o.Renewals, renewals...)
		}
		return nil
	})
	slices.SortStableFunc(o.Licenses, byProduct)
	slices.SortStableFunc(o.Renewals, func(a, b Renewal) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), compareNames(a.PartNumber, b.PartNumber))
	})
	return o, err
}

// countUsers adds up what publishing has counted, and counts the users of which that was
// not done yet.
func countUsers(ctx context.Context, tx tables.Querier, sources []source) (c UserCounts, err error) {
	for _, s := range sources {
		var one struct{ total, enabled, guests, licensed int64 }
		err := tx.QueryRowContext(ctx, `SELECT users,
			coalesce(users_enabled, (SELECT coalesce(sum(enabled), 0) FROM user WHERE `+tables.OfSource("uid")+`)),
			coalesce(users_guests, (SELECT coalesce(sum(user_type = 'Guest'), 0) FROM user WHERE `+tables.OfSource("uid")+`)),
			coalesce(users_licensed, (SELECT count(*) FROM holding WHERE licensing <> 0 AND `+tables.OfSource("uid")+`))
			FROM source WHERE source = ?1`, s.number).Scan(&one.total, &one.enabled, &one.guests, &one.licensed)
		if err != nil {
			return c, err
		}
		c.Total, c.Enabled, c.Guests, c.Licensed = c.Total+one.total, c.Enabled+one.enabled, c.Guests+one.guests, c.Licensed+one.licensed
	}
	c.Disabled = c.Total - c.Enabled
	return c, nil
}

// renewalsOf returns the renewals of a connection's enabled subscriptions, one for each
// license and day.
func (inv *Inventory) renewalsOf(ctx context.Context, tx tables.Querier, of source) ([]Renewal, error) {
	today := inv.options.Today()
	renewals, err := tables.Select(ctx, tx, func(r *Renewal) tables.Columns {
		return tables.Columns{"k.id", &r.SKUID, "k.part_number", &r.PartNumber, "s.next_lifecycle", &r.Day, "sum(s.total_licenses)", &r.Units}
	}, `FROM subscription AS s JOIN sku AS k USING (sku)
		WHERE s.source = ? AND s.status = 'Enabled' COLLATE NOCASE AND s.next_lifecycle BETWEEN ? AND ?
		GROUP BY k.sku, s.next_lifecycle`, of.number, today, today+RenewalDays)
	for i := range renewals {
		r := &renewals[i]
		r.Connection, r.Product = of.connection, inv.product(r.SKUID, r.PartNumber)
		r.PartNumber = cmp.Or(r.PartNumber, r.SKUID)
	}
	return renewals, err
}

// SKU is a license as it is sold, whatever the tenant.
type SKU struct {
	ID         string
	PartNumber string
	Product    string
	// Tenants are the ids of those whose inventory has it.
	Tenants []string
}

// SKUs returns the licenses that an id or a part number means, or all that the inventory
// knows where it is empty. A part number can stand for two.
func (inv *Inventory) SKUs(ctx context.Context, idOrPartNumber string) (skus []SKU, err error) {
	type row struct{ id, part, tenant string }
	err = inv.read(ctx, func(tx *sql.Tx) error {
		rows, err := sqlite.Collect(ctx, tx, func(r *row) []any { return []any{&r.id, &r.part, &r.tenant} },
			`SELECT DISTINCT k.id, k.part_number, coalesce(lower(s.tenant_id), '') FROM sku AS k LEFT JOIN
				(SELECT source, sku FROM license UNION SELECT source, sku FROM license_day) AS l USING (sku) LEFT JOIN source AS s ON s.source = l.source WHERE ? = '' OR `+ofLicense+" ORDER BY k.part_number, k.id, 3",
			idOrPartNumber, idOrPartNumber, idOrPartNumber)
		for _, r := range rows {
			if last := len(skus) - 1; last < 0 || skus[last].ID != r.id {
				skus = append(skus, SKU{ID: r.id, PartNumber: r.part, Product: inv.product(r.id, r.part)})
			}
			if r.tenant != "" {
				last := &skus[len(skus)-1]
				last.Tenants = append(last.Tenants, r.tenant)
			}
		}
		return err
	})
	return skus, err
}
