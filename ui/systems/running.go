package systems

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/execution"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
)

// running shows an import while it runs, here or in another process.
type running struct {
	session *session.Session
	panel   *widgets.ProgressPanel
	log     *grid.Log
	task    app.Task
	lines   int
	shown   imports.Execution // of one of another process, as it was last told
	// elsewhere says that another process imports, which leave ends to follow.
	elsewhere bool
	leave     func()
}

func newRunning(s *session.Session) *running {
	r := &running{session: s, log: grid.NewLog(), leave: func() {}}
	r.panel = widgets.NewProgressPanel(r.log, func() {
		task := r.task.ID
		r.panel.SetCancelEnabled(false)
		execution.Cancel(s, task, func() {
			if r.task.ID == task { // it can be tried again
				r.panel.SetCancelEnabled(true)
			}
		})
	})
	return r
}

// current is the import of a connection that runs, here or in another process.
func (r *running) current(e workspace.Entry) (app.Task, bool) {
	for _, now := range r.session.Beacon.Running() {
		if now.Task.ConnectionID == e.Connection.ID {
			return now.Task, true
		}
	}
	return e.LastTask, e.LastTask.ID != 0 && !e.LastTask.Status.Ended()
}

// follow shows a task from its beginning, and how far it has come.
func (r *running) follow(task app.Task) {
	if r.task.ID != task.ID {
		r.leaveTask()
		r.task = task
		r.panel.SetCancelEnabled(true)
		r.panel.SetTitle(task.ConnectionName, subtitle(task, time.Now()))
		if r.runsElsewhere(task) {
			r.watch(task)
		}
	}
	r.refresh()
}

// leaveTask shows nothing.
func (r *running) leaveTask() {
	if r.task.ID == 0 {
		return
	}
	r.unwatch()
	r.task, r.lines, r.shown = app.Task{}, 0, imports.Execution{}
	r.log.Clear()
	r.panel.SetPhases()
}

// refresh shows how far the import has come by now.
func (r *running) refresh() {
	if r.elsewhere {
		r.showProgress(r.shown)
		return
	}
	for _, e := range r.session.Beacon.Running() {
		if e.Task.ID == r.task.ID {
			r.showProgress(e)
			return
		}
	}
}

func (r *running) showProgress(e imports.Execution) {
	r.panel.SetTitle(r.task.ConnectionName, subtitle(r.task, time.Now()))
	phases := make([]widgets.Phase, len(e.Phases))
	for i, p := range e.Phases {
		phases[i] = phase(p)
	}
	r.panel.SetPhases(phases...)
	r.appendLines(e.Lines)
}

// subtitle says for how long an import has run, and who has begun it.
func subtitle(t app.Task, now time.Time) string {
	return lang.L("importing for {{.Time}}", map[string]any{"Time": format.Elapsed(app.Took(t, now))}) + " · " +
		page.TaskNumber(t) + " · " + message.Trigger(t.Trigger)
}

func (r *running) appendLines(lines []app.Line) {
	for _, line := range lines[min(r.lines, len(lines)):] {
		r.log.Append(page.LogLine(line))
	}
	r.lines = max(r.lines, len(lines))
}

// phase is one bar: counts, rate and time left where they are known, or for how long nothing has come.
func phase(p imports.PhaseProgress) widgets.Phase {
	bar := widgets.Phase{Label: lang.L(string(p.Phase)), Done: -1}
	if p.Total > 1 {
		bar.Done = min(1, float64(p.Done)/float64(p.Total))
		bar.Text = lang.L("{{.Done}} of {{.Total}}", map[string]any{"Done": message.Number(p.Done), "Total": message.Number(p.Total)})
	} else if p.Total == 0 && p.Done > 0 {
		bar.Text = message.Number(p.Done)
	}
	if p.Finished {
		bar.Done, bar.Status = 1, theme.StatusOK
		return bar
	}
	add := func(text string) {
		if bar.Text != "" {
			text = " · " + text
		}
		bar.Text += text
	}
	switch {
	case p.Quiet >= imports.QuietAfter:
		bar.Status = theme.StatusWarning
		add(lang.L("nothing for {{.Time}}", map[string]any{"Time": format.Elapsed(p.Quiet)}))
		return bar
	case p.Phase == connector.PhaseUsers && p.Rate > 0:
		add(message.Number(int64(p.Rate)) + "/s")
	}
	if p.Left > 0 {
		add(lang.L("{{.Time}} left", map[string]any{"Time": message.Roughly(p.Left)}))
	}
	return bar
}
