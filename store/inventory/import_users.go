package inventory

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"

	"inventorybeacon/connector"
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
		err := s.conn.QueryRowContext(ctx, "SELECT stream, query, cursor, rows, done, updated FROM stream WHERE name = ?", name).
			Scan(&found.number, &storedQuery, &position.Cursor, &found.rows, &found.done, &updated)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return err
		case storedQuery == query && updated >= milliseconds(notBefore) && found.rows > 0:
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
	return imp.write(ctx, func(ctx context.Context, s *staging) error {
		switch name {
		case connector.StreamActiveUsers, connector.StreamAppUsers:
			delete(imp.reports, name)
			_, err := s.conn.ExecContext(ctx, "DELETE FROM usage WHERE app_users = ?", boolean(name == connector.StreamAppUsers))
			return err
		case connector.StreamActivations:
			delete(imp.reports, name)
			_, err := s.conn.ExecContext(ctx, "DELETE FROM activation")
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
		name, query, milliseconds(imp.inv.options.Now()))
	if err != nil {
		return err
	}
	number, err := result.LastInsertId()
	imp.streams[name] = &stream{number: number}
	return err
}

func dropStream(ctx context.Context, conn *sql.Conn, name string) error {
	for _, text := range []string{
		"DELETE FROM assignment WHERE seq IN (SELECT seq FROM user WHERE stream = (SELECT stream FROM stream WHERE name = ?))",
		"DELETE FROM user WHERE stream = (SELECT stream FROM stream WHERE name = ?)",
		"DELETE FROM stream WHERE name = ?",
	} {
		if _, err := conn.ExecContext(ctx, text, name); err != nil {
			return err
		}
	}
	return nil
}

// Users implements [connector.Sink].
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
			page.Cursor, current.rows, current.done, milliseconds(imp.inv.options.Now()), current.number)
		return err
	})
}

func (imp *Import) stageUsers(ctx context.Context, s *staging, streamNumber int64, users []connector.User) error {
	if err := imp.names.load(ctx); err != nil {
		return err
	}
	var print fingerprint
	var assignments []connector.Assignment
	for i := range users {
		u := &users[i]
		imp.names.seq++
		print.reset()
		assignments = oncePerSKU(u.Assignments, assignments)
		for _, a := range assignments {
			text, detail, err := imp.names.detail(ctx, a)
			if err != nil {
				return err
			}
			sku, err := imp.names.sku(ctx, a.SKUID)
			if err != nil {
				return err
			}
			print.text(a.SKUID)
			print.text(text)
			s.assignments.add(imp.names.seq, sku, detail)
		}
		addUser(s.users, &print, u, imp.names.seq, streamNumber)
	}
	return errors.Join(s.users.flush(ctx), s.assignments.flush(ctx))
}

// addUser adds a user's row, with the fingerprint over all its fields.
func addUser(b *bulk, print *fingerprint, u *connector.User, seq, streamNumber int64) {
	texts := [...]string{
		u.UserPrincipalName, u.DisplayName, u.GivenName, u.Surname, u.Mail, u.UserType, u.Department, u.CompanyName, u.JobTitle,
		u.OfficeLocation, u.City, u.State, u.Country, u.UsageLocation, u.EmployeeID,
	}
	for _, text := range texts {
		print.text(text)
	}
	print.flag(u.Enabled)
	print.flag(u.OnPremisesSynced)
	print.number(int64(u.Created))
	var search driver.Value
	if text, needed := folded(*u); needed {
		search = text
	}
	b.add(seq, streamNumber, u.ID, print.sum(), texts[0], texts[1], texts[2], texts[3], texts[4], boolean(u.Enabled),
		texts[5], texts[6], texts[7], texts[8], texts[9], texts[10], texts[11], texts[12], texts[13], texts[14],
		boolean(u.OnPremisesSynced), int64(u.Created), search)
}
