package users

import (
	"context"
	"database/sql"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// userRows reads users on a connection.
type userRows struct {
	userRecord
	conn    *sql.Conn
	columns tables.Columns
	of      map[int64]query.Source // by number
	held    heldLicenses
}

// rowsOn returns what reads users of the selection on a connection, to be closed.
func (s *userSelection) rowsOn(conn *sql.Conn, q UserQuery, known *knownHeld) (*userRows, error) {
	activity, failed := "NULL", "NULL"
	if q.WithActivity {
		activity = s.stateColumn(q)
	}
	if q.Failed || q.WithFailed {
		failed = failedColumn
	}
	held, err := heldLicensesOn(conn, known)
	r := &userRows{conn: conn, of: s.of, held: held}
	r.columns = r.userRecord.columns(activity, failed)
	leaveOut(r.columns, q.Columns)
	return r, err
}

// Close gives what reads them back.
func (r *userRows) Close() error { return r.held.skus.Close() }

// each calls use with the users of a query, which follows their columns.
func (r *userRows) each(ctx context.Context, from string, use func(UserRow) error, args ...any) error {
	return tables.EachInto(ctx, r.conn, r.columns, from, func() error {
		names, err := r.held.namesOf(ctx, r.licensing)
		if err != nil {
			return err
		}
		return use(r.user(r.of[r.source], names))
	}, args...)
}

// withKeys reads the users who have keys, in the order of the file, and puts each at the place of its
// key; what is left of damage that has taken the holding has no uid.
func (r *userRows) withKeys(ctx context.Context, uids []int64, rows []UserRow) error {
	clear(rows)
	places := make(map[int64]int, len(uids))
	for i, uid := range uids {
		places[uid] = i
	}
	return r.each(ctx, " FROM user AS u CROSS JOIN holding AS h USING (uid) WHERE uid IN ("+inOrder(uids)+")", func(user UserRow) error {
		rows[places[user.uid]] = user
		return nil
	})
}
