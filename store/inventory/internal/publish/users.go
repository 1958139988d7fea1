package publish

import (
	"context"
	"fmt"

	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/tables"
)

// writeUsers deletes the users that are gone and writes those that differ.
func (p *publishing) writeUsers(ctx context.Context) error {
	switch {
	case !p.changed:
		return nil
	case p.first:
		return p.loadUsers(ctx)
	case p.reload:
		if err := p.dropUserIndexes(ctx); err != nil {
			return err
		}
	default:
		if err := p.Index.Remove(ctx, p.conn,
			"SELECT uid FROM staging.gone UNION ALL SELECT uid FROM staging.difference WHERE NOT added"); err != nil {
			return err
		}
	}
	for _, table := range []string{"user", "user_key", "holding"} {
		if err := p.exec(ctx, "DELETE FROM main."+table+" WHERE uid IN (SELECT uid FROM staging.gone)"); err != nil {
			return err
		}
	}
	return p.exec(ctx, `INSERT OR REPLACE INTO main.user (uid, `+tables.UserColumns+`)
		SELECT d.uid, `+tables.UserColumns+` FROM staging.difference AS d CROSS JOIN staging.user AS s ON s.seq = d.seq`)
}

// dropUserIndexes drops the indexes of the users. Those that were made because somebody
// asked for them are made again when somebody asks again.
func (p *publishing) dropUserIndexes(ctx context.Context) error {
	if err := adaptive.Drop(ctx, p.conn, "user"); err != nil {
		return err
	}
	again := []string{"user_name", "user_upn", "user_disabled", "user_guest"}
	for _, index := range adaptive.Usual {
		if !p.Index.Afterwards(int64(p.users.staged)) {
			again = append(again, index.Name)
			continue
		}
		p.later = append(p.later, index) // which is made after the publish
		if err := p.exec(ctx, "DROP INDEX IF EXISTS main."+index.Name); err != nil {
			return err
		}
	}
	return p.dropIndexes(ctx, again...)
}

// loadUsers writes the users of a first import, whose numbers are their places in
// the order of staging, without those that were staged twice.
func (p *publishing) loadUsers(ctx context.Context) error {
	if p.reload {
		if err := p.dropUserIndexes(ctx); err != nil {
			return err
		}
	}
	if p.source == 0 && !p.twice {
		// Both tables being the same, SQLite copies rows without taking them apart
		// (sqlite.org/src/file/src/insert.c, xferOptimization).
		return p.exec(ctx, "INSERT INTO main.user SELECT * FROM staging.user")
	}
	return p.exec(ctx, fmt.Sprintf(`INSERT INTO main.user (uid, %s)
		SELECT %d + seq, %[1]s FROM staging.user WHERE seq NOT IN (SELECT seq FROM staging.superseded) ORDER BY seq`, tables.UserColumns,
		tables.UID(p.source, 0)))
}

// writeFullText brings the search index up to date, or leaves one that is made anew
// and large to be made afterwards.
func (p *publishing) writeFullText(ctx context.Context) error {
	switch {
	case !p.changed:
		return nil
	case p.reload:
		return p.Index.Rebuild(ctx, p.conn)
	case p.first:
		return p.Index.Add(ctx, p.conn, "SELECT uid FROM main.user WHERE "+tables.OfSource("uid"), p.source)
	default:
		return p.Index.Add(ctx, p.conn, "SELECT uid FROM staging.difference")
	}
}
