package central

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"inventorybeacon/connector"
)

// MostRows is how many rows a transaction changes at most, with that of the lease: some engines slow down or
// refuse beyond 10,000.
const MostRows = 9_990

// leaseDays is for how long a tenant is a beacon's, counted from its last transaction.
const leaseDays = 1

// Beacon is who publishes.
type Beacon struct {
	// ID is a UUID that stays the same.
	ID            string
	Name, Version string
}

// LeaseError means that another beacon publishes a tenant.
type LeaseError struct {
	Tenant, Beacon string
	Until          time.Time
}

func (e *LeaseError) Error() string {
	return fmt.Sprintf("tenant %s is published by %s until %s", e.Tenant, e.Beacon, e.Until)
}

// Message implements [connector.Explained].
func (e *LeaseError) Message() connector.Message {
	return connector.Message{
		ID: "central.lease", Data: connector.Data{"Tenant": e.Tenant, "Beacon": e.Beacon, "Until": e.Until}, Code: connector.CodeOtherBeacon,
	}
}

// ErrLost means that what was being published is no longer what the central database has of it: another
// process with the same id has published, or the database was brought back to an earlier state. The next try finds out.
var ErrLost = errors.New("what was being published has changed in the central database")

// Publishing is the writing of a generation of a tenant that nobody sees until it is finished.
type Publishing struct {
	d      *Database
	tenant string
	beacon Beacon
	// Generation is what readers see before.
	Generation int64
	attempt    string
	step       int64
	resumed    bool
}

// State is what the central database has of a tenant.
type State struct {
	// Generation is what readers see, Attempt that under which it was written, Published when, by the clock of the
	// database, and Imported when that was imported, by the clock of whoever has; 0 when there is none.
	Generation          int64
	Attempt             string
	Published, Imported time.Time
	// Writing is the attempt of which rows may be there that nobody sees, empty for none, Step how many transactions of it are.
	Writing string
	Step    int64
}

// Lease takes a tenant for a beacon and returns what there is of it. The error may be a [LeaseError].
func (d *Database) Lease(ctx context.Context, tenant, name string, b Beacon) (s State, err error) {
	err = d.transact(ctx, func(ctx context.Context, tx *transaction) error {
		if err := d.introduce(ctx, tx, b); err != nil {
			return err
		}
		for _, statement := range []struct {
			text string
			args []any
		}{
			{"INSERT INTO {schema}.tenant (tenant_id, generation) VALUES ($1, 0) ON CONFLICT (tenant_id) DO NOTHING", []any{tenant}},
			{
				"INSERT INTO {schema}.lease (tenant_id, beacon_id, until, step) VALUES ($1, $2, now(), 0) ON CONFLICT (tenant_id) DO NOTHING",
				[]any{tenant, b.ID},
			},
		} {
			if _, err := tx.Exec(ctx, d.sql(statement.text), statement.args...); err != nil {
				return err
			}
		}
		taken, err := tx.Exec(ctx,
			d.sql("UPDATE {schema}.lease SET beacon_id = $2, until = now() + $3 * interval '1 day' WHERE tenant_id = $1 AND (beacon_id = $2 OR until < now())"),
			tenant, b.ID, leaseDays)
		if err != nil {
			return err
		}
		if taken.RowsAffected() == 0 {
			held := &LeaseError{Tenant: name}
			if err := tx.QueryRow(ctx,
				d.sql("SELECT b.name, l.until FROM {schema}.lease AS l JOIN {schema}.beacon AS b ON b.beacon_id = l.beacon_id WHERE l.tenant_id = $1"),
				tenant).
				Scan(&held.Beacon, &held.Until); err != nil {
				return err
			}
			return held
		}
		s, err = d.state(ctx, tx, tenant)
		return err
	})
	return s, err
}

// introduce says who a beacon is, and that it is there.
func (d *Database) introduce(ctx context.Context, tx *transaction, b Beacon) error {
	_, err := tx.Exec(ctx,
		d.sql("INSERT INTO {schema}.beacon (beacon_id, name, version, seen) VALUES ($1, $2, $3, now()) ON CONFLICT (beacon_id) DO UPDATE SET name = excluded.name, version = excluded.version, seen = excluded.seen"),
		b.ID, b.Name, b.Version)
	return err
}

func (d *Database) state(ctx context.Context, tx *transaction, tenant string) (s State, err error) {
	err = tx.QueryRow(ctx,
		d.sql(`SELECT t.generation, coalesce(CAST(g.attempt AS text), ''), coalesce(CAST(l.attempt AS text), ''), l.step, coalesce(g.published, now()), coalesce(g.imported, now())
		FROM {schema}.tenant AS t JOIN {schema}.lease AS l ON l.tenant_id = t.tenant_id
		LEFT JOIN {schema}.generation AS g ON g.tenant_id = t.tenant_id AND g.generation = t.generation WHERE t.tenant_id = $1`), tenant).
		Scan(&s.Generation, &s.Attempt, &s.Writing, &s.Step, &s.Published, &s.Imported)
	return s, err
}

// TakeOver gives a tenant to a beacon, whoever has published it before, and who cannot take it back by trying.
func (d *Database) TakeOver(ctx context.Context, tenant string, b Beacon) error {
	return d.transact(ctx, func(ctx context.Context, tx *transaction) error {
		if err := d.introduce(ctx, tx, b); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, d.sql("UPDATE {schema}.lease SET beacon_id = $2, until = now() + $3 * interval '1 day' WHERE tenant_id = $1"),
			tenant, b.ID, leaseDays)
		return err
	})
}

// stillCurrent is the condition that readers see the generation in a parameter of the tenant $1. Another process with the same id, of a
// data directory that was copied, may have published since the state was read, and then rows of it would be changed.
func stillCurrent(parameter string) string {
	return " AND EXISTS (SELECT 1 FROM {schema}.tenant AS t WHERE t.tenant_id = $1 AND t.generation = " + parameter + ")"
}

// Begin begins the generation after the one that readers see, under an id of its own. Nothing of another attempt may be
// there: see [Database.Clear].
func (d *Database) Begin(ctx context.Context, tenant string, b Beacon, s State, attempt string) (*Publishing, error) {
	p := &Publishing{d: d, tenant: tenant, beacon: b, Generation: s.Generation, attempt: attempt}
	return p, d.transact(ctx, func(ctx context.Context, tx *transaction) error {
		begun, err := tx.Exec(ctx,
			d.sql("UPDATE {schema}.lease SET attempt = $3, step = 0, until = now() + $4 * interval '1 day' WHERE tenant_id = $1 AND beacon_id = $2 AND attempt IS NULL"+stillCurrent("$5")),
			tenant, b.ID, attempt, leaseDays, s.Generation)
		return onlyOne(begun, err)
	})
}

// Resume goes on with an attempt of which every transaction that is there is known.
func (d *Database) Resume(tenant string, b Beacon, s State) *Publishing {
	return &Publishing{d: d, tenant: tenant, beacon: b, Generation: s.Generation, attempt: s.Writing, step: s.Step, resumed: true}
}

// Step is how many transactions were written.
func (p *Publishing) Step() int64 { return p.step }

func onlyOne(tag pgconn.CommandTag, err error) error {
	if err == nil && tag.RowsAffected() != 1 {
		return ErrLost
	}
	return err
}

// Write is what one transaction changes in a table: rows end by their keys, and rows come. Together, with those of the other
// tables in the transaction, they are at most MostRows.
type Write struct {
	Table *Table
	// Ended are the keys of rows that do not hold any more, among them those of which Rows has another one. Where an attempt is
	// gone on with, these are all of Rows.
	Ended []string
	Rows  *Rows
}

// Write writes a transaction.
func (p *Publishing) Write(ctx context.Context, writes ...Write) error {
	err := p.d.transact(ctx, func(ctx context.Context, tx *transaction) error {
		if err := p.proceed(ctx, tx); err != nil {
			return err
		}
		for _, w := range writes {
			if err := p.write(ctx, tx, w); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		p.step++
	}
	return err
}

// proceed holds against whoever else writes the same: each transaction changes the row of the lease.
func (p *Publishing) proceed(ctx context.Context, tx *transaction) error {
	return onlyOne(tx.Exec(ctx,
		p.d.sql("UPDATE {schema}.lease SET step = step + 1, until = now() + $5 * interval '1 day' WHERE tenant_id = $1 AND beacon_id = $2 AND attempt = $3 AND step = $4"),
		p.tenant, p.beacon.ID, p.attempt, p.step, leaseDays))
}

func (p *Publishing) write(ctx context.Context, tx *transaction, w Write) error {
	next := p.Generation + 1
	key := "ANY(CAST($3 AS " + w.Table.keyType + "[]))"
	if p.resumed && len(w.Ended) > 0 { // what was written before, of another state
		if _, err := tx.Exec(ctx, p.d.sql("DELETE FROM {schema}."+w.Table.name+" WHERE tenant_id = $1 AND from_generation = $2 AND key = "+key),
			p.tenant, next, w.Ended); err != nil {
			return err
		}
	}
	if len(w.Ended) > 0 {
		if _, err := tx.Exec(ctx, p.d.sql("UPDATE {schema}."+w.Table.name+" SET until_generation = $2 WHERE tenant_id = $1 AND key = "+key+
			" AND from_generation < $2 AND until_generation = 9223372036854775807"), p.tenant, next, w.Ended); err != nil {
			return err
		}
	}
	if w.Rows == nil || w.Rows.Len() == 0 {
		return nil
	}
	i := insertion{d: p.d, table: w.Table, tenant: p.tenant, generation: next, some: w.Table.added && p.resumed}
	return i.run(ctx, tx, w.Rows)
}

// Facts are what is known of a generation as a whole.
type Facts struct {
	Imported            time.Time
	Tenant, Domain      string
	Users               int64
	ActiveDate, AppDate connector.Date
	CopilotDate         connector.Date
	ReportDate          connector.Date
	Named, CopilotNamed bool
	Country             string
	ActivationsDate     connector.Date
	// When parts were last read; zero for never.
	SubscriptionsRead, GroupsRead, ActiveRead, AppRead, CopilotRead, ActivationsRead time.Time
}

// Finish lets readers see the generation. It is over when it returns nil; after an error the state says whether it is.
func (p *Publishing) Finish(ctx context.Context, f Facts) (published time.Time, err error) {
	day := func(d connector.Date) any {
		if d == 0 {
			return nil
		}
		return d.Time()
	}
	at := func(t time.Time) any {
		if t.IsZero() {
			return nil
		}
		return t
	}
	err = p.d.transact(ctx, func(ctx context.Context, tx *transaction) error {
		if err := onlyOne(tx.Exec(ctx, p.d.sql("UPDATE {schema}.tenant SET generation = $2 WHERE tenant_id = $1 AND generation = $3"),
			p.tenant, p.Generation+1, p.Generation)); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx,
			p.d.sql(`INSERT INTO {schema}.generation (tenant_id, generation, attempt, beacon_id, imported, published, tenant,
			default_domain, users, active_users_date, app_users_date, copilot_date, report_date, names_users, names_copilot_users,
			written_as, country_code, activations_date, subscriptions_read, groups_read, active_users_read, app_users_read, copilot_read, activations_read)
			VALUES ($1, $2, $3, $4, $5, now(), $6, nullif($7, ''), $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
			RETURNING published`),
			p.tenant, p.Generation+1, p.attempt, p.beacon.ID, f.Imported, f.Tenant, f.Domain, f.Users, day(f.ActiveDate), day(f.AppDate),
			day(f.CopilotDate), day(f.ReportDate), f.Named, f.CopilotNamed, SchemaVersion, f.Country, day(f.ActivationsDate),
			at(f.SubscriptionsRead),
			at(f.GroupsRead), at(f.ActiveRead), at(f.AppRead), at(f.CopilotRead), at(f.ActivationsRead)).Scan(&published); err != nil {
			return err
		}
		return onlyOne(tx.Exec(ctx,
			p.d.sql("UPDATE {schema}.lease SET attempt = NULL, step = 0, until = now() + $5 * interval '1 day' WHERE tenant_id = $1 AND beacon_id = $2 AND attempt = $3 AND step = $4 AND until > now()"),
			p.tenant, p.beacon.ID, p.attempt, p.step, leaseDays))
	})
	return published, err
}
