package publish

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// writeLicensings writes the licensings that the inventory does not have yet.
func (p *publishing) writeLicensings(ctx context.Context) error {
	return p.exec(ctx, `
		INSERT OR IGNORE INTO main.sku (id) SELECT DISTINCT sku FROM staging.assignment;
		INSERT OR IGNORE INTO main.assignment_detail (detail, text) SELECT detail, text FROM staging.detail;
		INSERT OR IGNORE INTO main.assignment (licensing, sku, detail, place)
			SELECT a.licensing, k.sku, a.detail,
				(SELECT count(*) FROM staging.assignment AS b WHERE b.licensing = a.licensing AND b.sku < a.sku)
			FROM staging.assignment AS a CROSS JOIN main.sku AS k ON k.id = a.sku
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
	how   map[int64]string          // that details say
	moved *tables.Insert            // into staging.moved
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

// count adds what has changed, writes what that is for all users of whom it is so, and
// begins anew.
func (c *licensingChanges) count(ctx context.Context, count *connector.Count) error {
	defer clear(c.users)
	plain := context.WithoutCancel(ctx)
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
				err = errors.Join(err, c.move(ctx, change, sku, connector.LicenseAdded, detail))
			case old != detail:
				count.Changed += users
			}
		}
		for sku, detail := range before {
			if _, still := after[sku]; !still {
				count.Removed += users
				err = errors.Join(err, c.move(ctx, change, sku, connector.LicenseRemoved, detail))
			}
		}
		if err := errors.Join(err, c.moved.FlushFull(plain)); err != nil {
			return err
		}
	}
	return c.moved.Flush(plain)
}

// move keeps what a change of licensings does to the license of a SKU.
func (c *licensingChanges) move(ctx context.Context, change [2]int64, sku int64, event connector.Event, detail int64) error {
	how, err := c.howOf(ctx, detail)
	if err != nil {
		return err
	}
	row := []driver.Value{change[0], change[1], sku, string(event), "", how}
	if event == connector.LicenseRemoved {
		row[4], row[5] = how, ""
	}
	c.moved.Add(row...)
	return nil
}

// set returns the assignments of a licensing.
func (c *licensingChanges) set(ctx context.Context, licensing int64) (map[int64]int64, error) {
	if set, known := c.sets[licensing]; known || licensing == 0 {
		return set, nil
	}
	list, err := sqlite.Collect(ctx, c.conn, func(pair *[2]int64) []any { return []any{&pair[0], &pair[1]} },
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
