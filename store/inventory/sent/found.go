package sent

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// Found takes what the central database has of a tenant.
type Found struct {
	ctx         context.Context
	conn        *sql.Conn
	tenant      string
	users, rows *tables.Insert
	usage       *tables.Insert
	activations *tables.Insert
}

// User takes a user, as it is in the central database; since has a day for each license in the order of their places.
func (d *Found) User(id string, fingerprint, licensing int64, last connector.Date, listed int64, since []connector.Date) error {
	var assigned any
	if since != nil {
		days := make([]byte, 0, len(since)*tables.BytesPerAssignment)
		for _, day := range since {
			days = binary.BigEndian.AppendUint16(days, tables.ShortDay(day))
		}
		assigned = days
	}
	d.users.Add(id, fingerprint, licensing, int64(last), listed, assigned)
	return d.users.FlushFull(d.ctx)
}

// Usage takes a row of usage.
func (d *Found) Usage(name, fingerprint int64) error {
	d.usage.Add(name, fingerprint)
	return d.usage.FlushFull(d.ctx)
}

// Activation takes a row of activations.
func (d *Found) Activation(key, fingerprint int64) error {
	d.activations.Add(key, fingerprint)
	return d.activations.FlushFull(d.ctx)
}

// Row takes a row of another part.
func (d *Found) Row(part, key string, fingerprint int64) error {
	d.rows.Add(d.tenant, part, key, fingerprint)
	return d.rows.FlushFull(d.ctx)
}

// fromFound are the statements that turn what was found into what was sent, for the source ?1 and the tenant ?2. SQLite leaves aside
// what a statement does not ask for.
var fromFound = []string{
	`INSERT INTO user (uid, key, id, fingerprint, licensing, last_activity, listed, assigned)
		SELECT k.uid, k.key, f.id, f.fingerprint, f.licensing, f.last_activity, f.listed, f.assigned
		FROM inventory.user_key AS k CROSS JOIN inventory.user AS u USING (uid) CROSS JOIN found_user AS f ON f.id = lower(u.id)
		WHERE ` + tables.OfSource("k.uid") + ` ORDER BY k.uid`,
	`INSERT INTO gone (tenant, part, key) SELECT ?2, 'users', f.id FROM found_user AS f
		WHERE NOT EXISTS (SELECT 1 FROM user AS s WHERE ` + tables.OfSource("s.uid") + ` AND s.id = f.id)`,
	`INSERT INTO usage (id, name, fingerprint) SELECT g.id, g.name, f.fingerprint
		FROM inventory.usage AS g CROSS JOIN found_usage AS f ON f.name = g.name
		WHERE ` + tables.OfSource("g.id") + ` ORDER BY g.id`,
	`INSERT INTO gone (tenant, part, key) SELECT ?2, 'usage', CAST(f.name AS TEXT) FROM found_usage AS f
		WHERE NOT EXISTS (SELECT 1 FROM usage AS s WHERE ` + tables.OfSource("s.id") + ` AND s.name = f.name)`,
	`INSERT INTO activation (id, key, fingerprint) SELECT a.id, a.key, f.fingerprint
		FROM inventory.activation AS a CROSS JOIN found_activation AS f ON f.key = a.key
		WHERE ` + tables.OfSource("a.id") + ` ORDER BY a.id`,
	`INSERT INTO gone (tenant, part, key) SELECT ?2, 'activations', CAST(f.key AS TEXT) FROM found_activation AS f
		WHERE NOT EXISTS (SELECT 1 FROM activation AS s WHERE ` + tables.OfSource("s.id") + ` AND s.key = f.key)`,
	"DELETE FROM found_user",
	"DELETE FROM found_usage",
	"DELETE FROM found_activation",
}

// lookups are made while rows are looked up once more for those that are gone.
var lookups = map[string]string{"user_id": "user (id)", "usage_name": "usage (name)", "activation_key": "activation (key)"}

// Rebuild makes anew what is known of a tenant, from what read hands over of the central database and the inventory.db
// at path. before is what was known, t what is known then.
func (f *File) Rebuild(ctx context.Context, path string, before, t Tenant, read func(*Found) error) (err error) {
	conn, err := f.db.Write.Conn(ctx)
	if err != nil {
		return sqlite.Explain(f.db.Path, err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return sqlite.WithAttached(ctx, conn, path, "inventory", func() error {
		return sqlite.Explain(f.db.Path, sqlite.Transact(ctx, conn, func() error { return rebuild(ctx, conn, before, t, read) }))
	})
}

func rebuild(ctx context.Context, conn *sql.Conn, before, t Tenant, read func(*Found) error) error {
	for _, known := range []Tenant{before, t} {
		if err := forget(ctx, conn, known); err != nil {
			return err
		}
	}
	// Numbers of sources are given again when connections are gone.
	if _, err := conn.ExecContext(ctx, "UPDATE tenant SET source = ? WHERE source = ? AND tenant <> ?", NoSource, t.Source, t.ID); err != nil {
		return err
	}
	d := &Found{ctx: ctx, conn: conn, tenant: t.ID}
	var all []*tables.Insert
	defer func() {
		for _, into := range all {
			_ = into.Close()
		}
	}()
	for _, table := range []struct {
		into          **tables.Insert
		name, columns string
	}{
		{&d.users, "found_user", "id, fingerprint, licensing, last_activity, listed, assigned"},
		{&d.usage, "found_usage", "name, fingerprint"},
		{&d.activations, "found_activation", "key, fingerprint"},
		{&d.rows, "row", "tenant, part, key, fingerprint"},
	} {
		into, err := tables.PrepareInsert(conn, "INSERT OR REPLACE INTO "+table.name, table.columns)
		if err != nil {
			return err
		}
		*table.into, all = into, append(all, into)
	}
	if err := read(d); err != nil {
		return err
	}
	for _, into := range all {
		if err := into.Flush(ctx); err != nil {
			return err
		}
	}
	for name, on := range lookups {
		if _, err := conn.ExecContext(ctx, "CREATE INDEX IF NOT EXISTS "+name+" ON "+on); err != nil {
			return err
		}
	}
	for _, text := range fromFound {
		if _, err := conn.ExecContext(ctx, text, t.Source, t.ID); err != nil {
			return err
		}
	}
	for name := range lookups {
		if _, err := conn.ExecContext(ctx, "DROP INDEX "+name); err != nil {
			return err
		}
	}
	return save(ctx, conn, t)
}
