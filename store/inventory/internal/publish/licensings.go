package publish

import (
	"context"
	"database/sql"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// writeLicensings writes the licensings that the inventory does not have yet.
func (p *publishing) writeLicensings(ctx context.Context) error {
	return p.exec(ctx, `
		INSERT OR IGNORE INTO main.sku (id) SELECT DISTINCT sku FROM staging.assignment;
		INSERT OR IGNORE INTO main.assignment_detail (detail, text) SELECT detail, text FROM staging.detail;
		INSERT OR IGNORE INTO main.assignment (licensing, sku, detail)
			SELECT a.licensing, k.sku, a.detail FROM staging.assignment AS a CROSS JOIN main.sku AS k ON k.id = a.sku
			WHERE a.licensing NOT IN (SELECT licensing FROM main.assignment);`)
}

// dropUnheld drops the licensings that nobody has.
const dropUnheld = `
DELETE FROM main.assignment WHERE licensing IN (SELECT DISTINCT a.licensing FROM main.assignment AS a
    WHERE NOT EXISTS (SELECT 1 FROM main.holding AS h WHERE h.licensing = a.licensing));
DELETE FROM main.assignment_detail WHERE detail NOT IN (SELECT detail FROM main.assignment);`

// dropLicensings drops the licensings that this import has left without holders.
func (p *publishing) dropLicensings(ctx context.Context) error {
	if !p.changed || p.first {
		return nil
	}
	return p.exec(ctx, dropUnheld)
}

// licensingChanges counts how assignments change when users go from one licensing
// to another.
type licensingChanges struct {
	conn  *sql.Conn
	users map[[2]int64]int64        // by the licensings before and after
	sets  map[int64]map[int64]int64 // details by SKU, of a licensing
}

func (c *licensingChanges) change(before, after int64) {
	if before == after {
		return
	}
	if c.users == nil {
		c.users = map[[2]int64]int64{}
	}
	c.users[[2]int64{before, after}]++
}

// count adds what has changed and begins anew.
func (c *licensingChanges) count(ctx context.Context, count *connector.Count) error {
	defer clear(c.users)
	for change, users := range c.users {
		before, err := c.set(ctx, change[0])
		if err != nil {
			return err
		}
		after, err := c.set(ctx, change[1])
		if err != nil {
			return err
		}
		for sku, detail := range after {
			switch old, had := before[sku]; {
			case !had:
				count.Added += users
			case old != detail:
				count.Changed += users
			}
		}
		for sku := range before {
			if _, still := after[sku]; !still {
				count.Removed += users
			}
		}
	}
	return nil
}

// set returns the assignments of a licensing.
func (c *licensingChanges) set(ctx context.Context, licensing int64) (map[int64]int64, error) {
	if set, known := c.sets[licensing]; known || licensing == 0 {
		return set, nil
	}
	list, err := tables.Collect(ctx, c.conn, func(pair *[2]int64) []any { return []any{&pair[0], &pair[1]} },
		"SELECT sku, detail FROM main.assignment WHERE licensing = ?", licensing)
	if err != nil {
		return nil, err
	}
	set := make(map[int64]int64, len(list))
	for _, pair := range list {
		set[pair[0]] = pair[1]
	}
	tables.Bound(c.sets)
	c.sets[licensing] = set
	return set, nil
}
