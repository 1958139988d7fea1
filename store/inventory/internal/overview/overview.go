package overview

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/inventory/internal/licenses"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// RenewalDays is how far an [Overview] looks ahead.
const RenewalDays = 90

// Overview is what an organization has, in numbers, on one state of the inventory.
type Overview struct {
	// Connections are those that are counted: the named ones, or one of each tenant.
	Connections []string
	Users       UserCounts
	// Licenses are those of [licenses.Reader.Licenses].
	Licenses []licenses.LicenseRow
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
	// Reducible are those of the units that need not be renewed. Of what can be reduced of a license, the first of its
	// renewals takes as much as it has.
	Reducible int64 `json:"-"`
	// Price is that of a unit; nil when none is known.
	Price *money.Price `json:"-"`
}

// MoreToDo puts first what is over-assigned, then the most unused, then what is renewed soon.
func MoreToDo(a, b licenses.LicenseRow) int {
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
// holder was active in a window of so many days; 0 is [query.DefaultWindow].
func (inv Reader) Overview(ctx context.Context, connections []string, window int) (o Overview, err error) {
	err = inv.Read(ctx, func(tx *sql.Tx) error {
		sources, err := inv.Sources(ctx, tx, connections)
		if err != nil {
			return err
		}
		if o.Users, err = countUsers(ctx, tx, sources); err != nil {
			return err
		}
		for _, s := range sources {
			o.Connections = append(o.Connections, s.Connection)
			held, err := licenses.Of(ctx, inv.Inventory, tx, s, window)
			if err != nil {
				return err
			}
			renewals, err := inv.renewalsOf(ctx, tx, s)
			if err != nil {
				return err
			}
			o.Licenses, o.Renewals = append(o.Licenses, held...), append(o.Renewals, renewals...)
		}
		return nil
	})
	slices.SortStableFunc(o.Licenses, licenses.ByProduct)
	slices.SortStableFunc(o.Renewals, func(a, b Renewal) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), query.CompareNames(a.PartNumber, b.PartNumber))
	})
	reduce(o.Renewals, o.Licenses)
	return o, err
}

// reduce says of renewals, in the order of their days, how many of their units need not be renewed.
func reduce(renewals []Renewal, held []licenses.LicenseRow) {
	type license struct{ connection, skuID string }
	left, prices := map[license]int64{}, map[license]*money.Price{}
	for _, l := range held {
		if l.Kind == licenses.Paid {
			left[license{l.Connection, l.SKUID}], prices[license{l.Connection, l.SKUID}] = l.Units().Reducible(), l.Price
		}
	}
	for i := range renewals {
		r := &renewals[i]
		of := license{r.Connection, r.SKUID}
		r.Reducible, r.Price = min(r.Units, left[of]), prices[of]
		left[of] -= r.Reducible
	}
}

// countUsers adds up what publishing has counted, and counts the users of which that was
// not done yet.
func countUsers(ctx context.Context, tx tables.Querier, sources []query.Source) (c UserCounts, err error) {
	for _, s := range sources {
		var one struct{ total, enabled, guests, licensed int64 }
		err := tx.QueryRowContext(ctx, `SELECT users,
			coalesce(users_enabled, (SELECT coalesce(sum(enabled), 0) FROM user WHERE `+tables.OfSource("uid")+`)),
			coalesce(users_guests, (SELECT coalesce(sum(user_type = 'Guest'), 0) FROM user WHERE `+tables.OfSource("uid")+`)),
			coalesce(users_licensed, (SELECT count(*) FROM holding WHERE licensing <> 0 AND `+tables.OfSource("uid")+`))
			FROM source WHERE source = ?1`, s.Number).Scan(&one.total, &one.enabled, &one.guests, &one.licensed)
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
func (inv Reader) renewalsOf(ctx context.Context, tx tables.Querier, of query.Source) ([]Renewal, error) {
	today := inv.Options.Today()
	renewals, err := tables.Select(ctx, tx, func(r *Renewal) tables.Columns {
		return tables.Columns{"k.id", &r.SKUID, "k.part_number", &r.PartNumber, "s.next_lifecycle", &r.Day, "sum(s.total_licenses)", &r.Units}
	}, `FROM subscription AS s JOIN sku AS k USING (sku)
		WHERE s.source = ? AND s.status = 'Enabled' COLLATE NOCASE AND s.next_lifecycle BETWEEN ? AND ?
		GROUP BY k.sku, s.next_lifecycle`, of.Number, today, today+RenewalDays)
	for i := range renewals {
		r := &renewals[i]
		r.Connection, r.Product = of.Connection, inv.Product(r.SKUID, r.PartNumber)
		r.PartNumber = cmp.Or(r.PartNumber, r.SKUID)
	}
	return renewals, err
}
