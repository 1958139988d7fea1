package store

import (
	"context"
	"database/sql"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// writeLost replaces the records that a task would take away, when there are any.
func writeLost(ctx context.Context, tx *sql.Tx, taskID int64, records []connector.LostRecord) error {
	if len(records) == 0 {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM task_lost WHERE task_id = ?", taskID); err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO task_lost (task_id, number, kind, name, detail) VALUES (?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }()
	for i, r := range records {
		if _, err := insert.ExecContext(ctx, taskID, i+1, string(r.Of), r.Name, r.Detail); err != nil {
			return err
		}
	}
	return nil
}

// TaskLost returns a page of the records that an import which was held back would
// take away; a limit of 0 means all.
func (s *Store) TaskLost(ctx context.Context, taskID int64, offset, limit int) ([]connector.LostRecord, error) {
	if limit <= 0 {
		limit = -1
	}
	return query(ctx, s, func(rows *sql.Rows) (connector.LostRecord, error) {
		var r connector.LostRecord
		err := rows.Scan(&r.Of, &r.Name, &r.Detail)
		return r, err
	}, "SELECT kind, name, detail FROM task_lost WHERE task_id = ? ORDER BY number LIMIT ? OFFSET ?", taskID, limit, max(offset, 0))
}

// CountTaskLost returns how many of these records are listed.
func (s *Store) CountTaskLost(ctx context.Context, taskID int64) (n int64, err error) {
	err = s.db.Read.QueryRowContext(ctx, "SELECT count(*) FROM task_lost WHERE task_id = ?", taskID).Scan(&n)
	return n, sqlite.Explain(s.db.Path, err)
}
