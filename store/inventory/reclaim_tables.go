package inventory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

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

// reclaimCache is how many KiB of the file a query of recommendations keeps in memory: it looks
// at the same holdings and assignments for each reason.
const reclaimCache = 16 << 10

// readReclaim is [Inventory.read] for recommendations.
func (inv *Inventory) readReclaim(ctx context.Context, run func(tx *sql.Tx) error) error {
	return inv.readMany(ctx, func(conn *sql.Conn, tx *sql.Tx) (err error) {
		set := func(ctx context.Context, size int) error {
			_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA main.cache_size = -%d", size))
			return err
		}
		defer func() { err = errors.Join(err, set(context.WithoutCancel(ctx), 2000)) }()
		if err := set(ctx, reclaimCache); err != nil {
			return err
		}
		return run(tx)
	})
}

// nameOf is what a table of the tenant is called.
func (s reclaimSource) nameOf(table string) string { return fmt.Sprintf("temp.%s_%d", table, s.number) }

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
	if s.made[table] {
		return nil
	}
	s.made[table] = true
	rows := twice
	switch table {
	case tableRedundant:
		rows = s.redundant()
	case tableSole:
		rows = s.sole()
	}
	return makeTemporary(ctx, tx, fmt.Sprintf(`CREATE TABLE %s (licensing INTEGER, sku INTEGER, detail INTEGER, place INTEGER, other INTEGER,
		PRIMARY KEY (licensing, sku)) WITHOUT ROWID; INSERT INTO %[1]s %s`, s.nameOf(table), rows))
}

// makeTemporary runs statements that write temporary tables, on a connection that is opened
// for reading and so cannot write any others.
func makeTemporary(ctx context.Context, tx tables.Execer, statements string, args ...any) error {
	_, err := tx.ExecContext(ctx, "PRAGMA query_only = OFF; "+statements, args...)
	_, reading := tx.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = ON")
	return errors.Join(err, reading)
}
