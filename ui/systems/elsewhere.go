package systems

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
)

// watch follows an import of another process, such as the service, as long as it is
// the one that is shown.
func (r *running) watch(task app.Task) {
	ctx, leave := context.WithCancel(r.session.Context())
	r.leave, r.elsewhere = leave, true
	session.Go(r.session, ctx, func(ctx context.Context) (app.Task, error) {
		var lines []app.Line
		return r.session.Beacon.FollowTask(ctx, task.ID, func(f imports.Followed) {
			lines = append(lines, f.Lines...)
			now := imports.Execution{Task: f.Task, Phases: f.Phases, Lines: lines[:len(lines):len(lines)]}
			widgets.Do(func() {
				if ctx.Err() == nil && !now.Task.Status.Ended() {
					r.shown = now
					r.showProgress(now)
				}
			})
		})
	}, func(_ app.Task, err error) {
		if ctx.Err() != nil { // another is shown
			return
		}
		r.unwatch() // the page hears of its end as of any change
		if err != nil {
			r.session.Beacon.Log().Warn("following an import of another process", "task", task.ID, "error", err)
		}
	})
}

// unwatch ends what watch has begun.
func (r *running) unwatch() {
	r.leave()
	r.leave, r.elsewhere = func() {}, false
}

// runsElsewhere reports whether another process is at work on a task.
func (r *running) runsElsewhere(t app.Task) bool {
	for _, e := range r.session.Beacon.Running() {
		if e.Task.ID == t.ID {
			return false
		}
	}
	return t.ID != 0 && !t.Status.Ended()
}
