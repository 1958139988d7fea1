package central

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Clear removes what an attempt has left that was not finished, so that what readers see is all that is there. attempt
// is an id for it: who writes under another one cannot go on. What was finished since the state was read is not touched: the
// error is [ErrLost] then.
func (d *Database) Clear(ctx context.Context, tenant string, b Beacon, s State, attempt string) error {
	p := &Publishing{d: d, tenant: tenant, beacon: b, Generation: s.Generation, attempt: attempt}
	if err := d.transact(ctx, func(ctx context.Context, tx *transaction) error {
		return onlyOne(tx.Exec(ctx,
			d.sql("UPDATE {schema}.lease SET attempt = $3, step = 0, until = now() + $4 * interval '1 day' WHERE tenant_id = $1 AND beacon_id = $2 AND attempt = $5"+stillCurrent("$6")),
			tenant, b.ID, attempt, leaseDays, s.Writing, s.Generation))
	}); err != nil {
		return err
	}
	for _, t := range append([]*Table{Changes}, allTables...) {
		if err := p.clear(ctx, t); err != nil {
			return err
		}
	}
	return d.transact(ctx, func(ctx context.Context, tx *transaction) error {
		return onlyOne(tx.Exec(ctx,
			d.sql("UPDATE {schema}.lease SET attempt = NULL, step = 0 WHERE tenant_id = $1 AND beacon_id = $2 AND attempt = $3"),
			tenant, b.ID, attempt))
	})
}

// clear goes through a table by its key, at most [MostRows] rows in a transaction, each of which is removed, holds again or is left.
func (p *Publishing) clear(ctx context.Context, t *Table) error {
	var last *rowKey
	for {
		var upTo *rowKey
		if err := p.d.transact(ctx, func(ctx context.Context, tx *transaction) (err error) {
			if err := p.proceed(ctx, tx); err != nil {
				return err
			}
			if upTo, err = p.pageEnd(ctx, tx, t, last); err != nil || upTo == nil {
				return err
			}
			return p.clearPage(ctx, tx, t, last, *upTo)
		}); err != nil {
			return err
		}
		p.step++
		if upTo == nil {
			return nil
		}
		last = upTo // only now: a transaction that is repeated has to find the same page
	}
}

// rowKey is by what a row is known in its table and tenant.
type rowKey struct {
	key string
	// number is the second one of the table's key.
	number int64
}

// pageEnd is the last row of the page after a row, or of the first page; nil when there is none.
func (p *Publishing) pageEnd(ctx context.Context, tx *transaction, t *Table, last *rowKey) (*rowKey, error) {
	args, after := []any{p.tenant, MostRows}, ""
	if last != nil {
		args, after = append(args, last.key, last.number), " AND "+t.beyond(">", 3)
	}
	var upTo rowKey
	err := tx.QueryRow(ctx, p.d.sql("SELECT CAST(k.key AS text), k.number FROM (SELECT key, "+t.second()+" AS number FROM {schema}."+t.name+
		" WHERE tenant_id = $1"+after+" ORDER BY key, "+t.second()+" LIMIT $2) AS k ORDER BY k.key DESC, k.number DESC LIMIT 1"), args...).
		Scan(&upTo.key, &upTo.number)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &upTo, err
}

func (p *Publishing) clearPage(ctx context.Context, tx *transaction, t *Table, last *rowKey, upTo rowKey) error {
	args := []any{p.tenant, p.Generation, upTo.key, upTo.number}
	within := " WHERE tenant_id = $1 AND " + t.beyond("<=", 3)
	if last != nil {
		args, within = append(args, last.key, last.number), within+" AND "+t.beyond(">", 5)
	}
	if _, err := tx.Exec(ctx, p.d.sql("DELETE FROM {schema}."+t.name+within+" AND from_generation > $2"), args...); err != nil || t.added {
		return err
	}
	_, err := tx.Exec(ctx, p.d.sql("UPDATE {schema}."+t.name+" SET until_generation = 9223372036854775807"+within+
		" AND until_generation > $2 AND until_generation < 9223372036854775807"), args...)
	return err
}

// second is the column after tenant_id and key in the key of a table.
func (t *Table) second() string {
	if t.added {
		return "number"
	}
	return "from_generation"
}

// beyond is the condition that a row's key is so beside the one in the parameters from a number on.
func (t *Table) beyond(comparison string, first int) string {
	return fmt.Sprintf("(key, %s) %s (CAST($%d AS %s), CAST($%d AS bigint))", t.second(), comparison, first, t.keyType, first+1)
}
