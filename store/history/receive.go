package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"inventorybeacon/store/sqlite"
)

// receiveCache is the page cache while changes are taken over, in KiB: they hit the
// indexes by user at random.
const receiveCache = 32 << 10

// Receive takes over what waits in the outbox of the inventory.db at path, in one
// transaction, and returns the number of the last publish there. A publish that stands
// here already is left as it is. See the inventory's Deliver.
func (h *History) Receive(ctx context.Context, path string) (last int64, err error) {
	conn, err := h.db.Write.Conn(ctx)
	if err != nil {
		return 0, h.explain(err)
	}
	defer func() { _ = conn.Close() }()
	if err := sqlite.AttachReadOnly(ctx, conn, path, "inventory"); err != nil {
		return 0, sqlite.Explain(path, err)
	}
	plain := context.WithoutCancel(ctx)
	defer func() {
		_, detaching := conn.ExecContext(plain, "DETACH DATABASE inventory; PRAGMA main.cache_size = -2000")
		err = errors.Join(err, h.explain(detaching))
	}()
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA main.cache_size = -%d", receiveCache)); err != nil {
		return 0, h.explain(err)
	}
	if err := sqlite.Begin(ctx, conn); err != nil {
		return 0, h.explain(err)
	}
	if last, err = receive(ctx, conn); err == nil {
		_, err = conn.ExecContext(plain, "COMMIT")
	}
	if err != nil {
		// Also after a commit: one that fails leaves the transaction open, and the connection of no use to others.
		_, failed := conn.ExecContext(plain, "ROLLBACK")
		return 0, errors.Join(h.explain(err), h.explain(failed))
	}
	return last, nil
}

// takenOver are the statements that take over what belongs to the publish ?1 there and is
// ?2 here.
var takenOver = []string{
	`INSERT INTO main.license SELECT ?2, (SELECT s.sku FROM main.sku AS s WHERE s.id = l.sku), l.kind, l.purchased, l.assigned,
		l.active30, l.active90, l.active180 FROM inventory.outbox_license AS l WHERE l.publish = ?1`,
	`INSERT INTO main.application SELECT ?2, name, entitled, active30, active90, active180
		FROM inventory.outbox_application WHERE publish = ?1`,
	// Told are the changes that another connection to the tenant has told since this one last did.
	// Which licenses somebody came with, and how one was given, may be others now.
	`WITH known AS MATERIALIZED (SELECT k.sku AS theirs, s.sku AS ours FROM inventory.sku AS k CROSS JOIN main.sku AS s USING (id)),
	told AS MATERIALIZED (SELECT h.event, h.user, coalesce(h.sku, 0) AS sku, h.after FROM inventory.outbox AS o
		CROSS JOIN main.publish AS p ON p.tenant = o.tenant AND p.at > o.compared_with AND p.at < o.at
		CROSS JOIN main.change AS h ON h.publish = p.publish WHERE o.publish = ?1)
	INSERT INTO main.change SELECT ?2, c.change, c.event, c.user, c.user_principal_name, k.ours, c.before, c.after
		FROM inventory.outbox_change AS c LEFT JOIN known AS k ON k.theirs = c.sku
			LEFT JOIN told AS t ON t.event = c.event AND t.user = c.user AND t.sku = coalesce(k.ours, 0)
				AND (t.after = c.after OR c.event IN ('user-added', 'license-added'))
		WHERE c.publish = ?1 AND t.event IS NULL ORDER BY c.change`,
	`UPDATE main.publish SET changes = (SELECT count(*) FROM main.change WHERE publish = ?2) WHERE publish = ?2`,
}

func receive(ctx context.Context, conn *sql.Conn) (last int64, err error) {
	// What a SKU is called is learned of later imports, too.
	if _, err := conn.ExecContext(ctx, `INSERT INTO main.sku (id, part_number) SELECT id, part_number FROM inventory.sku WHERE true
		ON CONFLICT (id) DO UPDATE SET part_number = excluded.part_number
		WHERE excluded.part_number NOT IN ('', part_number COLLATE BINARY)`); err != nil {
		return 0, err
	}
	waiting, err := outbox(ctx, conn)
	if err != nil {
		return 0, err
	}
	restore, err := dropIndexes(ctx, conn)
	if err != nil {
		return 0, err
	}
	for _, theirs := range waiting {
		var ours int64
		err := conn.QueryRowContext(ctx, `INSERT INTO main.publish (tenant, at, name, baseline)
			SELECT tenant, at, name, baseline FROM inventory.outbox WHERE publish = ? ON CONFLICT DO NOTHING RETURNING publish`, theirs).Scan(&ours)
		last = theirs
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return 0, err
		}
		for _, statement := range takenOver {
			if _, err := conn.ExecContext(ctx, statement, theirs, ours); err != nil {
				return 0, err
			}
		}
	}
	return last, restore()
}

// reloadFraction is the part of all changes from which on the indexes are made anew:
// users come in no order, and would hit them at random.
const reloadFraction = 5

// dropIndexes drops the indexes of changes until restore is called, when so many come.
func dropIndexes(ctx context.Context, conn *sql.Conn) (restore func() error, err error) {
	var many bool
	if err := conn.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM inventory.outbox_change) > ? +
		(SELECT coalesce(sum(changes), 0) FROM main.publish) / ?`, fewChanges, reloadFraction).Scan(&many); err != nil || !many {
		return func() error { return nil }, err
	}
	indexes, err := sqlite.Values[string](ctx, conn,
		"SELECT sql FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = 'change' AND sql IS NOT NULL")
	if err != nil {
		return nil, err
	}
	names, err := sqlite.Values[string](ctx, conn,
		"SELECT name FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = 'change' AND sql IS NOT NULL")
	for _, name := range names {
		if err == nil {
			_, err = conn.ExecContext(ctx, "DROP INDEX main."+name)
		}
	}
	return func() error {
		for _, text := range indexes {
			if _, err := conn.ExecContext(ctx, text); err != nil {
				return err
			}
		}
		return nil
	}, err
}

// fewChanges are written one by one, however few there are already.
const fewChanges = 20_000

// outbox returns the publishes that wait, oldest first.
func outbox(ctx context.Context, conn *sql.Conn) ([]int64, error) {
	return sqlite.Values[int64](ctx, conn, "SELECT publish FROM inventory.outbox ORDER BY publish")
}
