package staging

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
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
	err := imp.write(ctx, func(ctx context.Context, s *file) error {
		var found stream
		var storedQuery string
		var updated int64
		published, err := imp.options.Published(ctx)
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

// Restart implements [connector.Sink].
func (imp *Import) Restart(ctx context.Context, name string) error {
	return imp.write(ctx, func(ctx context.Context, s *file) error {
		switch name {
		case connector.StreamActiveUsers, connector.StreamAppUsers, connector.StreamCopilot, connector.StreamActivations:
			delete(imp.received.Reports, name)
			delete(imp.lists, name)
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
func (imp *Import) restart(ctx context.Context, s *file, name, query string) error {
	if err := dropStream(ctx, s.conn, name); err != nil {
		return err
	}
	result, err := s.conn.ExecContext(ctx, "INSERT INTO stream (name, query, cursor, rows, done, updated) VALUES (?, ?, '', 0, 0, ?)",
		name, query, imp.options.Now().UnixMilli())
	if err != nil {
		return err
	}
	number, err := result.LastInsertId()
	imp.streams[name] = &stream{number: number}
	return err
}

func dropStream(ctx context.Context, conn *sql.Conn, name string) error {
	const pages = " FROM page WHERE stream = (SELECT stream FROM stream WHERE name = ?)"
	type page struct{ first, last int64 }
	all, err := sqlite.Collect(ctx, conn, func(p *page) []any { return []any{&p.first, &p.last} },
		"SELECT first, first + users - 1"+pages, name)
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
	return imp.write(ctx, func(ctx context.Context, s *file) error {
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
			page.Cursor, current.rows, current.done, imp.options.Now().UnixMilli(), current.number)
		if err != nil || !current.done {
			return err
		}
		return s.commit(ctx)
	})
}

// stageUsers stores a page of users with the list of their keys.
func (imp *Import) stageUsers(ctx context.Context, s *file, stream int64, users []connector.User) error {
	if len(users) == 0 {
		return nil
	}
	if imp.seq == 0 { // go on after the users of an earlier import
		if err := s.conn.QueryRowContext(ctx, "SELECT coalesce(max(first + users - 1), 0) FROM page").Scan(&imp.seq); err != nil {
			return err
		}
	}
	first := imp.seq + 1
	imp.keys = imp.keys[:0]
	imp.held.clear()
	for i := range users {
		u := &users[i]
		imp.seq++
		key := UserKey{Key: tables.KeyOf(u.ID), Name: imp.print.NameKey(u.UserPrincipalName), Licensing: imp.common.of(u.Assignments)}
		if err := imp.common.store(ctx, s, key.Licensing); err != nil {
			return err
		}
		key.Assigned = len(imp.common.assignments)
		if err := imp.held.add(ctx, s.conn, imp.common.assignments); err != nil {
			return err
		}
		imp.print.Reset()
		imp.print.AddInt(key.Licensing)
		addUser(s.users, &imp.print, u, imp.seq)
		addFailed(s.failed, &imp.print, u.Failed, imp.seq)
		key.Fingerprint = imp.print.Sum()
		imp.keys = key.append(imp.keys)
		if err := s.users.FlushFull(ctx); err != nil {
			return err
		}
	}
	if _, err := s.conn.ExecContext(ctx, "INSERT INTO page (first, stream, users, keys, skus, days) VALUES (?, ?, ?, ?, ?, ?)",
		first, stream, len(users), imp.keys, imp.held.skus, imp.held.days); err != nil {
		return err
	}
	return errors.Join(s.assignments.Flush(ctx), s.users.Flush(ctx), s.failed.Flush(ctx))
}

// addFailed adds the licenses that a user should have and does not, to the fingerprint
// too: without any it is as it was before they were kept.
func addFailed(b *tables.Insert, hash *tables.Fingerprint, failed []connector.FailedAssignment, seq int64) {
	if len(failed) == 0 {
		return
	}
	failed = slices.Clone(failed)
	slices.SortFunc(failed, func(a, b connector.FailedAssignment) int {
		return cmp.Or(cmp.Compare(a.SKUID, b.SKUID), cmp.Compare(a.Group, b.Group), cmp.Compare(a.Error, b.Error))
	})
	for _, f := range slices.Compact(failed) {
		for _, text := range [...]string{f.SKUID, f.Group, f.Error} {
			hash.AddString(text)
		}
		b.Add(seq, f.SKUID, f.Group, f.Error)
	}
}

// dropOtherStreams drops what an earlier import received in streams that this one
// did not read.
func (imp *Import) dropOtherStreams(ctx context.Context) error {
	conn := imp.file.conn
	names, err := sqlite.Values[string](ctx, conn, "SELECT name FROM stream")
	if err != nil {
		return err
	}
	for _, name := range names {
		if imp.streams[name] == nil {
			if err := dropStream(ctx, conn, name); err != nil {
				return err
			}
		}
	}
	return nil
}
