package inventory

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// License is everything that the inventory knows of a license of one tenant, but for who
// holds it.
type License struct {
	LicenseRow
	// Subscriptions are by the day on which they end or are renewed.
	Subscriptions []Subscription
	Plans         []LicensePlan
	// Ways are how the holders got it, the most frequent one first. Who got it in two ways
	// is counted for both.
	Ways []Way
	// SeveralWays are the holders who got it in more than one.
	SeveralWays int64
}

// Subscription is one purchase of a license.
type Subscription struct {
	Status  string
	Trial   bool
	Units   int64
	Created connector.Date
	// Next is the day on which it ends or is renewed; none when it never is.
	Next connector.Date
}

// LicensePlan is a service plan of a license.
type LicensePlan struct {
	ID, Name string
	// Status is Microsoft's provisioning status.
	Status string
	// Off is how many holders have it switched off.
	Off int64
}

// Way is how holders got a license.
type Way struct {
	// Group gave it; its ID is empty for a direct assignment.
	Group   connector.Group
	Holders int64
}

// License returns a license of a connection. A holder was active in a window of so many
// days; 0 is [DefaultWindow]. The error is [ErrNotFound] when there is none.
func (inv *Inventory) License(ctx context.Context, connection, skuID string, window int) (license License, err error) {
	err = inv.read(ctx, func(tx *sql.Tx) error {
		sources, err := inv.sources(ctx, tx, []string{connection})
		if err != nil {
			return err
		}
		for _, s := range sources {
			rows, err := licensesOf(ctx, inv, tx, s, window)
			if err != nil {
				return err
			}
			at := slices.IndexFunc(rows, func(l LicenseRow) bool { return l.SKUID == skuID })
			if at < 0 {
				continue
			}
			license.LicenseRow = rows[at]
			if err := license.read(ctx, tx, s); err != nil {
				return err
			}
			for i := range license.Plans {
				license.Plans[i].Name = inv.planName(license.Plans[i].Name)
			}
			return nil
		}
		return fmt.Errorf("license %s: %w", skuID, ErrNotFound)
	})
	return license, err
}

func (l *License) read(ctx context.Context, tx tables.Querier, of source) error {
	var sku int64
	if err := tx.QueryRowContext(ctx, "SELECT sku FROM sku WHERE id = ?", l.SKUID).Scan(&sku); err != nil {
		return err
	}
	var err error
	l.Subscriptions, err = tables.Select(ctx, tx, func(s *Subscription) tables.Columns {
		return tables.Columns{
			"status", &s.Status, "trial", &s.Trial, "total_licenses", &s.Units, "created", &s.Created,
			fmt.Sprintf("iif(next_lifecycle < %d, next_lifecycle, 0)", connector.EndOfTime), &s.Next,
		}
	}, "FROM subscription WHERE source = ? AND sku = ? ORDER BY next_lifecycle, id", of.number, sku)
	if err != nil {
		return err
	}
	l.Plans, err = tables.Select(ctx, tx, func(p *LicensePlan) tables.Columns {
		return tables.Columns{"p.id", &p.ID, "p.name", &p.Name, "l.status", &p.Status}
	}, "FROM license_plan AS l JOIN plan AS p USING (plan) WHERE l.source = ? AND l.sku = ? ORDER BY p.name COLLATE NOCASE, p.id", of.number, sku)
	if err != nil {
		return err
	}
	return l.readWays(ctx, tx, of, sku)
}

// readWays counts the holders by how the license was assigned to them: few ways differ.
func (l *License) readWays(ctx context.Context, tx tables.Querier, of source, sku int64) error {
	type counted struct {
		text    string
		holders int64
	}
	all, err := sqlite.Collect(ctx, tx, func(c *counted) []any { return []any{&c.text, &c.holders} },
		`SELECT d.text, sum((SELECT count(*) FROM holding AS h WHERE h.licensing = a.licensing AND `+tables.OfSource("h.uid")+`))
		FROM assignment AS a JOIN assignment_detail AS d USING (detail) WHERE a.sku = ?2 GROUP BY a.detail`, of.number, sku)
	if err != nil {
		return err
	}
	ways, off := map[string]int64{}, map[string]int64{}
	for _, c := range all {
		detail, err := tables.ParseAssignmentDetail(c.text)
		if err != nil {
			return err
		}
		given := slices.Clone(detail.Groups)
		if detail.Direct {
			given = append(given, "")
		}
		for _, by := range given {
			ways[by] += c.holders
		}
		if len(given) > 1 {
			l.SeveralWays += c.holders
		}
		for _, plan := range detail.DisabledPlans {
			off[plan] += c.holders
		}
	}
	for i := range l.Plans {
		l.Plans[i].Off = off[l.Plans[i].ID]
	}
	for id, holders := range ways {
		way := Way{Holders: holders}
		if holders == 0 {
			continue // of another tenant
		}
		if id != "" {
			if way.Group, err = groupOf(ctx, tx, of.number, id); err != nil {
				return err
			}
		}
		l.Ways = append(l.Ways, way)
	}
	slices.SortFunc(l.Ways, func(a, b Way) int {
		return cmp.Or(-cmp.Compare(a.Holders, b.Holders), cmp.Compare(a.Group.DisplayName, b.Group.DisplayName), cmp.Compare(a.Group.ID, b.Group.ID))
	})
	return nil
}

// Holder is a user with the license that was asked for.
type Holder struct {
	UserRow
	// Assignment is how the user holds it; nil when it could not be assigned.
	Assignment *UserAssignment
	// Failures are why it could not be.
	Failures []UserFailure
}

// Holders returns a page of the holders of a license of one connection, or, when the query
// asks for those, of the users who should have it and do not.
func (inv *Inventory) Holders(ctx context.Context, q UserQuery) ([]Holder, error) {
	users, err := inv.Users(ctx, q)
	if err != nil || len(users) == 0 {
		return nil, err
	}
	holders := make([]Holder, len(users))
	err = inv.read(ctx, func(tx *sql.Tx) error {
		sources, err := inv.everySource(ctx, tx)
		if err != nil {
			return err
		}
		for i, u := range users {
			holders[i].UserRow = u
			if !slices.ContainsFunc(sources, func(s source) bool { return s.connection == u.Connection }) {
				return fmt.Errorf("user %s: %w", u.ID, ErrNotFound)
			}
		}
		for _, s := range sources {
			if err := inv.addToHolders(ctx, tx, s, holders, q); err != nil {
				return err
			}
		}
		return nil
	})
	return holders, err
}

// addToHolders adds to those of a source how they hold the license, or why they do not.
func (inv *Inventory) addToHolders(ctx context.Context, tx tables.Querier, of source, holders []Holder, q UserQuery) error {
	var users []UserRow
	for _, h := range holders {
		if h.Connection == of.connection {
			users = append(users, h.UserRow)
		}
	}
	if len(users) == 0 {
		return nil
	}
	assignments, err := inv.assignmentsOf(ctx, tx, of, users, q.License, q.Window)
	if err != nil {
		return err
	}
	failures, err := inv.failuresOf(ctx, tx, of, users, q.License)
	if err != nil {
		return err
	}
	for i := range holders {
		h := &holders[i]
		if h.Connection != of.connection {
			continue
		}
		if own := assignments[h.uid]; len(own) > 0 {
			h.Assignment = &own[len(own)-1]
		}
		h.Failures = failures[h.uid]
	}
	return nil
}
