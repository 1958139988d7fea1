package imports

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"slices"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// Settle records how imports have ended whose process was killed before it could: as
// published when the inventory is theirs, else as interrupted. It removes staging files
// that nothing waits for. A connection that a process is at work on, this one or another,
// is left to it. some says whether anything was recorded.
func (r *Runner) Settle(ctx context.Context) (some bool, err error) {
	connections, err := r.unsettled(ctx)
	for _, id := range connections {
		did, failed := r.settleUnlocked(ctx, id)
		some, err = some || did, errors.Join(err, failed)
	}
	if some {
		r.ended()
		r.notify()
	}
	return some, err
}

// unsettled returns the connections that Settle may have something to do for.
func (r *Runner) unsettled(ctx context.Context) ([]string, error) {
	running, err := r.store.Tasks(ctx, store.TaskQuery{Status: store.StatusRunning})
	if err != nil {
		return nil, err
	}
	held, err := r.store.Tasks(ctx, store.TaskQuery{Status: store.StatusHeldBack})
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, t := range running {
		found[t.ConnectionID] = true
	}
	for _, t := range held {
		published, err := r.isPublished(ctx, &t)
		if err != nil {
			return nil, err
		}
		found[t.ConnectionID] = found[t.ConnectionID] || published
	}
	if err := r.withSurplus(ctx, held, found); err != nil {
		return nil, err
	}
	var connections []string
	for id, some := range found {
		if some {
			connections = append(connections, id)
		}
	}
	slices.Sort(connections)
	return connections, nil
}

// withSurplus adds the connections that have staging files which nothing waits for.
func (r *Runner) withSurplus(ctx context.Context, held []store.Task, found map[string]bool) error {
	staged, err := r.data.StagedConnections()
	if err != nil || len(staged) == 0 {
		return err
	}
	connections, err := r.store.Connections(ctx)
	if err != nil {
		return err
	}
	for _, id := range staged {
		surplus, err := r.data.SurplusHeld(id, tasksOf(held, id))
		if err != nil {
			return err
		}
		known := slices.ContainsFunc(connections, func(c connector.Connection) bool { return c.ID == id })
		found[id] = found[id] || !known || len(surplus) > 0
	}
	return nil
}

// tasksOf returns which of the tasks are of a connection.
func tasksOf(tasks []store.Task, connectionID string) (ids []int64) {
	for _, t := range tasks {
		if t.ConnectionID == connectionID {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// settleUnlocked is Settle for one connection.
func (r *Runner) settleUnlocked(ctx context.Context, connectionID string) (some bool, err error) {
	release, err := lock.Connection(r.dir, connectionID)
	if busy := (*lock.BusyError)(nil); errors.As(err, &busy) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer release()
	return r.settle(ctx, connectionID)
}

// settle is Settle for a connection that is locked: none of its tasks is at work.
func (r *Runner) settle(ctx context.Context, connectionID string) (some bool, err error) {
	for _, status := range []store.Status{store.StatusRunning, store.StatusHeldBack} {
		left, err := r.store.Tasks(ctx, store.TaskQuery{ConnectionID: connectionID, Status: status})
		if err != nil {
			return some, err
		}
		for _, t := range left {
			published, err := r.isPublished(ctx, &t)
			switch {
			case err != nil:
			case published:
				err = r.recordPublished(ctx, t)
			case status == store.StatusRunning:
				err = r.recordInterrupted(ctx, t)
			default:
				continue // it waits
			}
			if err != nil {
				return some, err
			}
			some = true
		}
	}
	return some, r.dropSurplus(ctx, connectionID)
}

// isPublished reports whether the inventory that is there was published by a task, and
// then counts and dates it. Which task published an inventory stands in it, and is written
// with it; a restored beacon.db may give a number once more.
func (r *Runner) isPublished(ctx context.Context, t *store.Task) (bool, error) {
	last, err := r.data.LastPublishing(ctx, t.ConnectionID)
	if err != nil || last.Task != t.ID || last.At.Before(t.Started) {
		return false, err
	}
	t.Counts = last.Counts
	if t.Ended.IsZero() {
		t.Ended = last.At
	}
	return true, nil
}

// recordPublished records that a task was published, which its process could not any more.
func (r *Runner) recordPublished(ctx context.Context, t store.Task) error {
	if t.Status == store.StatusRunning { // its warnings were to be recorded with its end
		lines, err := r.store.TaskLines(ctx, t.ID, 0)
		if err != nil {
			return err
		}
		for _, line := range lines {
			if line.Level == slog.LevelWarn {
				t.Warnings = append(t.Warnings, store.Warning{Message: line.Text})
			}
		}
	}
	if err := r.forgetReplaced(ctx, t.ConnectionID); err != nil {
		return err
	}
	t.Status, t.Failure = publishedStatus(t), connector.Advice{}
	line := store.Line{At: r.now(), Text: message.Text(connector.Message{ID: "imports.published-before-end"})}
	if err := r.record(ctx, t, line); err != nil {
		return err
	}
	r.log.Info("a published import is recorded, which was cut short after it", "task", t.ID, "connection", t.ConnectionName)
	// What is staged is of this import: no other one has begun.
	return errors.Join(r.data.DropCutShort(t.ConnectionID), r.supersede(ctx, t.ConnectionID, t.ID))
}

// recordInterrupted records that a task was cut short.
func (r *Runner) recordInterrupted(ctx context.Context, t store.Task) error {
	t.Status, t.Ended = store.StatusInterrupted, r.now()
	return r.record(ctx, t)
}

// record is not [unwritten.endTask]: what cannot be recorded now, whoever looks next can
// find out as well.
func (r *Runner) record(ctx context.Context, t store.Task, lines ...store.Line) error {
	ctx = context.WithoutCancel(ctx)
	_ = os.Remove(lock.ProgressFile(r.dir, t.ConnectionID)) // how far it was; the next import writes it anew
	if err := r.store.AddTaskLines(ctx, t.ID, lines); err != nil {
		return err
	}
	return r.store.UpdateTask(ctx, t)
}

// dropSurplus removes what was staged through a connection, which is locked, and what
// nothing waits for: all of it when the connection is deleted.
func (r *Runner) dropSurplus(ctx context.Context, connectionID string) error {
	_, err := r.store.Connection(ctx, connectionID)
	if missing := (*store.NotFoundError)(nil); errors.As(err, &missing) {
		return r.data.DropStaged(connectionID)
	}
	if err != nil {
		return err
	}
	held, err := r.store.Tasks(ctx, store.TaskQuery{ConnectionID: connectionID, Status: store.StatusHeldBack})
	if err != nil {
		return err
	}
	return r.data.DropHeldBut(connectionID, tasksOf(held, connectionID))
}
