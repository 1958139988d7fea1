package tasks

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
)

// log shows the lines of a task, and those that a running one still writes.
type log struct {
	session *session.Session
	view    *grid.Log
	panel   *widgets.Panel

	task    app.Task
	turn    int  // counts the tasks that were turned to: what is still read of one before is not shown
	last    int  // number of the last line that is shown
	reading bool // in this turn
}

func newLog(s *session.Session) *log {
	l := &log{session: s, view: grid.NewLog()}
	l.panel = widgets.NewPanel(lang.L("Log"), l.view)
	return l
}

// show turns to a task, or goes on with the one that is shown.
func (l *log) show(t app.Task) {
	if t.ID != l.task.ID {
		l.turnTo(page.TaskNumber(t) + " · " + t.ConnectionName)
	}
	l.task = t
	l.more()
}

// clear shows nothing.
func (l *log) clear() {
	l.turnTo("")
	l.task = app.Task{}
}

// turnTo shows a title, and no lines yet.
func (l *log) turnTo(title string) {
	l.turn++
	l.last, l.reading = 0, false
	l.view.Clear()
	l.panel.SetTitle(lang.L("Log"), title)
}

// more reads the lines that have come since.
func (l *log) more() {
	if l.task.ID == 0 || l.reading {
		return
	}
	l.reading = true
	turn, id, after := l.turn, l.task.ID, l.last
	session.Go(l.session, l.session.Context(), func(ctx context.Context) ([]app.Line, error) {
		return l.session.Beacon.TaskLinesAfter(ctx, id, after)
	}, func(lines []app.Line, err error) {
		if turn != l.turn {
			return
		}
		l.reading = false
		if err != nil {
			l.session.Fail(lang.L("The log could not be read"), err)
			return
		}
		shown := make([]grid.Cell, len(lines))
		for i, line := range lines {
			shown[i] = page.LogLine(line)
			l.last = line.Number
		}
		l.view.Append(shown...)
	})
}
