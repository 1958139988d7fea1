package licenses

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/query"
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
// days; 0 is [query.DefaultWindow]. The error is [query.ErrNotFound] when there is none.
func (inv Reader) License(ctx context.Context, connection, skuID string, window int) (license License, err error) {
	err = inv.Read(ctx, func(tx *sql.Tx) error {
		sources, err := inv.Sources(ctx, tx, []string{connection})
		if err != nil {
			return err
		}
		for _, s := range sources {
			rows, err := Of(ctx, inv.Inventory, tx, s, window)
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
				license.Plans[i].Name = inv.PlanName(license.Plans[i].Name)
			}
			return nil
		}
		return fmt.Errorf("license %s: %w", skuID, query.ErrNotFound)
	})
	return license, err
}

func (l *License) read(ctx context.Context, tx tables.Querier, of query.Source) error {
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
	}, "FROM subscription WHERE source = ? AND sku = ? ORDER BY next_lifecycle, id", of.Number, sku)
	if err != nil {
		return err
	}
	l.Plans, err = tables.Select(ctx, tx, func(p *LicensePlan) tables.Columns {
		return tables.Columns{"p.id", &p.ID, "p.name", &p.Name, "l.status", &p.Status}
	}, "FROM license_plan AS l JOIN plan AS p USING (plan) WHERE l.source = ? AND l.sku = ? ORDER BY p.name COLLATE NOCASE, p.id", of.Number, sku)
	if err != nil {
		return err
	}
	return l.readWays(ctx, tx, of, sku)
}

// readWays counts the holders by how the license was assigned to them: few ways differ.
func (l *License) readWays(ctx context.Context, tx tables.Querier, of query.Source, sku int64) error {
	type counted struct {
		text    string
		holders int64
	}
	all, err := sqlite.Collect(ctx, tx, func(c *counted) []any { return []any{&c.text, &c.holders} },
		`SELECT d.text, sum((SELECT count(*) FROM holding AS h WHERE h.licensing = a.licensing AND `+tables.OfSource("h.uid")+`))
		FROM assignment AS a JOIN assignment_detail AS d USING (detail) WHERE a.sku = ?2 GROUP BY a.detail`, of.Number, sku)
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
			if way.Group, err = query.GroupOf(ctx, tx, of.Number, id); err != nil {
				return err
			}
		}
		l.Ways = append(l.Ways, way)
	}
	slices.SortFunc(l.Ways, func(a, b Way) int {
		return cmp.Or(-cmp.Compare(a.Holders, b.Holders), cmp.Compare(a.Group.DisplayName, b.Group.DisplayName),
			cmp.Compare(a.Group.ID, b.Group.ID))
	})
	return nil
}
