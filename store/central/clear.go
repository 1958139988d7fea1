package central

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// Clear removes what an attempt has left that was not finished, so that what readers see is all that is there. attempt
// is an id for it: who writes under another one cannot go on.
func (d *Database) Clear(ctx context.Context, tenant string, b Beacon, s State, attempt string) error {
	p := &Publishing{d: d, tenant: tenant, beacon: b, Generation: s.Generation, attempt: attempt}
	if err := d.transact(ctx, func(tx pgx.Tx) error {
		return onlyOne(tx.Exec(ctx, d.sql("UPDATE {schema}.lease SET attempt = $3, step = 0, until = now() + $4 * interval '1 day' WHERE tenant_id = $1 AND beacon_id = $2"),
			tenant, b.ID, attempt, leaseDays))
	}); err != nil {
		return err
	}
	for _, t := range append([]*Table{Changes}, allTables...) {
		if err := p.clear(ctx, t); err != nil {
			return err
		}
	}
	return d.transact(ctx, func(tx pgx.Tx) error {
		return onlyOne(tx.Exec(ctx, d.sql("UPDATE {schema}.lease SET attempt = NULL, step = 0 WHERE tenant_id = $1 AND beacon_id = $2 AND attempt = $3"),
			tenant, b.ID, attempt))
	})
}

// clear goes through a table by its keys, a piece in a transaction.
func (p *Publishing) clear(ctx context.Context, t *Table) error {
	name := "{schema}." + t.name
	last := ""
	for more := true; more; {
		err := p.d.transact(ctx, func(tx pgx.Tx) error {
			if err := p.proceed(ctx, tx); err != nil {
				return err
			}
			// A row may be there twice, as it was and as it would be.
			args := []any{p.tenant, MostRows / 2}
			after := ""
			if last != "" {
				args, after = append(args, last), " AND key > CAST($3 AS "+t.keyType+")"
			}
			var upTo string
			err := tx.QueryRow(ctx, p.d.sql("SELECT CAST(key AS text) FROM (SELECT DISTINCT key FROM "+name+" WHERE tenant_id = $1"+after+
				" ORDER BY key LIMIT $2) AS k ORDER BY k.key DESC LIMIT 1"), args...).Scan(&upTo)
			if errors.Is(err, pgx.ErrNoRows) {
				more = false
				return nil
			}
			if err != nil {
				return err
			}
			args = []any{p.tenant, p.Generation, upTo}
			if last != "" {
				args, after = append(args, last), " AND key > CAST($4 AS "+t.keyType+")"
			}
			within := " WHERE tenant_id = $1 AND key <= CAST($3 AS " + t.keyType + ")" + after
			if _, err := tx.Exec(ctx, p.d.sql("DELETE FROM "+name+within+" AND from_generation > $2"), args...); err != nil {
				return err
			}
			if !t.added {
				if _, err := tx.Exec(ctx, p.d.sql("UPDATE "+name+" SET until_generation = 9223372036854775807"+within+
					" AND until_generation > $2 AND until_generation < 9223372036854775807"), args...); err != nil {
					return err
				}
			}
			last = upTo
			return nil
		})
		if err != nil {
			return err
		}
		p.step++
	}
	return nil
}
