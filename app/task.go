package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
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
	TriggerManual   = store.TriggerManual
	TriggerSchedule = store.TriggerSchedule
	TriggerConsole  = store.TriggerConsole
	TriggerCatchUp  = store.TriggerCatchUp
)

// The states of a task.
const (
	StatusRunning     = store.StatusRunning
	StatusSucceeded   = store.StatusSucceeded
	StatusWarnings    = store.StatusWarnings
	StatusFailed      = store.StatusFailed
	StatusCancelled   = store.StatusCancelled
	StatusInterrupted = store.StatusInterrupted
	StatusHeldBack    = store.StatusHeldBack
	StatusDiscarded   = store.StatusDiscarded
)

// Tasks returns tasks, newest first.
func (b *Beacon) Tasks(ctx context.Context, q store.TaskQuery) ([]store.Task, error) {
	return b.store.Tasks(ctx, q)
}

// CountTasks returns how many tasks there are.
func (b *Beacon) CountTasks(ctx context.Context, q store.TaskQuery) (int64, error) {
	return b.store.CountTasks(ctx, q)
}

// TaskPosition says in which row a task stands among those that q selects, from
// 0 for the newest. Where it is not among them, that is said of the next older
// one, whose id it returns; the id is zero when there is none.
func (b *Beacon) TaskPosition(ctx context.Context, q store.TaskQuery, id int64) (row int, at int64, err error) {
	q.Offset, q.Limit, q.Before = 0, 1, id+1
	found, err := b.store.Tasks(ctx, q)
	if err != nil {
		return 0, 0, err
	}
	q.Before, q.After = 0, id
	newer, err := b.store.CountTasks(ctx, q)
	if err != nil || len(found) == 0 {
		return 0, 0, err
	}
	return int(newer), found[0].ID, nil
}

// TaskConnection is a connection that tasks belong to.
type TaskConnection struct {
	ID, Name string
	// Deleted says that only its tasks are left.
	Deleted bool
}

// TaskConnections returns every connection that has tasks, with its present name
// or, after its end, its last one.
func (b *Beacon) TaskConnections(ctx context.Context) ([]TaskConnection, error) {
	last, err := b.store.LastTasks(ctx)
	if err != nil {
		return nil, err
	}
	connections := make([]TaskConnection, 0, len(last))
	for id, t := range last {
		c := TaskConnection{ID: id, Name: t.ConnectionName, Deleted: true}
		if e, exists := b.Entry(id); exists {
			c.Name, c.Deleted = e.Connection.Name, false
		}
		connections = append(connections, c)
	}
	slices.SortFunc(connections, func(a, b TaskConnection) int {
		switch {
		case !a.Deleted && b.Deleted:
			return -1
		case a.Deleted && !b.Deleted:
			return 1
		}
		return cmp.Or(strings.Compare(store.FoldName(a.Name), store.FoldName(b.Name)), strings.Compare(a.ID, b.ID))
	})
	return connections, nil
}

// Task returns one task.
func (b *Beacon) Task(ctx context.Context, id int64) (store.Task, error) {
	return b.store.Task(ctx, id)
}

// TaskLines returns the log of a task, oldest first.
func (b *Beacon) TaskLines(ctx context.Context, id int64) ([]store.Line, error) {
	return b.TaskLinesAfter(ctx, id, 0)
}

// TaskLinesAfter returns the lines of a task's log behind the one of a number.
func (b *Beacon) TaskLinesAfter(ctx context.Context, id int64, number int) ([]store.Line, error) {
	return b.store.TaskLines(ctx, id, number)
}

// TaskLost returns a page of the records that an import which was held back would
// take away, and CountTaskLost how many are listed; a limit of 0 means all.
func (b *Beacon) TaskLost(ctx context.Context, id int64, offset, limit int) ([]connector.LostRecord, error) {
	return b.store.TaskLost(ctx, id, offset, limit)
}

// CountTaskLost returns how many records [Beacon.TaskLost] lists.
func (b *Beacon) CountTaskLost(ctx context.Context, id int64) (int64, error) {
	return b.store.CountTaskLost(ctx, id)
}

// Took is how long a task ran, until now when it still runs.
func Took(t store.Task, now time.Time) time.Duration {
	if t.Started.IsZero() {
		return 0
	}
	if t.Ended.IsZero() {
		return now.Sub(t.Started)
	}
	return t.Ended.Sub(t.Started)
}
