package inventory

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"inventorybeacon/connector"
)

// writeLicensings writes the licensings that the inventory does not have yet.
func (p *publishing) writeLicensings(ctx context.Context) (err error) {
	rows, err := p.conn.QueryContext(ctx, `SELECT licensing, assignments FROM staging.licensing AS s
		WHERE NOT EXISTS (SELECT 1 FROM main.assignment AS a WHERE a.licensing = s.licensing)`)
	if err != nil {
		return err
	}
	type staged struct {
		number int64
		text   string
	}
	fresh, err := collect(rows, func(s *staged) []any { return []any{&s.number, &s.text} })
	if err != nil {
		return err
	}
	assignments, err := prepareBulk(p.conn, "INSERT INTO main.assignment", 3)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, assignments.close()) }()
	skus, details := numbers{conn: p.conn, table: "sku", column: "id"}, numbers{conn: p.conn, table: "assignment_detail", column: "text"}
	for _, s := range fresh {
		var list []licensed
		if err := json.Unmarshal([]byte(s.text), &list); err != nil {
			return fmt.Errorf("staged licensing: %w", err)
		}
		for _, l := range list {
			sku, err := skus.of(ctx, l.SKU)
			if err != nil {
				return err
			}
			detail, err := details.of(ctx, string(l.Detail))
			if err != nil {
				return err
			}
			assignments.add(s.number, sku, detail)
		}
		if err := assignments.flushFull(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
	return assignments.flush(context.WithoutCancel(ctx))
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

// numbers gives texts the numbers that they have in a table of the inventory.
type numbers struct {
	conn          *sql.Conn
	table, column string
	known         map[string]int64
}

func (n *numbers) of(ctx context.Context, text string) (int64, error) {
	if number, known := n.known[text]; known {
		return number, nil
	}
	if _, err := n.conn.ExecContext(ctx, "INSERT OR IGNORE INTO main."+n.table+" ("+n.column+") VALUES (?)", text); err != nil {
		return 0, err
	}
	var number int64
	// The key of sku is sku, that of assignment_detail detail: both are the rowid.
	if err := n.conn.QueryRowContext(ctx, "SELECT rowid FROM main."+n.table+" WHERE "+n.column+" = ?", text).Scan(&number); err != nil {
		return 0, err
	}
	if n.known == nil {
		n.known = map[string]int64{}
	}
	forgetMany(n.known)
	n.known[text] = number
	return number, nil
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
	rows, err := c.conn.QueryContext(ctx, "SELECT sku, detail FROM main.assignment WHERE licensing = ?", licensing)
	if err != nil {
		return nil, err
	}
	list, err := collect(rows, func(pair *[2]int64) []any { return []any{&pair[0], &pair[1]} })
	if err != nil {
		return nil, err
	}
	set := make(map[int64]int64, len(list))
	for _, pair := range list {
		set[pair[0]] = pair[1]
	}
	forgetMany(c.sets)
	c.sets[licensing] = set
	return set, nil
}
