package store

import (
	"context"
	"database/sql"
)

// AskToCancel asks whichever process runs a task to cancel it, and reports whether the
// task was still running.
func (s *Store) AskToCancel(ctx context.Context, taskID int64) (asked bool, err error) {
	err = s.db.Update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "UPDATE task SET cancel = 1 WHERE id = ? AND status = ?", taskID, string(StatusRunning))
		if err != nil {
			return err
		}
		changed, err := result.RowsAffected()
		asked = changed > 0
		return err
	})
	return asked, err
}

// CancelAsked reports whether somebody has asked to cancel a task.
func (s *Store) CancelAsked(ctx context.Context, taskID int64) (bool, error) {
	found, err := query(ctx, s, func(rows *sql.Rows) (asked bool, err error) {
		return asked, rows.Scan(&asked)
	}, "SELECT cancel FROM task WHERE id = ?", taskID)
	return len(found) > 0 && found[0], err
}
