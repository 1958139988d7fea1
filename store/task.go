package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"inventorybeacon/connector"
)

// Trigger is what made a task start.
type Trigger string

// The triggers of tasks.
const (
	TriggerManual   Trigger = "manual"   // Execute Now
	TriggerSchedule Trigger = "schedule" // its time had come
	TriggerConsole  Trigger = "console"  // the command import
	TriggerCatchUp  Trigger = "catch-up" // its time had passed while nothing was running
)

// Status is how far a task has come, as shown in the window.
type Status string

// The statuses of tasks.
const (
	StatusRunning     Status = "running"
	StatusSucceeded   Status = "succeeded"
	StatusWarnings    Status = "succeeded with warnings"
	StatusFailed      Status = "failed"
	StatusCancelled   Status = "cancelled"
	StatusInterrupted Status = "interrupted"
	// StatusHeldBack waits for somebody to decide: the import would take away more
	// than it may. StatusDiscarded is one that somebody has decided against, or that
	// a later import has made pointless.
	StatusHeldBack  Status = "held back"
	StatusDiscarded Status = "discarded"
)

// Ended reports whether a task of this status is over.
func (s Status) Ended() bool { return s != StatusRunning }

// Task is one execution of an import. Its process holds the lock of its
// connection ([lock.Connection]) from before the task is created until it has
// ended.
type Task struct {
	ID           int64  `json:"id"`
	ConnectionID string `json:"connectionId"`
	// ConnectionName is the connection's name at that time; it outlives the connection.
	ConnectionName string  `json:"connection"`
	Trigger        Trigger `json:"trigger"`
	Status         Status  `json:"status"`
	// Times are kept in milliseconds; Ended is zero before
	// the end.
	Created  time.Time        `json:"created"`
	Started  time.Time        `json:"started,omitzero"`
	Ended    time.Time        `json:"ended,omitzero"`
	Counts   connector.Counts `json:"counts"`
	Warnings []Warning        `json:"warnings,omitempty"`
	// Phases are those that were finished; of a task that has ended.
	Phases []connector.PhaseTime `json:"phases,omitempty"`
	// Failure says why the task failed; zero when it did not.
	Failure connector.Advice `json:"failure,omitzero"`
	// Held says what an import that was held back would take away; zero when it was
	// not. Its records are written, but read by [Store.TaskLost] only.
	Held connector.HeldBack `json:"held,omitzero"`
}

// Warning is something that an import had to go on without, in words.
type Warning struct {
	// Message says what is missing, Advice what to do about it.
	Message string `json:"message"`
	Advice  string `json:"advice,omitempty"`
}

// Line is a line of a task's log. It never holds a secret.
type Line struct {
	// Number counts the lines of a task from 1; AddTaskLines sets it.
	Number int        `json:"number"`
	At     time.Time  `json:"at"`
	Level  slog.Level `json:"level"`
	Text   string     `json:"text"`
}

// CreateTask stores a new task and returns it with its ID and time of creation.
func (s *Store) CreateTask(ctx context.Context, t Task) (Task, error) {
	t.Created = s.now().UTC().Truncate(time.Millisecond)
	values, err := taskValues(t)
	if err != nil {
		return Task{}, err
	}
	err = s.db.Update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `
			INSERT INTO task (status, started, ended, counts, warnings, phases, failure, held, connection_id, connection_name, trigger, created)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			append(values, t.ConnectionID, t.ConnectionName, string(t.Trigger), formatTime(t.Created))...)
		if err != nil {
			return err
		}
		t.ID, err = result.LastInsertId()
		return err
	})
	return t, err
}

// UpdateTask stores what changes about a task while it runs and when it ends: its
// status, times, counts, warnings, phases, failure and what it would take away.
func (s *Store) UpdateTask(ctx context.Context, t Task) error {
	values, err := taskValues(t)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `
			UPDATE task SET status = ?, started = ?, ended = ?, counts = ?, warnings = ?, phases = ?, failure = ?, held = ? WHERE id = ?`,
			append(values, t.ID)...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(taskNotFound(t.ID), err)
		}
		return writeLost(ctx, tx, t.ID, t.Held.Records)
	})
}

// AddTaskLines adds lines to the log of a task.
func (s *Store) AddTaskLines(ctx context.Context, taskID int64, lines []Line) error {
	if len(lines) == 0 {
		return nil
	}
	return s.db.Update(ctx, func(tx *sql.Tx) error {
		var last int
		err := tx.QueryRowContext(ctx, `
			SELECT coalesce((SELECT max(number) FROM task_line WHERE task_id = task.id), 0) FROM task WHERE id = ?`, taskID).
			Scan(&last)
		if errors.Is(err, sql.ErrNoRows) {
			return taskNotFound(taskID)
		}
		if err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, "INSERT INTO task_line (task_id, number, at, level, text) VALUES (?, ?, ?, ?, ?)")
		if err != nil {
			return err
		}
		defer func() { _ = insert.Close() }()
		for i, line := range lines {
			if _, err := insert.ExecContext(ctx, taskID, last+1+i, formatTime(line.At), line.Level.String(), line.Text); err != nil {
				return err
			}
		}
		return nil
	})
}

func taskNotFound(id int64) error {
	return &NotFoundError{What: "task", Key: strconv.FormatInt(id, 10)}
}

// taskValues are the columns that change while a task runs.
func taskValues(t Task) ([]any, error) {
	counts, countsErr := json.Marshal(t.Counts)
	warnings, warningsErr := json.Marshal(t.Warnings)
	phases, phasesErr := json.Marshal(t.Phases)
	failure, failureErr := json.Marshal(t.Failure)
	summary := t.Held
	summary.Records = nil
	held, heldErr := json.Marshal(summary)
	return []any{
		string(t.Status), formatTime(t.Started), formatTime(t.Ended), string(counts), string(warnings), string(phases),
		string(failure), string(held),
	}, errors.Join(countsErr, warningsErr, phasesErr, failureErr, heldErr)
}

func scanTask(rows *sql.Rows) (Task, error) {
	var t Task
	var counts, warnings, phases, failure, held string
	err := rows.Scan(&t.ID, &t.ConnectionID, &t.ConnectionName, &t.Trigger, &t.Status,
		storedTime{&t.Created}, storedTime{&t.Started}, storedTime{&t.Ended}, &counts, &warnings, &phases, &failure, &held)
	if err != nil {
		return t, fmt.Errorf("task %d: %w", t.ID, err)
	}
	err = errors.Join(json.Unmarshal([]byte(counts), &t.Counts),
		json.Unmarshal([]byte(warnings), &t.Warnings), json.Unmarshal([]byte(phases), &t.Phases),
		json.Unmarshal([]byte(failure), &t.Failure),
		json.Unmarshal([]byte(held), &t.Held))
	if err != nil {
		return t, fmt.Errorf("task %d: %w", t.ID, err)
	}
	return t, nil
}
