package app

import (
	"context"
	"strings"
	"time"

	"inventorybeacon/store"
)

// Task is one execution of an import.
type Task = store.Task

// Line is a line of a task's log.
type Line = store.Line

// TaskQuery says which tasks are wanted.
type TaskQuery = store.TaskQuery

// Trigger says what started a task.
type Trigger = store.Trigger

// Status is the state of a task.
type Status = store.Status

// What can start a task.
const (
	TriggerManual  = store.TriggerManual
	TriggerConsole = store.TriggerConsole
)

// The states of a task.
const (
	StatusQueued      = store.StatusQueued
	StatusRunning     = store.StatusRunning
	StatusSucceeded   = store.StatusSucceeded
	StatusWarnings    = store.StatusWarnings
	StatusFailed      = store.StatusFailed
	StatusCancelled   = store.StatusCancelled
	StatusInterrupted = store.StatusInterrupted
)

// Tasks returns tasks, newest first.
func (b *Beacon) Tasks(ctx context.Context, q TaskQuery) ([]Task, error) {
	return b.store.Tasks(ctx, q)
}

// Task returns one task.
func (b *Beacon) Task(ctx context.Context, id int64) (Task, error) { return b.store.Task(ctx, id) }

// TaskLines returns the log of a task, oldest first.
func (b *Beacon) TaskLines(ctx context.Context, id int64) ([]Line, error) {
	return b.store.TaskLines(ctx, id, 0)
}

// Took is how long a task ran, until now when it still runs.
func Took(t Task, now time.Time) time.Duration {
	if t.Started.IsZero() {
		return 0
	}
	if t.Ended.IsZero() {
		return now.Sub(t.Started)
	}
	return t.Ended.Sub(t.Started)
}

// StatusLabel is a status as a label: with a capital.
func StatusLabel(s Status) string { return capitalized(string(s)) }

// TriggerLabel is a trigger as a label: with a capital.
func TriggerLabel(t Trigger) string { return capitalized(string(t)) }

func capitalized(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
