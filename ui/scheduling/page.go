// Package scheduling is the page Scheduling, its dialog Edit Schedule, and the
// dialog Select Schedule of a connection.
package scheduling

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
	"inventorybeacon/ui/widgets/menu"
)

// refreshEvery is how soon the page shows that another program has begun to run
// the schedules, or has stopped, and that a day has passed.
const refreshEvery = 5 * time.Second

// Page is the page Scheduling: the schedules, which unfold to their connections,
// and what is not scheduled.
type Page struct {
	session  *session.Session
	content  fyne.CanvasObject
	grid     *grid.Grid
	list     *page.List
	commands Commands
	bar      *menu.CommandBar
	runner   *runner

	visible  bool
	nodes    []node // as shown
	rows     [][]grid.Cell
	unfolded map[string]bool // by the key of the node
	selected string          // key of the selected node
}

// New makes the page. It follows the program until the session ends.
func New(s *session.Session) *Page {
	p := &Page{session: s, unfolded: map[string]bool{}}
	p.grid = grid.New(columns()...)
	p.list = page.NewList(s, "schedules", p.grid, func() page.Each { return page.InMemory(p.rows) })
	p.grid.OnSelected = p.rowSelected
	p.grid.OnActivate = func(int) { p.activate() }
	p.grid.OnDelete = func(int) { p.delete() }
	p.grid.OnContextMenu = p.menu
	p.grid.OnFold = p.fold
	p.grid.SetEmpty(lang.L("No schedules yet"),
		lang.L("A schedule says when connections import by themselves. Make one, then give it to connections with Schedule... on Inventory Systems."),
		widgets.NewPrimaryButton(lang.L("New..."), p.create))
	p.commands = NewCommands(func() *Page { return p })
	p.bar = newBar(p.commands)
	p.runner = newRunner(s)
	p.grid.SetData(p)
	p.content = page.New(lang.L("Scheduling"), page.Column(p.grid, p.bar.Row, p.grid, p.runner.content))
	p.bar.OnGrown = p.content.Refresh

	refresh := s.Coalesce(p.refresh)
	s.OnEnd(s.Beacon.Workspace.OnChange(refresh))
	s.OnEnd(s.Beacon.OnProgress(refresh))
	s.OnEnd(s.Beacon.OnScheduler(func(scheduler.Event) { refresh() }))
	s.Every(refreshEvery, func() {
		if p.visible {
			p.refresh()
		}
	})
	p.refresh()
	p.grid.Select(0)
	return p
}

// Content is what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Shown is called when the page comes to the front.
func (p *Page) Shown() {
	p.visible = true
	p.refresh() // times are told as they stand now
	p.runner.look()
	p.session.Window.Canvas().Focus(p.grid)
}

// Hidden is called when another page comes to the front.
func (p *Page) Hidden() { p.visible = false }

// refresh shows the schedules as they stand now; the selection stays with what it
// was on.
func (p *Page) refresh() {
	p.nodes = tree(p.session.Beacon.Schedules(), p.session.Beacon.NotScheduled(), p.unfolded)
	running := map[string]bool{}
	for _, e := range p.session.Beacon.Running() {
		running[e.Task.ConnectionID] = true
	}
	p.rows = p.rows[:0]
	for _, n := range p.nodes {
		p.rows = append(p.rows, n.cells(p.unfolded[n.key], running))
	}
	p.grid.Refresh()
	p.bar.Update()
	p.runner.refresh()
}

// Refresh shows the schedules as they stand now.
func (p *Page) Refresh() {
	p.refresh()
	p.runner.look()
}

// List is what the list offers.
func (p *Page) List() *page.List { return p.list }

// Len implements [grid.Data].
func (p *Page) Len() int { return len(p.rows) }

// Row implements [grid.Data].
func (p *Page) Row(i int) ([]grid.Cell, bool) { return p.rows[i], true }

// Key has the grid keep its selection with the schedules and connections.
func (p *Page) Key(i int) (string, bool) { return p.nodes[i].key, true }

// RowOf returns where what has a key stands in the list.
func (p *Page) RowOf(key string) (int, bool) {
	i := slices.IndexFunc(p.nodes, func(n node) bool { return n.key == key })
	return i, i >= 0
}

func (p *Page) rowSelected(row int) {
	p.selected = ""
	if row >= 0 && row < len(p.nodes) && p.grid.SelectionCount() == 1 {
		p.selected = p.nodes[row].key
	}
	p.bar.Update()
}

// node returns what is selected.
func (p *Page) node() (node, bool) {
	i := slices.IndexFunc(p.nodes, func(n node) bool { return n.key == p.selected })
	if i < 0 {
		return node{}, false
	}
	return p.nodes[i], true
}

// fold unfolds a schedule or folds it; from a connection, Left goes to its
// schedule.
func (p *Page) fold(row int, wanted grid.Fold) {
	n := p.nodes[row]
	if n.connection != nil {
		if wanted == grid.FoldClosed {
			p.choose(n.parent)
		}
		return
	}
	open := wanted == grid.FoldOpen || wanted == grid.FoldOther && !p.unfolded[n.key]
	if open != p.unfolded[n.key] {
		p.unfolded[n.key] = open
		p.refresh()
	}
}

// choose selects a node, wherever it now stands in the list.
func (p *Page) choose(key string) {
	p.refresh()
	if row, listed := p.RowOf(key); listed {
		p.grid.Select(row)
	}
	p.grid.Focus()
}

// activate is what Enter and a double click do.
func (p *Page) activate() {
	n, _ := p.node()
	switch {
	case n.connection != nil:
		p.assign()
	case n.schedule != nil && n.schedule.Edit != workspace.EditDeleted:
		p.edit()
	default:
		p.fold(p.grid.Selected(), grid.FoldOther)
	}
}
