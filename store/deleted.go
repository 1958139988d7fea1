package store

import (
	"context"
	"database/sql"
	"time"
)

// DeletedConnection is what is known of a connection after its deletion, for as long
// as its inventory is kept or something of it is still to be removed.
type DeletedConnection struct {
	ID, Name string
	Deleted  time.Time // in milliseconds
	// Keep says that the inventory stays.
	Keep bool
	// Cleared says that whatever does not stay is removed.
	Cleared bool
}

// DeletedConnections returns the deleted connections, the oldest deletion first.
func (s *Store) DeletedConnections(ctx context.Context) ([]DeletedConnection, error) {
	return query(ctx, s, scanDeleted, "SELECT id, name, deleted, keep, cleared FROM deleted_connection ORDER BY deleted, id")
}

// DeletedConnection returns one by its id, or a [NotFoundError].
func (s *Store) DeletedConnection(ctx context.Context, id string) (DeletedConnection, error) {
	found, err := query(ctx, s, scanDeleted, "SELECT id, name, deleted, keep, cleared FROM deleted_connection WHERE id = ?", id)
	if err != nil {
		return DeletedConnection{}, err
	}
	if len(found) == 0 {
		return DeletedConnection{}, &NotFoundError{What: "deleted connection", Key: id}
	}
	return found[0], nil
}

func scanDeleted(rows *sql.Rows) (DeletedConnection, error) {
	var d DeletedConnection
	err := rows.Scan(&d.ID, &d.Name, storedTime{&d.Deleted}, &d.Keep, &d.Cleared)
	return d, err
}

// PutDeletedConnection notes what is to become of a deleted connection, in place of
// what was noted before. It leaves one alone that is there again.
func (s *Store) PutDeletedConnection(ctx context.Context, d DeletedConnection) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO deleted_connection (id, name, deleted, keep, cleared)
			SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM connection WHERE id = ?1)`,
			d.ID, d.Name, formatTime(d.Deleted), d.Keep, d.Cleared)
		return err
	})
}

// DropDeletedConnection forgets a deleted connection.
func (s *Store) DropDeletedConnection(ctx context.Context, id string) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error { return dropDeleted(ctx, tx, id) })
}

func dropDeleted(ctx context.Context, tx *sql.Tx, id string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM deleted_connection WHERE id = ?", id)
	return err
}

// deleteConnection deletes a connection, and notes in the same transaction what is to
// become of its inventory: that is in a file of its own.
func (s *Store) deleteConnection(ctx context.Context, tx *sql.Tx, id string, keep bool) error {
	_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO deleted_connection (id, name, deleted, keep, cleared)
		SELECT id, name, ?, ?, 0 FROM connection WHERE id = ?`, formatTime(s.now()), keep, id)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM connection WHERE id = ?", id)
	return err
}
