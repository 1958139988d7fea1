package imports

import (
	"context"
	"fmt"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
)

// betweenFollowing is how often a followed task is looked at: as often as its
// process writes.
const betweenFollowing = flushEvery

// Followed is what is new of a task that is followed.
type Followed struct {
	Task store.Task
	// Lines are those that have come since.
	Lines []store.Line
	// Phases tell how far it is; none when that is not known, as before its first
	// phase and after its end.
	Phases []PhaseProgress
}

// FollowTask tells of a task, in whichever process it runs, until it has ended, and
// returns it. A task that has ended before is told once. The error is nil however
// the task has ended.
func (r *Runner) FollowTask(ctx context.Context, id int64, tell func(Followed)) (store.Task, error) {
	ticker := time.NewTicker(betweenFollowing)
	defer ticker.Stop()
	last := 0
	for {
		// First the task: the lines of one that has ended are all there.
		task, err := r.whereItIs(ctx, id)
		if err != nil {
			return task, err
		}
		lines, err := r.store.TaskLines(ctx, id, last)
		if err != nil {
			return task, err
		}
		if len(lines) > 0 {
			last = lines[len(lines)-1].Number
		}
		followed := Followed{Task: task, Lines: lines}
		if !task.Status.Ended() {
			followed.Phases = readProgress(r.dir, task)
		}
		tell(followed)
		if task.Status.Ended() {
			return task, nil
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return task, context.Cause(ctx)
		}
	}
}

// Outcome is why a task that has ended did not succeed; nil when it did. It is the
// error that [Runner.Import] has returned in its process.
func Outcome(t store.Task) error {
	var err error
	switch t.Status {
	case store.StatusSucceeded, store.StatusWarnings:
		return nil
	case store.StatusHeldBack:
		err = &inventory.HeldBackError{HeldBack: t.Held}
	case store.StatusCancelled:
		err = context.Canceled
	default:
		err = fmt.Errorf("task %d is %s", t.ID, t.Status)
	}
	advice := t.Failure
	if advice.Message == "" { // its process is gone, and could not say why
		data := connector.Data{"Name": t.ConnectionName, "Status": message.L(string(t.Status))}
		if t.Status == store.StatusInterrupted {
			return connector.NewError(connector.Message{ID: "imports.interrupted", Data: data}, err)
		}
		return connector.NewError(connector.Message{ID: "imports.has-ended", Data: data}, err)
	}
	return &endedError{advice: advice, err: err}
}
