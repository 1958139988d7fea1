package systems

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/execution"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
)

// running shows the import that runs, and then how it ended, until another
// connection is selected.
type running struct {
	session *session.Session
	panel   *widgets.ProgressPanel
	log     *grid.Log
	task    app.Task
	lines   int
	over    bool
	ended   app.Status // that is shown of one that is over
	// elsewhere says that another process imports, which leave ends to follow.
	elsewhere bool
	leave     func()
}

func newRunning(s *session.Session) *running {
	r := &running{session: s, log: grid.NewLog(), leave: func() {}}
	r.panel = widgets.NewProgressPanel(r.log, func() {
		r.panel.SetCancelEnabled(false)
		execution.Cancel(s, r.task.ID)
	})
	r.panel.Hide()
	return r
}

// show turns to the import of a connection; one that does not run is left alone
// only while it is the one shown.
func (r *running) show(connectionID string) {
	if task, found := r.current(connectionID); found {
		r.follow(task)
		return
	}
	if connectionID != "" && r.task.ConnectionID != connectionID && r.over {
		r.panel.Hide()
	}
}

// follow shows a task from its beginning.
func (r *running) follow(task app.Task) {
	if r.task.ID != task.ID {
		r.unwatch()
		r.task, r.lines, r.over, r.ended = task, 0, false, ""
		r.log.Clear()
		r.panel.SetCancelVisible(true)
		r.panel.SetCancelEnabled(true)
		r.panel.SetRemedy(nil)
		r.panel.SetPhases()
		if r.runsElsewhere(task) {
			r.watch(task)
		}
	}
	r.panel.Show()
	r.refresh()
}

// refresh shows how far the import has come.
func (r *running) refresh() {
	if r.task.ID == 0 || r.elsewhere {
		return
	}
	for _, e := range r.session.Beacon.Running() {
		if e.Task.ID == r.task.ID {
			r.over = false // it may be one that was held back
			r.showProgress(e)
			return
		}
	}
	// Another process may have executed a later one, or decided about this one.
	entry, known := r.session.Beacon.Entry(r.task.ConnectionID)
	last := entry.LastTask
	switch {
	case !r.over:
		r.over = true
		r.showEnd()
	case known && last.ID > r.task.ID && r.ended != "":
		r.follow(last)
	case known && last.ID == r.task.ID && r.ended != "" && last.Status != r.ended:
		r.ended = ""
		r.showEnd()
	}
}

func (r *running) showProgress(e imports.Execution) {
	r.panel.SetTitle(e.Task.ConnectionName, r.subtitle(e.Task))
	phases := make([]widgets.Phase, len(e.Phases))
	for i, p := range e.Phases {
		phases[i] = phase(p)
	}
	r.panel.SetPhases(phases...)
	r.appendLines(e.Lines)
}

func (r *running) subtitle(t app.Task) string {
	return lang.L("task") + " " + strconv.FormatInt(t.ID, 10) + " · " +
		lang.L("started") + " " + t.Started.Local().Format(time.TimeOnly)
}

// showEnd shows how a task ended, from what was stored of it.
func (r *running) showEnd() {
	type end struct {
		task  app.Task
		lines []app.Line
	}
	id := r.task.ID
	session.Go(r.session, r.session.Context(), func(ctx context.Context) (end, error) {
		task, err := r.session.Beacon.Task(ctx, id)
		if err != nil {
			return end{}, err
		}
		lines, err := r.session.Beacon.TaskLines(ctx, id)
		return end{task, lines}, err
	}, func(e end, err error) {
		if err != nil || r.task.ID != id {
			r.session.Fail(lang.L("The task could not be read"), err)
			return
		}
		r.ended = e.task.Status
		r.panel.SetCancelVisible(false)
		r.panel.SetRemedy(execution.Remedy(r.session, e.task))
		r.panel.SetTitle(e.task.ConnectionName, r.subtitle(e.task)+" · "+connector.Duration(app.Took(e.task, time.Now())))
		r.panel.SetPhases(widgets.Phase{
			Label:  lang.L(message.Status(e.task.Status)),
			Done:   1,
			Text:   counts(e.task),
			Status: page.TaskStatus(e.task.Status),
		})
		r.appendLines(e.lines)
	})
}

func (r *running) appendLines(lines []app.Line) {
	for _, line := range lines[min(r.lines, len(lines)):] {
		r.log.Append(page.LogLine(line))
	}
	r.lines = max(r.lines, len(lines))
}

// phase is one bar: counts, rate and time left where they are known.
func phase(p imports.PhaseProgress) widgets.Phase {
	bar := widgets.Phase{Label: lang.L(string(p.Phase)), Done: -1}
	if p.Total > 1 {
		bar.Done = min(1, float64(p.Done)/float64(p.Total))
		bar.Text = connector.Number(p.Done) + " " + lang.L("of") + " " + connector.Number(p.Total)
	} else if p.Total == 0 && p.Done > 0 {
		bar.Text = connector.Number(p.Done)
	}
	if p.Finished {
		bar.Done, bar.Status = 1, theme.StatusOK
		return bar
	}
	if p.Phase == connector.PhaseUsers && p.Rate > 0 {
		bar.Text += " · " + connector.Number(int64(p.Rate)) + "/s"
	}
	if p.Left > 0 {
		bar.Text += " · " + format.Roughly(p.Left) + " " + lang.L("left")
	}
	return bar
}

func counts(t app.Task) string {
	c := t.Counts.Users
	if c.Total == 0 {
		return ""
	}
	text := connector.Number(c.Total) + " " + lang.L("users")
	if change := format.Change(c.Added, c.Changed, c.Removed); change != "" {
		text += " (" + change + ")"
	}
	return text
}
