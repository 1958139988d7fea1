package sent

import (
	"context"
	"database/sql"
	"errors"

	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// The parts that have tables of their own here, as gone rows of them are called.
const (
	PartUsers = "users"
	PartUsage = "usage"

	PartActivations = "activations"
)

// Batch is what a transaction of the central database has written, to be noted here. Its memory is used again.
type Batch struct {
	users, usage, activations []any
	gone                      []numberGone
	rows                      []rowSent
	found                     []rowGone
}

// numberGone is a row of one of the tables of [numbered].
type numberGone struct {
	part string
	id   int64
}

// numbered are the statements that remove a row of the parts that have tables of their own, by its number.
var numbered = map[string]string{
	PartUsers: "DELETE FROM user WHERE uid = ?", PartUsage: "DELETE FROM usage WHERE id = ?",
	PartActivations: "DELETE FROM activation WHERE id = ?",
}

type rowSent struct {
	part, key   string
	fingerprint int64
	gone        bool
}

type rowGone struct{ part, key string }

// Reset empties the batch.
func (b *Batch) Reset() {
	b.users, b.usage, b.activations, b.gone, b.rows, b.found = b.users[:0], b.usage[:0], b.activations[:0], b.gone[:0], b.rows[:0], b.found[:0]
}

// User notes that a user was sent.
func (b *Batch) User(u *User) {
	var assigned any
	if u.Assigned != nil {
		assigned = u.Assigned
	}
	b.users = append(b.users, u.UID, u.Key, u.ID, u.Fingerprint, u.Licensing, int64(u.Last), u.Listed, assigned)
}

// Usage notes that a row of usage was sent.
func (b *Batch) Usage(g *Usage) { b.usage = append(b.usage, g.ID, g.Name, g.Fingerprint) }

// Activation notes that an activation was sent.
func (b *Batch) Activation(a *Activation) {
	b.activations = append(b.activations, a.ID, a.Key, a.Fingerprint)
}

// Gone notes that a row of users, usage or activations was sent to be gone.
func (b *Batch) Gone(part string, g Gone) {
	if g.ID == 0 {
		b.found = append(b.found, rowGone{part, g.Key})
	} else {
		b.gone = append(b.gone, numberGone{part, g.ID})
	}
}

// Row notes that a row of another part was sent, or sent to be gone.
func (b *Batch) Row(part, key string, fingerprint int64, gone bool) {
	b.rows = append(b.rows, rowSent{part, key, fingerprint, gone})
}

// Note stores what a batch has written, with how far that is.
func (f *File) Note(ctx context.Context, t Tenant, b *Batch) error {
	conn, err := f.db.Write.Conn(ctx)
	if err != nil {
		return sqlite.Explain(f.db.Path, err)
	}
	defer func() { _ = conn.Close() }()
	return sqlite.Explain(f.db.Path, sqlite.Transact(ctx, conn, func() error {
		if err := b.write(ctx, conn, t.ID); err != nil {
			return err
		}
		return save(ctx, conn, t)
	}))
}

func (b *Batch) write(ctx context.Context, conn *sql.Conn, tenant string) error {
	// What is gone comes first: another row may have its number now.
	for _, g := range b.gone {
		if _, err := conn.ExecContext(ctx, numbered[g.part], g.id); err != nil {
			return err
		}
	}
	if err := insert(ctx, conn, "user", userColumns, b.users); err != nil {
		return err
	}
	if err := insert(ctx, conn, "usage", usageColumns, b.usage); err != nil {
		return err
	}
	if err := insert(ctx, conn, "activation", activationColumns, b.activations); err != nil {
		return err
	}
	for _, g := range b.found {
		if _, err := conn.ExecContext(ctx, "DELETE FROM gone WHERE tenant = ? AND part = ? AND key = ?", tenant, g.part, g.key); err != nil {
			return err
		}
	}
	for _, r := range b.rows {
		var err error
		if r.gone {
			_, err = conn.ExecContext(ctx, "DELETE FROM row WHERE tenant = ? AND part = ? AND key = ?", tenant, r.part, r.key)
		} else {
			_, err = conn.ExecContext(ctx, "INSERT OR REPLACE INTO row (tenant, part, key, fingerprint) VALUES (?, ?, ?, ?)",
				tenant, r.part, r.key, r.fingerprint)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

const (
	userColumns  = "uid, key, id, fingerprint, licensing, last_activity, listed, assigned"
	usageColumns = "id, name, fingerprint"

	activationColumns = "id, key, fingerprint"
)

// insert writes rows whose values stand one behind another.
func insert(ctx context.Context, conn *sql.Conn, table, columns string, values []any) (err error) {
	if len(values) == 0 {
		return nil
	}
	into, err := tables.PrepareInsert(conn, "INSERT OR REPLACE INTO "+table, columns)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, into.Close()) }()
	for i := 0; i < len(values); i += into.Columns {
		for _, value := range values[i : i+into.Columns] {
			into.Add(value)
		}
		if err := into.FlushFull(ctx); err != nil {
			return err
		}
	}
	return into.Flush(ctx)
}

// Rows returns the fingerprints of what was sent of a part, by key.
func (f *File) Rows(ctx context.Context, tenant, part string) (map[string]int64, error) {
	type row struct {
		key         string
		fingerprint int64
	}
	all, err := sqlite.Collect(ctx, f.db.Read, func(r *row) []any { return []any{&r.key, &r.fingerprint} },
		"SELECT key, fingerprint FROM row WHERE tenant = ? AND part = ?", tenant, part)
	known := make(map[string]int64, len(all))
	for _, r := range all {
		known[r.key] = r.fingerprint
	}
	return known, sqlite.Explain(f.db.Path, err)
}
