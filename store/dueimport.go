package store

import (
	"context"
	"database/sql"
	"time"
)

// DueImport is an import that a run of a schedule has still to do.
type DueImport struct {
	ScheduleID, ConnectionID, ConnectionName string
	Disabled                                 bool
	// Run is when the run was due.
	Run time.Time
}

// PassOver records that the runs of a schedule up to a moment were missed and will not be
// made up.
func (s *Store) PassOver(ctx context.Context, scheduleID string, run time.Time) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		if err := missImports(ctx, tx, scheduleID, formatTime(run)); err != nil {
			return err
		}
		return setHandled(ctx, tx, scheduleID, run)
	})
}

// GiveUpRun forgets what a run of a schedule that was cut short has still to import, and
// records that it was missed.
func (s *Store) GiveUpRun(ctx context.Context, scheduleID string) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO missed_import (connection_id, run)
			SELECT connection_id, run FROM due_import JOIN connection ON id = connection_id
			WHERE due_import.schedule_id = ? AND NOT disabled`, scheduleID)
		if err != nil {
			return err
		}
		return endRun(ctx, tx, scheduleID)
	})
}

// BeginRun records that the runs of a schedule up to a moment are being done, and
// what they have to import: every connection of the schedule. What an earlier run
// has left is part of it. It returns how many there are.
func (s *Store) BeginRun(ctx context.Context, scheduleID string, run time.Time) (imports int64, err error) {
	err = s.db.Update(ctx, func(tx *sql.Tx) error {
		if err := setHandled(ctx, tx, scheduleID, run); err != nil {
			return err
		}
		if err := endRun(ctx, tx, scheduleID); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `
			INSERT INTO due_import (schedule_id, connection_id, run, began)
			SELECT schedule_id, id, ?, ? FROM connection WHERE schedule_id = ?`,
			formatTime(run), formatTime(s.now()), scheduleID)
		if err == nil {
			imports, err = result.RowsAffected()
		}
		return err
	})
	return imports, err
}

// EndRun forgets what a run of a schedule has still to import.
func (s *Store) EndRun(ctx context.Context, scheduleID string) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error { return endRun(ctx, tx, scheduleID) })
}

func endRun(ctx context.Context, tx *sql.Tx, scheduleID string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM due_import WHERE schedule_id = ?", scheduleID)
	return err
}

func setHandled(ctx context.Context, tx *sql.Tx, scheduleID string, run time.Time) error {
	_, err := tx.ExecContext(ctx, "UPDATE schedule SET handled = ? WHERE id = ?", formatTime(run), scheduleID)
	return err
}

// NextDueImport returns the first import, by the name of its connection, that a
// run of a schedule has still to do. Connections that have left the schedule
// meanwhile are not among them.
func (s *Store) NextDueImport(ctx context.Context, scheduleID string) (next DueImport, found bool, err error) {
	due, err := query(ctx, s, scanDueImport, dueImports+" WHERE due_import.schedule_id = ? ORDER BY folded_name LIMIT 1", scheduleID)
	if err != nil || len(due) == 0 {
		return DueImport{}, false, err
	}
	return due[0], true, nil
}

// DueImports returns all imports that runs have still to do.
func (s *Store) DueImports(ctx context.Context) ([]DueImport, error) {
	return query(ctx, s, scanDueImport, dueImports+" ORDER BY due_import.schedule_id, folded_name")
}

const dueImports = `SELECT due_import.schedule_id, connection_id, name, disabled, run
	FROM due_import JOIN connection ON id = connection_id AND connection.schedule_id = due_import.schedule_id`

func scanDueImport(rows *sql.Rows) (due DueImport, err error) {
	err = rows.Scan(&due.ScheduleID, &due.ConnectionID, &due.ConnectionName, &due.Disabled, storedTime{&due.Run})
	return due, err
}

// EndDueImport records that an import of a run is done.
func (s *Store) EndDueImport(ctx context.Context, d DueImport) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM due_import WHERE schedule_id = ? AND connection_id = ?", d.ScheduleID, d.ConnectionID)
		return err
	})
}

// EndDoneImports records imports as done that were, when the process that was to
// record it ended before. Interrupted ones are not done.
func (s *Store) EndDoneImports(ctx context.Context) error {
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			DELETE FROM due_import WHERE EXISTS (
				SELECT 1 FROM task WHERE task.connection_id = due_import.connection_id AND task.created >= due_import.began
					AND task.status IN (?, ?, ?, ?))`,
			string(StatusSucceeded), string(StatusWarnings), string(StatusFailed), string(StatusCancelled))
		return err
	})
}
