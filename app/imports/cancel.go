package imports

import (
	"context"
	"fmt"
	"strconv"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// TaskEndedError means that a task cannot be cancelled, because it is over.
type TaskEndedError struct{ Task store.Task }

func (e *TaskEndedError) Error() string {
	return fmt.Sprintf("task %d is %s", e.Task.ID, e.Task.Status)
}

// Message implements [connector.Explained].
func (e *TaskEndedError) Message() connector.Message {
	return connector.Message{ID: "imports.task-ended", Data: connector.Data{
		"Task": strconv.FormatInt(e.Task.ID, 10), "Name": e.Task.ConnectionName, "Status": message.L(string(e.Task.Status)),
	}}
}

// CancelImport cancels the import of a task, whichever process runs it, without waiting
// for its end. One whose process is gone is marked as interrupted at once. What was
// imported before stays as it is. The error may be a [TaskEndedError].
func (r *Runner) CancelImport(ctx context.Context, id int64) error {
	if r.stops(id) {
		return nil
	}
	task, err := r.whereItIs(ctx, id)
	if err != nil {
		return err
	}
	asked := false
	if !task.Status.Ended() {
		if asked, err = r.store.AskToCancel(ctx, id); err != nil {
			return fmt.Errorf("cancelling task %d: %w", id, err)
		}
	}
	if asked || task.Status == store.StatusInterrupted {
		return nil
	}
	if task, err = r.store.Task(ctx, id); err != nil { // it has ended this very moment
		return err
	}
	return &TaskEndedError{Task: task}
}

// whereItIs returns a task as it is. The end of one whose process is gone may not have
// been noticed yet.
func (r *Runner) whereItIs(ctx context.Context, id int64) (store.Task, error) {
	task, err := r.store.Task(ctx, id)
	if err != nil || task.Status.Ended() || lock.ConnectionHeld(r.dir, task.ConnectionID) {
		return task, err
	}
	settled, err := r.settleUnlocked(ctx, task.ConnectionID)
	if err != nil {
		return task, fmt.Errorf("recording how the task has ended: %w", err)
	}
	if settled {
		if err := r.AfterTask(ctx); err != nil {
			return task, err
		}
	}
	return r.store.Task(ctx, id)
}

// stops cancels a task that runs in this process, if it does.
func (r *Runner) stops(task int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, here := r.running[task]
	if here {
		e.cancel(context.Canceled)
	}
	return here
}

// listen cancels the import when somebody in another process wants that.
func (e *execution) listen() {
	asked, err := e.runner.store.CancelAsked(context.WithoutCancel(e.ctx), e.task.ID)
	if err != nil {
		e.runner.log.Debug("looking whether the task is to be cancelled", "task", e.task.ID, "error", err)
		return // it is looked again
	}
	if asked {
		e.cancel(context.Canceled)
	}
}
