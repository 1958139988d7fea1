// Package tasks is the page Tasks: every execution of an import, with its log.
package tasks

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
)

// shownTasks is how many of the newest tasks the page lists.
const shownTasks = 1000

// Page is the page Tasks.
type Page struct {
	session *session.Session
	content fyne.CanvasObject
	grid    *widgets.Grid
	choice  *widgets.Select
	log     *widgets.LogView
	outcome *widgets.Notice

	tasks    []app.Task
	rows     [][]widgets.Cell
	names    []string // ids of connections, in the order of choice
	selected int64
	visible  bool
}

// New makes the page.
func New(s *session.Session) *Page {
	p := &Page{session: s, log: widgets.NewLogView(), outcome: widgets.NewNotice()}
	p.grid = widgets.NewGrid(
		widgets.Column{ID: "task", Title: lang.L("Task"), Width: 60, AlignRight: true},
		widgets.Column{ID: "connection", Title: lang.L("Connection Name"), Width: 180, MinWidth: 99, Stretch: 2},
		widgets.Column{ID: "started", Title: lang.L("Started"), Width: 130},
		widgets.Column{ID: "duration", Title: lang.L("Duration"), Width: 100},
		widgets.Column{ID: "trigger", Title: lang.L("Trigger"), Width: 90},
		widgets.Column{ID: "status", Title: lang.L("Status"), Width: 190, MinWidth: 104, Stretch: 1},
		widgets.Column{ID: "users", Title: lang.L("Users"), Width: 90, AlignRight: true},
		widgets.Column{ID: "changes", Title: lang.L("Changes"), Width: 200, MinWidth: 110, Stretch: 1},
	)
	p.grid.SetData(p)
	p.grid.OnSelected = p.select_
	p.grid.SetEmpty(lang.L("No tasks yet"), lang.L("Every import that is executed is listed here, with its log."), nil)
	p.choice = widgets.NewSelect([]string{lang.L("All connections")}, func(string) { p.reload() })
	p.choice.SetSelected(lang.L("All connections"))

	split := container.NewVSplit(p.grid, widgets.NewPanel(lang.L("Log"), p.log))
	split.SetOffset(0.55)
	p.content = session.PageLayout(lang.L("Tasks"),
		container.NewGridWrap(fyne.NewSize(220, p.choice.MinSize().Height), p.choice),
		container.NewBorder(p.outcome, nil, nil, nil, split))
	refresh := s.Coalesce(func() {
		if p.visible {
			p.reload()
		}
	})
	s.OnEnd(s.Beacon.Workspace.OnChange(refresh))
	return p
}

// Content is what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Shown is called when the page comes to the front.
func (p *Page) Shown() {
	p.visible = true
	p.showConnections()
	p.reload()
	p.session.Window.Canvas().Focus(p.grid)
}

// Hidden is called when another page comes to the front.
func (p *Page) Hidden() { p.visible = false }

// Len implements [widgets.GridData].
func (p *Page) Len() int { return len(p.rows) }

// Row implements [widgets.GridData].
func (p *Page) Row(i int) ([]widgets.Cell, bool) { return p.rows[i], true }

func (p *Page) showConnections() {
	options := []string{lang.L("All connections")}
	p.names = p.names[:0]
	for _, e := range p.session.Beacon.Entries() {
		options = append(options, e.Connection.Name)
		p.names = append(p.names, e.Connection.ID)
	}
	p.choice.SetOptions(options)
	if p.choice.SelectedIndex() < 0 {
		p.choice.SetSelected(options[0])
	}
}

func (p *Page) reload() {
	query := app.TaskQuery{Limit: shownTasks}
	if i := p.choice.SelectedIndex() - 1; i >= 0 && i < len(p.names) {
		query.ConnectionID = p.names[i]
	}
	session.Go(p.session, p.session.Context(), func(ctx context.Context) ([]app.Task, error) {
		return p.session.Beacon.Tasks(ctx, query)
	}, func(tasks []app.Task, err error) {
		if err != nil {
			p.session.Fail(lang.L("The tasks could not be read"), err)
			return
		}
		p.show(tasks)
	})
}

func (p *Page) show(tasks []app.Task) {
	p.tasks, p.rows = tasks, p.rows[:0]
	row := -1
	for i, t := range tasks {
		p.rows = append(p.rows, cells(t))
		if t.ID == p.selected {
			row = i
		}
	}
	if row < 0 && len(tasks) > 0 {
		row = 0
	}
	p.grid.Refresh()
	p.selected = 0 // so that the log is read again
	p.grid.Select(-1)
	p.grid.Select(row)
}

func cells(t app.Task) []widgets.Cell {
	u := t.Counts.Users
	return []widgets.Cell{
		widgets.Text(strconv.FormatInt(t.ID, 10)),
		widgets.Text(t.ConnectionName),
		widgets.Text(format.When(t.Started, time.Now())),
		widgets.Text(format.Duration(app.Took(t, time.Now()))),
		widgets.Text(lang.L(app.TriggerLabel(t.Trigger))),
		{Text: lang.L(app.StatusLabel(t.Status)), Status: Status(t.Status), Tooltip: Outcome(t)},
		widgets.Text(format.Number(u.Total)),
		widgets.Text(format.Change(u.Added, u.Changed, u.Removed)),
	}
}

// select_ shows the log of a task, and why it failed or what it warns of.
func (p *Page) select_(row int) {
	if row < 0 || row >= len(p.tasks) {
		return
	}
	task := p.tasks[row]
	if task.ID == p.selected {
		return
	}
	p.selected = task.ID
	if outcome := Outcome(task); outcome != "" {
		p.outcome.Say(Status(task.Status), outcome, p.copyButton(task))
	} else {
		p.outcome.Clear()
	}
	session.Go(p.session, p.session.Context(), func(ctx context.Context) ([]app.Line, error) {
		return p.session.Beacon.TaskLines(ctx, task.ID)
	}, func(lines []app.Line, err error) {
		if err != nil || p.selected != task.ID {
			p.session.Fail(lang.L("The log could not be read"), err)
			return
		}
		p.log.Clear()
		for _, line := range lines {
			p.log.AppendCells(LineCell(line))
		}
	})
}

// copyButton copies what Microsoft's support asks for, where there is any.
func (p *Page) copyButton(t app.Task) *widgets.Button {
	if t.Failure.Reference == "" {
		return nil
	}
	return widgets.NewButton(lang.L("Copy details"), func() {
		fyne.CurrentApp().Clipboard().SetContent(t.Failure.Message + "\n" + t.Failure.Reference)
	})
}
