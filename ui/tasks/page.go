// Package tasks is the page Tasks: every execution of an import, with its log.
package tasks

import (
	"context"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/execution"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
	"inventorybeacon/ui/widgets/menu"
)

// Page is the page Tasks. Its list holds any number of tasks; the selection
// stays with its task while others come.
type Page struct {
	session  *session.Session
	content  fyne.CanvasObject
	filter   *filter
	showAll  *widgets.Button
	grid     *grid.Grid
	list     *page.List
	data     *grid.Paged[app.Task]
	footer   *widgets.StatusDot
	commands commands
	bar      *menu.CommandBar
	outcome  *widgets.Notice
	below    fyne.CanvasObject // the outcome and the log
	log      *log

	query    app.TaskQuery // of what is listed
	selected int64         // id of the selected task, 0 for whatever stands in the selected row
	ahead    bool          // it is scrolled to once it is listed
	visible  bool
}

// followEvery is how often it is looked whether a task that runs has gone on.
const followEvery = time.Second

// New makes the page.
func New(s *session.Session) *Page {
	p := &Page{session: s, outcome: widgets.NewNotice(), log: newLog(s)}
	p.grid = grid.New(columns()...)
	// It is one button, so that a press is not lost when the tasks are read again meanwhile.
	p.showAll = widgets.NewButton(lang.L("Show All Tasks"), func() { p.filter.clear(); p.reload() })
	p.list = page.NewList(s, "tasks", p.grid, func() page.Each { return page.Rows(p.data) })
	p.grid.OnSelected = p.rowSelected
	p.grid.OnContextMenu = p.menu
	p.data = grid.NewPaged(s.Context(), grid.Source[app.Task]{})
	p.data.OnError = func(err error) { s.Fail(lang.L("The tasks could not be read"), err) }
	p.data.OnCount = p.showCount
	p.data.OnPage = p.follow
	s.OnEnd(func() { p.data.Close(); p.data.Wait() })
	p.grid.SetData(p.data)
	p.filter = newFilter(s, p.reload)
	p.footer = widgets.NewStatusDot(theme.StatusUnset, "")
	p.commands = newCommands(p)
	p.bar = newBar(p)

	head := container.NewBorder(nil, nil, nil, container.NewCenter(p.footer), p.bar.Row)
	p.below = page.Under(p.outcome, p.log.panel)
	split := page.NewSplit("tasks", p.grid, p.below, 0.55)
	p.content = page.New(lang.L("Tasks"), page.Column(split, head, split), p.filter.row()...)

	s.OnEnd(s.Beacon.Workspace.OnChange(s.Coalesce(p.changed)))
	s.OnEnd(s.Beacon.OnProgress(s.Coalesce(p.progress)))
	// The lines of a task that runs are stored some time after its progress is told, and another process tells none.
	s.Every(followEvery, func() {
		if len(p.running()) > 0 {
			p.progress()
		}
	})
	return p
}

// Content is what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Shown is called when the page comes to the front.
func (p *Page) Shown() {
	p.visible = true
	p.changed()
	p.session.Window.Canvas().Focus(p.grid)
}

// Hidden is called when another page comes to the front.
func (p *Page) Hidden() { p.visible = false }

// changed reads the tasks again; those that come to be are listed then.
func (p *Page) changed() {
	if p.visible {
		p.filter.refresh()
		p.reload()
	}
}

// running returns the tasks that run, here or in another process.
func (p *Page) running() (tasks []app.Task) {
	for _, e := range p.session.Beacon.Running() {
		tasks = append(tasks, e.Task)
	}
	for _, e := range p.session.Beacon.Entries() {
		known := slices.ContainsFunc(tasks, func(t app.Task) bool { return t.ID == e.LastTask.ID })
		if e.LastTask.ID != 0 && !e.LastTask.Status.Ended() && !known {
			tasks = append(tasks, e.LastTask)
		}
	}
	return tasks
}

// progress follows the tasks that run.
func (p *Page) progress() {
	if p.visible {
		p.grid.Refresh()
		p.bar.Update()
		if p.log.task.ID != 0 && !p.log.task.Status.Ended() {
			p.log.more()
		}
	}
}

// Refresh reads the tasks again.
func (p *Page) Refresh() { p.changed() }

// List is what the list offers.
func (p *Page) List() *page.List { return p.list }

// Select shows a task, and all others beside it.
func (p *Page) Select(id int64) {
	p.filter.clear()
	p.selected, p.ahead = id, true
	p.reload()
}

func (p *Page) reload() {
	q := p.filter.query(time.Now())
	p.query = q
	p.data.SetSource(grid.Source[app.Task]{
		Count: func(ctx context.Context) (int, error) {
			n, err := p.session.Beacon.CountTasks(ctx, q)
			return int(n), err
		},
		Load: func(ctx context.Context, offset, limit int) ([]app.Task, error) {
			q := q
			q.Offset, q.Limit = offset, limit
			return p.session.Beacon.Tasks(ctx, q)
		},
		Cells: row,
		Key:   key,
	})
	p.data.Reload()
	p.place()
}

// key tells tasks apart.
func key(t app.Task) string { return strconv.FormatInt(t.ID, 10) }

// place moves the selection to where its task stands now.
func (p *Page) place() {
	q, id := p.query, p.selected
	if id == 0 || p.grid.SelectionCount() > 1 {
		return
	}
	type position struct {
		row int
		id  int64
	}
	session.Go(p.session, p.session.Context(), func(ctx context.Context) (at position, err error) {
		at.row, at.id, err = p.session.Beacon.TaskPosition(ctx, q, id)
		return at, err
	}, func(at position, err error) {
		switch {
		case err != nil:
			p.session.Fail(lang.L("The tasks could not be read"), err)
		case q == p.query && id == p.selected:
			p.selected = at.id
			p.choose(at.row)
		}
	})
}

// choose selects a row without scrolling to it, unless somebody has asked for its task.
func (p *Page) choose(row int) {
	p.grid.Mark(row)
	if p.ahead && row >= 0 {
		p.ahead = false
		p.grid.ScrollTo(row)
	}
	p.follow()
}

// rowSelected is called when another row is selected.
func (p *Page) rowSelected(row int) {
	if row < 0 {
		return
	}
	p.selected = 0
	p.follow()
}

// follow shows the selected task, once it is loaded.
func (p *Page) follow() {
	row := p.grid.Selected()
	if row < 0 {
		if p.selected == 0 && p.data.Len() > 0 {
			p.grid.Select(0)
		}
		return
	}
	task, loaded := p.data.Record(row)
	switch {
	case !loaded:
	case p.selected == 0 || p.selected == task.ID:
		p.selected = task.ID
		p.show(task)
	default: // further tasks have come above it
		p.place()
	}
}

// show shows the log of a task, and why it failed or what it warns of.
func (p *Page) show(t app.Task) {
	said := p.outcome.Visible()
	if outcome := page.Outcome(t); outcome != "" {
		button := execution.Remedy(p.session, t)
		if button == nil {
			button = copyButton(t)
		}
		p.outcome.Say(page.TaskStatus(t.Status), outcome, button)
	} else {
		p.outcome.Clear()
	}
	if said != p.outcome.Visible() {
		p.below.Refresh() // the log has another height now
	}
	p.log.show(t)
	p.bar.Update()
}

func (p *Page) showCount(count int) {
	switch {
	case count > 0:
	case p.query == app.TaskQuery{}:
		p.grid.SetEmpty(lang.L("No tasks yet"), lang.L("Every import that is executed is listed here, with its log."), nil)
	default:
		p.grid.SetEmpty(lang.L("No such tasks"), lang.L("No task has the chosen connection, status and time."), p.showAll)
	}
	name := lang.L("tasks")
	if count == 1 {
		name = lang.L("task")
	}
	p.footer.Set(theme.StatusUnset, message.Number(int64(count))+" "+name)
	if count == 0 {
		p.selected = 0
		p.outcome.Clear()
		p.log.clear()
		p.bar.Update()
	}
	p.content.Refresh()
}
