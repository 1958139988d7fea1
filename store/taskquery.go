package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"inventorybeacon/store/history"
	"inventorybeacon/store/sqlite"
)

const taskColumns = "id, connection_id, connection_name, trigger, status, created, started, ended, counts, warnings, phases, failure, held"

// TaskQuery selects tasks; a zero field selects all.
type TaskQuery struct {
	ConnectionID string
	Status       Status
	// Since selects tasks created at that time or later.
	Since time.Time
	// Before selects tasks with a smaller ID: the next page after that task.
	Before int64
	// After selects tasks with a greater ID: those that are newer.
	After int64
	// Offset is how many of the newest tasks to pass over, and Limit the most to
	// return.
	Offset, Limit int
}

// where returns the condition of q in SQL, and its values.
func (q TaskQuery) where() (condition string, args []any) {
	conditions := []string{"true"}
	and := func(given bool, condition string, value any) {
		if given {
			conditions, args = append(conditions, condition), append(args, value)
		}
	}
	and(q.ConnectionID != "", "connection_id = ?", q.ConnectionID)
	and(q.Status != "", "status = ?", string(q.Status))
	and(!q.Since.IsZero(), "created >= ?", formatTime(q.Since))
	and(q.Before != 0, "id < ?", q.Before)
	and(q.After != 0, "id > ?", q.After)
	return strings.Join(conditions, " AND "), args
}

// Tasks returns the tasks that q selects, the newest first.
func (s *Store) Tasks(ctx context.Context, q TaskQuery) ([]Task, error) {
	condition, args := q.where()
	limit := -1 // none
	if q.Limit > 0 {
		limit = q.Limit
	}
	return query(ctx, s, scanTask, "SELECT "+taskColumns+" FROM task WHERE "+condition+" ORDER BY id DESC LIMIT ? OFFSET ?",
		append(args, limit, q.Offset)...)
}

// CountTasks returns how many tasks q selects, whatever its Offset and Limit.
func (s *Store) CountTasks(ctx context.Context, q TaskQuery) (int64, error) {
	condition, args := q.where()
	counted, err := query(ctx, s, func(rows *sql.Rows) (n int64, err error) {
		return n, rows.Scan(&n)
	}, "SELECT count(*) FROM task WHERE "+condition, args...)
	if err != nil {
		return 0, err
	}
	return counted[0], nil
}

// Task returns the task with the given id, or a [NotFoundError].
func (s *Store) Task(ctx context.Context, id int64) (Task, error) {
	found, err := query(ctx, s, scanTask, "SELECT "+taskColumns+" FROM task WHERE id = ?", id)
	if err != nil {
		return Task{}, err
	}
	if len(found) == 0 {
		return Task{}, taskNotFound(id)
	}
	return found[0], nil
}

// LastTasks returns the newest task of each connection, by connection id.
func (s *Store) LastTasks(ctx context.Context) (map[string]Task, error) {
	tasks, err := query(ctx, s, scanTask, "SELECT "+taskColumns+" FROM task WHERE id IN ("+lastTaskIDs+")")
	if err != nil {
		return nil, err
	}
	last := make(map[string]Task, len(tasks))
	for _, t := range tasks {
		last[t.ConnectionID] = t
	}
	return last, nil
}

const lastTaskIDs = "SELECT max(id) FROM task GROUP BY connection_id"

// TaskLines returns the log of a task after the line numbered after; all of it
// after line 0.
func (s *Store) TaskLines(ctx context.Context, taskID int64, after int) ([]Line, error) {
	return query(ctx, s, func(rows *sql.Rows) (line Line, err error) {
		var level []byte
		err = rows.Scan(&line.Number, storedTime{&line.At}, &level, &line.Text)
		return line, errors.Join(err, line.Level.UnmarshalText(level))
	}, "SELECT number, at, level, text FROM task_line WHERE task_id = ? AND number > ? ORDER BY number", taskID, after)
}

// PruneTasks deletes the tasks that were created more than so many days ago, with
// their logs, and returns how many. The last task of each existing connection and tasks
// that have not ended, or wait for somebody to decide, stay. After a long time without
// tasks the clock may be wrong: nothing gets older then until there have been some on several
// days ([history.CertainlyPast]).
func (s *Store) PruneTasks(ctx context.Context, now time.Time, days int) (deleted int64, err error) {
	err = s.db.Update(ctx, func(tx *sql.Tx) error {
		present, err := certainlyPast(ctx, tx, now)
		if err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `
			DELETE FROM task WHERE created < ? AND status NOT IN (?, ?)
				AND (id NOT IN (`+lastTaskIDs+`) OR connection_id NOT IN (SELECT id FROM connection))`,
			formatTime(present.AddDate(0, 0, -days)), string(StatusRunning), string(StatusHeldBack))
		if err == nil {
			deleted, err = result.RowsAffected()
		}
		return err
	})
	return deleted, err
}

// certainlyPast is the time from which the ages of tasks are counted.
func certainlyPast(ctx context.Context, tx *sql.Tx, now time.Time) (time.Time, error) {
	// Of the tasks of a day the last one is enough.
	texts, err := sqlite.Values[string](ctx, tx,
		"SELECT max(created) FROM task WHERE created <= ? GROUP BY substr(created, 1, 10) ORDER BY 1 DESC", formatTime(now))
	if err != nil {
		return now, err
	}
	created := make([]time.Time, len(texts))
	for i, text := range texts {
		if created[i], err = parseTime(text); err != nil {
			return now, err
		}
	}
	return history.CertainlyPast(created, now), nil
}
