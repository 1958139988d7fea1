package imports

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
)

// notHeld says that a task does not wait for a decision.
func notHeld(t store.Task) error {
	m := connector.Message{ID: "imports.not-held.failed", Data: connector.Data{
		"Task": strconv.FormatInt(t.ID, 10), "Name": t.ConnectionName,
	}}
	switch t.Status {
	case store.StatusSucceeded, store.StatusWarnings:
		m.ID = "imports.not-held.published"
	case store.StatusDiscarded:
		m.ID = "imports.not-held.discarded"
	case store.StatusRunning:
		m.ID = "imports.not-held.running"
	}
	return connector.NewError(m, nil)
}

// inWords puts into words how many holders licenses would keep.
func inWords(held connector.HeldBack) connector.HeldBack {
	for i, r := range held.Records {
		if r.Of == connector.AssignmentRecords {
			held.Records[i].Detail = message.Text(connector.Message{
				ID: "imports.holders-left", Data: connector.Data{"Count": r.After, "Before": r.Before},
			})
		}
	}
	return held
}

// endStaged ends an import: what is held back is kept for somebody to decide, what
// was read by one that was cut short for the next one to go on from.
func (e *execution) endStaged(staged inventory.Staged, err error) error {
	var (
		held    *inventory.HeldBackError
		missing *inventory.MissingUsersError
	)
	if errors.As(err, &held) {
		if failed := staged.Hold(context.WithoutCancel(e.ctx)); failed != nil {
			return fmt.Errorf("keeping what was held back: %w", failed)
		}
		return err
	}
	keep := err != nil && !errors.As(err, &missing)
	if closing := staged.Close(keep); closing != nil && err == nil {
		e.runner.log.Warn("removing the staging file", "task", e.task.ID, "error", closing)
	}
	if err == nil {
		for _, part := range staged.Kept() {
			e.Warn(keptWarning(part))
		}
		e.supersede()
	}
	return err
}

// supersede gives up what was held back before this import, which is published, or
// held back itself and recorded as such: until then, the older one can be published.
func (e *execution) supersede() {
	if err := e.runner.supersede(context.WithoutCancel(e.ctx), e.task.ConnectionID, e.task.ID); err != nil {
		e.runner.log.Error("giving up imports that were held back", "task", e.task.ID, "error", err)
	}
}

// supersede marks imports of a connection that were held back before a task as
// pointless, and removes what is kept of them.
func (r *Runner) supersede(ctx context.Context, connectionID string, by int64) error {
	waiting, err := r.store.Tasks(ctx, store.TaskQuery{ConnectionID: connectionID, Status: store.StatusHeldBack})
	for _, t := range waiting {
		if t.ID < by {
			err = errors.Join(err, r.discard(ctx, t, connector.Message{
				ID: "imports.discarded.superseded", Data: connector.Data{"Task": strconv.FormatInt(by, 10)},
			}))
		}
	}
	return errors.Join(err, r.dropSurplus(ctx, connectionID))
}

// supersedeByLatest does it where a kill has left two imports of a connection waiting.
func (r *Runner) supersedeByLatest(ctx context.Context, connectionID string) error {
	waiting, err := r.store.Tasks(ctx, store.TaskQuery{ConnectionID: connectionID, Status: store.StatusHeldBack})
	if err != nil || len(waiting) < 2 {
		return err
	}
	return r.supersede(ctx, connectionID, waiting[0].ID)
}

// discard records that an import which was held back is not published.
func (r *Runner) discard(ctx context.Context, t store.Task, why connector.Message) error {
	t = workspace.Discarded(t, why)
	return r.unwritten.endTask(ctx, t, []store.Line{{At: r.now(), Text: t.Failure.Message}})
}

// PublishHeld publishes an import that was held back, and waits for the end. The error may
// be a [lock.BusyError] when an import of the connection runs, or say that the task does not
// wait for a decision.
func (r *Runner) PublishHeld(ctx context.Context, task int64) (store.Task, error) {
	e, err := r.beginHeld(ctx, task)
	if err != nil {
		return store.Task{}, err
	}
	return e.wait(ctx)
}

// StartPublishHeld does what [Runner.PublishHeld] does without waiting for it.
func (r *Runner) StartPublishHeld(ctx context.Context, task int64) error {
	_, err := r.beginHeld(ctx, task)
	return err
}

func (r *Runner) beginHeld(ctx context.Context, id int64) (*execution, error) {
	task, release, err := r.lockHeld(ctx, id)
	if err != nil {
		return nil, err
	}
	e := newExecution(r, task, connector.Access{}, nil)
	e.decided, e.work = true, e.publishHeld
	if err := r.launch(ctx, e, release); err != nil {
		return nil, err
	}
	return e, nil
}

// DiscardHeld decides against an import that was held back. The errors are those of
// [Runner.PublishHeld].
func (r *Runner) DiscardHeld(ctx context.Context, id int64) error {
	task, release, err := r.lockHeld(ctx, id)
	if err != nil {
		return err
	}
	defer release()
	// First what takes room: how it has ended must be recorded on a full disk too.
	if err := r.data.DropHeldBut(task.ConnectionID, nil); err != nil {
		return fmt.Errorf("removing what was held back: %w", err)
	}
	err = r.discard(context.WithoutCancel(ctx), task, connector.Message{ID: "imports.discarded"})
	r.ended()
	r.notify()
	return err
}

// lockHeld returns a task that waits for a decision, with its connection locked.
func (r *Runner) lockHeld(ctx context.Context, id int64) (store.Task, func(), error) {
	task, err := r.store.Task(ctx, id)
	if err != nil {
		return store.Task{}, nil, err
	}
	release, err := lock.Connection(r.dir, task.ConnectionID)
	if err != nil {
		return store.Task{}, nil, err
	}
	settled, err := r.settle(ctx, task.ConnectionID)
	if settled {
		r.ended()
		r.notify()
	}
	if err == nil {
		err = r.supersedeByLatest(ctx, task.ConnectionID)
	}
	if err == nil {
		task, err = r.store.Task(ctx, id) // another process may have decided meanwhile
	}
	if err == nil && task.Status != store.StatusHeldBack {
		err = notHeld(task)
	}
	if err != nil {
		release()
		return store.Task{}, nil, err
	}
	return task, release, nil
}

// publishHeld is the work of an execution that publishes what was held back.
func (e *execution) publishHeld() (counts connector.Counts, err error) {
	release, err := e.reserveInventory()
	if err != nil {
		return counts, err
	}
	defer release()
	held, err := e.runner.data.OpenHeld(e.ctx, e.task.ConnectionID, e.task.ID)
	if err != nil {
		return counts, err
	}
	if counts, err = e.publish(held); err == nil || nothingLeft(err) {
		return counts, errors.Join(err, held.Close(false))
	}
	// It goes on waiting.
	return counts, errors.Join(err, held.Hold(context.WithoutCancel(e.ctx)))
}

// nothingLeft reports whether an import that was held back cannot be published, now or later.
func nothingLeft(err error) bool {
	var damaged *inventory.DamagedHeldError
	return errors.Is(err, inventory.ErrNotHeld) || errors.As(err, &damaged)
}

// decide records what has become of an import that somebody wanted published: when
// that has failed, it goes on waiting, unless there is nothing left to publish. It
// is called with the lock held.
func (e *execution) decide(counts connector.Counts, err error) {
	switch {
	case err == nil:
		e.task.Counts, e.task.Failure = counts, connector.Advice{}
		e.task.Status = publishedStatus(e.task)
	case nothingLeft(err):
		e.task.Status = store.StatusDiscarded
		e.task.Failure = message.Advice(connector.Message{ID: "imports.held-gone"})
		if _, damaged := connector.MessageOf(err); damaged {
			e.task.Failure = message.Explain(err)
		}
		if failed := e.runner.data.DropHeldBut(e.task.ConnectionID, nil); failed != nil {
			e.runner.log.Warn("removing what was held back", "task", e.task.ID, "error", failed)
		}
		e.failure = &endedError{advice: e.task.Failure, err: err}
	default:
		e.failure = &endedError{advice: e.explain(err), err: err}
	}
}
