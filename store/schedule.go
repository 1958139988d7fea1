package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/mattn/go-sqlite3"

	"inventorybeacon/connector"
	"inventorybeacon/schedule"
)

// ScheduleNameTaken says that two schedules would have one name.
func ScheduleNameTaken(name string) connector.Message {
	return connector.Message{ID: "store.schedule-name-taken", Data: connector.Data{"Name": name}}
}

// ScheduleChange is one schedule's part of a Save: it is put or deleted.
type ScheduleChange struct {
	// Put is the schedule as it shall be, new or changed.
	Put *schedule.Schedule
	// LeaveDraft leaves what waits for Save in a window, as that of [Change] does.
	LeaveDraft bool
	// Delete is the id of a schedule that shall be gone. Its connections are then
	// not scheduled.
	Delete string
}

func (c ScheduleChange) scheduleID() string {
	if c.Put != nil {
		return c.Put.ID
	}
	return c.Delete
}

// Schedules returns all schedules, sorted by name. A new one, or one whose times
// have changed, counts as handled up to then.
func (s *Store) Schedules(ctx context.Context) ([]schedule.Planned, error) {
	return query(ctx, s, func(rows *sql.Rows) (schedule.Planned, error) {
		var found schedule.Planned
		err := rows.Scan(&found.ID, &found.Name, &found.Kind, &found.Every, &found.Time, &found.Days, &found.Day, &found.CatchUp,
			storedTime{&found.Handled})
		return found, err
	}, "SELECT id, name, kind, every, time, days, day, catch_up, handled FROM schedule ORDER BY folded_name")
}

// freeScheduleNames lets the schedules of one Save take each other's names, and
// those of deleted ones.
func freeScheduleNames(ctx context.Context, tx *sql.Tx, changes []ScheduleChange) error {
	for _, c := range changes {
		_, err := tx.ExecContext(ctx, "UPDATE schedule SET folded_name = char(0) || id WHERE id = ?", c.scheduleID())
		if err != nil {
			return err
		}
	}
	return nil
}

// putSchedules writes schedules before the connections that refer to them.
func (s *Store) putSchedules(ctx context.Context, tx *sql.Tx, changes []ScheduleChange) error {
	if err := freeScheduleNames(ctx, tx, changes); err != nil {
		return err
	}
	for _, c := range changes {
		if c.Put == nil || !c.LeaveDraft {
			if _, err := tx.ExecContext(ctx, "DELETE FROM schedule_draft WHERE schedule_id = ?", c.scheduleID()); err != nil {
				return err
			}
		}
		var err error
		if c.Put == nil {
			_, err = tx.ExecContext(ctx, "DELETE FROM schedule WHERE id = ?", c.Delete)
		} else {
			err = s.putSchedule(ctx, tx, c.Put.Trimmed())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// putSchedule lets a schedule begin now when its times are new: what they would
// have been before is not missed.
func (s *Store) putSchedule(ctx context.Context, tx *sql.Tx, one schedule.Schedule) error {
	now := formatTime(s.now())
	_, err := tx.ExecContext(ctx, `
		INSERT INTO schedule (id, name, folded_name, kind, every, time, days, day, catch_up, handled, created, changed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET
			handled = CASE WHEN (kind, every, time, days, day) = (excluded.kind, excluded.every, excluded.time, excluded.days, excluded.day)
				THEN handled ELSE excluded.handled END,
			name = excluded.name, folded_name = excluded.folded_name, kind = excluded.kind, every = excluded.every,
			time = excluded.time, days = excluded.days, day = excluded.day, catch_up = excluded.catch_up, changed = excluded.changed`,
		one.ID, one.Name, FoldName(one.Name), string(one.Kind), one.Every, int(one.Time), int(one.Days), one.Day,
		one.CatchUp, now, now, now)
	var fault sqlite3.Error
	if errors.As(err, &fault) && fault.ExtendedCode == sqlite3.ErrConstraintUnique {
		return connector.NewError(ScheduleNameTaken(one.Name), err)
	}
	return err
}

// existingSchedule returns the id for a column that refers to a schedule: nil
// when the schedule is gone, as when another process has deleted it meanwhile.
func existingSchedule(ctx context.Context, tx *sql.Tx, id string) (any, error) {
	if id == "" {
		return nil, nil
	}
	var exists bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM schedule WHERE id = ?)", id).Scan(&exists)
	if err != nil || !exists {
		return nil, err
	}
	return id, nil
}
