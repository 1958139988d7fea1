package reclaim

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// What only licensings tell of is found once a query, and then its holders: these tables are
// named like assignment, and other is the number of a SKU of the same user. They are
// temporary, one of each for a tenant, and gone when the transaction is rolled back.
const (
	tableAll       = "assignment"
	tableRedundant = "redundant"
	tableSole      = "sole"
	tableTwice     = "twice"
)

// These have the uids of the users who are disabled, or guests, what is kept, the uids of those
// whom a query asks for, and of those who have a license of which it is not known since when.
const (
	tableDisabled = "disabled"
	tableGuests   = "guest"
	tableKept     = "kept"
	tableAsked    = "asked"
	tableUndated  = "undated"
)

// reclaimCache is how many KiB of the file a query of recommendations keeps in memory: it looks
// at the same holdings and assignments for each reason.
const reclaimCache = 16 << 10

// readReclaim is [query.Inventory.ReadMany] for recommendations.
func (inv Reader) readReclaim(ctx context.Context, run func(tx *sql.Tx) error) error {
	return inv.ReadMany(ctx, func(conn *sql.Conn, tx *sql.Tx) error {
		return withCache(ctx, conn, func() error { return run(tx) })
	})
}

// readBeside is [query.Inventory.ReadBeside] for recommendations.
func (inv Reader) readBeside(ctx context.Context, run func(readings []query.Reading) error) error {
	return inv.ReadBeside(ctx, func(readings []query.Reading) error {
		cached := func() error { return run(readings) }
		for _, r := range readings {
			within := cached
			cached = func() error { return withCache(ctx, r.Conn, within) }
		}
		return cached()
	})
}

// withCache runs a query on a connection with [reclaimCache].
func withCache(ctx context.Context, conn *sql.Conn, run func() error) (err error) {
	set := func(ctx context.Context, size int) error {
		_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA main.cache_size = -%d", size))
		return err
	}
	defer func() { err = errors.Join(err, set(context.WithoutCancel(ctx), 2000)) }()
	if err := set(ctx, reclaimCache); err != nil {
		return err
	}
	return run()
}

// nameOf is what a table is called: all tenants have the users in common.
func (s reclaimSource) nameOf(table string) string {
	switch table {
	case tableDisabled, tableGuests, tableAsked, tableUndated:
		return "temp." + table
	}
	return fmt.Sprintf("temp.%s_%d", table, s.Number)
}

// take makes a part be about the assignments of a table.
func (p *reclaimPart) take(table string) {
	p.table, p.uses = p.of.nameOf(table), append(p.uses, table)
}

// isIn holds when an assignment is in a table. Two values with NOT IN would be compared with
// all rows, because one might be NULL.
func (p *reclaimPart) isIn(table string) string {
	p.uses = append(p.uses, table)
	return "EXISTS (SELECT 1 FROM " + p.of.nameOf(table) + " AS x WHERE x.licensing = a.licensing AND x.sku = a.sku)"
}

// isKept holds when a license is kept.
func (p *reclaimPart) isKept() string {
	p.uses = append(p.uses, tableKept)
	return "EXISTS (SELECT 1 FROM " + p.of.nameOf(tableKept) + " AS x WHERE x.uid = h.uid AND x.sku = a.sku)"
}

// isAmong holds when the user of a holding is in a table.
func (p *reclaimPart) isAmong(table string) string {
	p.uses = append(p.uses, table)
	return "h.uid IN (SELECT x.uid FROM " + p.of.nameOf(table) + " AS x)"
}

// makeTables makes the tables of the part that there are not yet.
func (p *reclaimPart) makeTables(ctx context.Context, tx tables.Execer) error {
	for _, table := range p.uses {
		if err := p.of.makeTable(ctx, tx, table); err != nil {
			return fmt.Errorf("make the table %s: %w", table, err)
		}
	}
	return nil
}

func (s reclaimSource) makeTable(ctx context.Context, tx tables.Execer, table string) error {
	name := s.nameOf(table)
	if s.made[name] {
		return nil
	}
	s.made[name] = true
	const likeAssignment = "(licensing INTEGER, sku INTEGER, detail INTEGER, place INTEGER, other INTEGER, PRIMARY KEY (licensing, sku)) WITHOUT ROWID"
	const users = "(uid INTEGER PRIMARY KEY)"
	var definition, rows string
	var args []any
	switch table {
	case tableRedundant:
		definition, rows = likeAssignment, s.redundant()
	case tableSole:
		definition, rows = likeAssignment, s.sole()
	case tableTwice:
		definition, rows = likeAssignment, twice
	case tableDisabled:
		definition, rows = users, "SELECT u.uid FROM user AS u INDEXED BY user_disabled WHERE u.enabled = 0 ORDER BY u.uid"
	case tableGuests:
		definition, rows = users, "SELECT u.uid FROM user AS u INDEXED BY user_guest WHERE "+isGuest+" ORDER BY u.uid"
	case tableAsked:
		definition, rows, args = users, "SELECT u.uid FROM user AS u"+s.asked.Where()+" ORDER BY u.uid", s.asked.Args
	case tableUndated: // and perhaps some others, whose days have such bytes beside each other
		definition, rows = users, "SELECT h.uid FROM holding AS h NOT INDEXED WHERE coalesce(instr(h.assigned, zeroblob(2)), 1)"
	case tableKept:
		definition = "(uid INTEGER, sku INTEGER, PRIMARY KEY (uid, sku)) WITHOUT ROWID"
		rows, args = "SELECT DISTINCT k.value ->> 0, k.value ->> 1 FROM json_each(?) AS k", []any{s.kept}
	}
	return makeTemporary(ctx, tx, fmt.Sprintf("CREATE TABLE %s %s; INSERT INTO %[1]s %[3]s", name, definition, rows), args...)
}

// makeTemporary runs statements that write temporary tables, on a connection that is opened
// for reading and so cannot write any others.
func makeTemporary(ctx context.Context, tx tables.Execer, statements string, args ...any) error {
	_, err := tx.ExecContext(ctx, "PRAGMA query_only = OFF; "+statements, args...)
	_, reading := tx.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = ON")
	return errors.Join(err, reading)
}
