package inventory

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// stream is a stream of users of this import.
type stream struct {
	number int64
	rows   int64
	done   bool
}

// Resume implements [connector.Sink]. query should hold everything that decides
// what the stream delivers, the tenant included.
func (imp *Import) Resume(ctx context.Context, name, query string, notBefore time.Time) (connector.Position, error) {
	var position connector.Position
	err := imp.write(ctx, func(ctx context.Context, s *staging) error {
		var found stream
		var storedQuery string
		var updated int64
		published, err := imp.published(ctx)
		if err != nil {
			return err
		}
		err = s.conn.QueryRowContext(ctx, "SELECT stream, query, cursor, rows, done, updated FROM stream WHERE name = ?", name).
			Scan(&found.number, &storedQuery, &position.Cursor, &found.rows, &found.done, &updated)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return err
		case storedQuery == query && updated >= max(notBefore.UnixMilli(), published) && found.rows > 0:
			position.Rows, position.Done = found.rows, found.done
			imp.streams[name] = &found
			return nil
		}
		position = connector.Position{}
		return imp.restart(ctx, s, name, query)
	})
	return position, err
}

// published is when the inventory of the connection was last published, in
// milliseconds since 1970. What was staged before that is of an import that was
// killed after it was published and before its staging file was deleted.
func (imp *Import) published(ctx context.Context) (at int64, err error) {
	err = imp.inv.db.Read.QueryRowContext(ctx, "SELECT published FROM source WHERE connection = ?", imp.connection).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return at, sqlite.Explain(imp.inv.db.Path, err)
}

// Restart implements [connector.Sink].
func (imp *Import) Restart(ctx context.Context, name string) error {
	return imp.write(ctx, func(ctx context.Context, s *staging) error {
		switch name {
		case connector.StreamActiveUsers, connector.StreamAppUsers, connector.StreamActivations:
			delete(imp.reports, name)
			_, err := s.conn.ExecContext(ctx, "DELETE FROM report WHERE stream = ?", name)
			return err
		default:
			var query string
			err := s.conn.QueryRowContext(ctx, "SELECT query FROM stream WHERE name = ?", name).Scan(&query)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			return imp.restart(ctx, s, name, query)
		}
	})
}

// restart drops what was staged of a stream of users and begins it anew.
func (imp *Import) restart(ctx context.Context, s *staging, name, query string) error {
	if err := dropStream(ctx, s.conn, name); err != nil {
		return err
	}
	result, err := s.conn.ExecContext(ctx, "INSERT INTO stream (name, query, cursor, rows, done, updated) VALUES (?, ?, '', 0, 0, ?)",
		name, query, imp.inv.options.Now().UnixMilli())
	if err != nil {
		return err
	}
	number, err := result.LastInsertId()
	imp.streams[name] = &stream{number: number}
	return err
}

func dropStream(ctx context.Context, conn *sql.Conn, name string) error {
	const pages = " FROM page WHERE stream = (SELECT stream FROM stream WHERE name = ?)"
	rows, err := conn.QueryContext(ctx, "SELECT first, first + users - 1"+pages, name)
	if err != nil {
		return err
	}
	type page struct{ first, last int64 }
	all, err := tables.Collect(rows, func(p *page) []any { return []any{&p.first, &p.last} })
	if err != nil {
		return err
	}
	for _, p := range all {
		for _, table := range []string{"user", "failed"} {
			if _, err := conn.ExecContext(ctx, "DELETE FROM "+table+" WHERE seq BETWEEN ? AND ?", p.first, p.last); err != nil {
				return err
			}
		}
	}
	if _, err := conn.ExecContext(ctx, "DELETE"+pages, name); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "DELETE FROM stream WHERE name = ?", name)
	return err
}

// Users implements [connector.Sink]. The last page of a stream commits those
// before it too: who hears that all users are stored may take it at its word.
func (imp *Import) Users(ctx context.Context, page connector.UserPage) error {
	return imp.write(ctx, func(ctx context.Context, s *staging) error {
		if imp.streams[page.Stream] == nil {
			if err := imp.restart(ctx, s, page.Stream, ""); err != nil {
				return err
			}
		}
		current := imp.streams[page.Stream]
		if err := imp.stageUsers(ctx, s, current.number, page.Users); err != nil {
			return err
		}
		current.rows += int64(len(page.Users))
		current.done = page.Cursor == ""
		_, err := s.conn.ExecContext(ctx, "UPDATE stream SET cursor = ?, rows = ?, done = ?, updated = ? WHERE stream = ?",
			page.Cursor, current.rows, current.done, imp.inv.options.Now().UnixMilli(), current.number)
		if err != nil || !current.done {
			return err
		}
		return s.commit(ctx)
	})
}

// stageUsers stores a page of users with the list of their keys.
func (imp *Import) stageUsers(ctx context.Context, s *staging, stream int64, users []connector.User) error {
	if len(users) == 0 {
		return nil
	}
	if imp.seq == 0 { // go on after the users of an earlier import
		if err := s.conn.QueryRowContext(ctx, "SELECT coalesce(max(first + users - 1), 0) FROM page").Scan(&imp.seq); err != nil {
			return err
		}
	}
	first := imp.seq + 1
	imp.list = imp.list[:0]
	imp.held.clear()
	for i := range users {
		u := &users[i]
		imp.seq++
		key := userKey{key: tables.KeyOf(u.ID), name: imp.print.NameKey(u.UserPrincipalName), licensing: imp.common.of(u.Assignments)}
		if err := imp.common.store(ctx, s, key.licensing); err != nil {
			return err
		}
		key.assigned = len(imp.common.assignments)
		if err := imp.held.add(ctx, s.conn, imp.common.assignments); err != nil {
			return err
		}
		imp.print.Reset()
		imp.print.AddInt(key.licensing)
		addUser(s.users, &imp.print, u, imp.seq)
		addFailed(s.failed, &imp.print, u.Failed, imp.seq)
		key.fingerprint = imp.print.Sum()
		imp.list = key.append(imp.list)
		if err := s.users.FlushFull(ctx); err != nil {
			return err
		}
	}
	if _, err := s.conn.ExecContext(ctx, "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)", first, stream, len(users), imp.list, imp.held.skus, imp.held.days); err != nil {
		return err
	}
	return errors.Join(s.assignments.Flush(ctx), s.users.Flush(ctx), s.failed.Flush(ctx))
}

// addUser adds a user's row, and all its fields to the fingerprint.
func addUser(b *tables.Insert, print *tables.Fingerprint, u *connector.User, seq int64) {
	texts := [...]string{
		u.ID, u.UserPrincipalName, u.DisplayName, u.GivenName, u.Surname, u.Mail, u.UserType, u.Department, u.CompanyName, u.JobTitle,
		u.OfficeLocation, u.City, u.State, u.Country, u.UsageLocation, u.EmployeeID,
	}
	for _, text := range texts {
		print.AddString(text)
	}
	print.AddBool(u.Enabled)
	print.AddBool(u.OnPremisesSynced)
	print.AddInt(int64(u.Created))
	var search driver.Value
	if text, needed := tables.Folded(*u); needed {
		search = text
	}
	b.Add(seq, texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], tables.Boolean(u.Enabled),
		texts[6], texts[7], texts[8], texts[9], texts[10], texts[11], texts[12], texts[13], texts[14], texts[15],
		tables.Boolean(u.OnPremisesSynced), int64(u.Created), search)
}
