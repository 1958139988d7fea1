// Package systems is the page Inventory Systems: the connections, what can be
// done with them, and the import that runs.
package systems

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/connection"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
)

// Page is the page Inventory Systems.
type Page struct {
	Commands Commands

	session *session.Session
	content fyne.CanvasObject
	grid    *grid.Grid
	filter  *widgets.SearchEntry
	bar     *widgets.CommandBar
	running *running

	entries  []workspace.Entry // as shown
	rows     [][]grid.Cell     // their cells
	selected string            // id of the selected connection
}

// New makes the page. It follows the program until the session ends.
func New(s *session.Session) *Page {
	p := &Page{session: s}
	p.Commands = newCommands(p)
	p.grid = grid.New(columns()...)
	p.grid.OnSelected = p.rowSelected
	p.grid.OnActivate = func(int) { p.edit() }
	p.grid.OnDelete = func(int) { p.delete() }
	p.grid.OnContextMenu = p.menu
	p.grid.OnSort = func(string, bool) { p.refresh() }
	p.grid.SetSort(columnName, false)
	p.grid.SetEmpty(lang.L("No connections yet"),
		lang.L("A connection says which Microsoft 365 tenant is imported, and who signs in for it."),
		widgets.NewPrimaryButton(lang.L("New..."), p.create))
	p.filter = widgets.NewSearchEntry(lang.L("Filter connections"), func(string) { p.refresh() })
	p.bar = newBar(p.Commands)
	p.running = newRunning(s)

	p.grid.SetData(p)
	p.content = page.New(lang.L("Inventory Systems"),
		container.New(&stack{page: p}, p.grid, p.bar.Row, p.running.panel),
		page.Filter{Object: p.filter, Width: 220, Least: 120})

	refresh := s.Coalesce(func() {
		p.refresh()
		p.running.refresh()
		p.running.notice(p.selected)
	})
	s.OnEnd(s.Beacon.Workspace.OnChange(refresh))
	s.OnEnd(s.Beacon.OnProgress(refresh))
	p.refresh()
	p.grid.Select(0)
	return p
}

// Content is what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Shown is called when the page comes to the front.
func (p *Page) Shown() { p.session.Window.Canvas().Focus(p.grid) }

// refresh shows the connections as they stand now; the selection stays with its
// connection.
func (p *Page) refresh() {
	running := map[string]bool{}
	for _, e := range p.session.Beacon.Running() {
		running[e.Task.ConnectionID] = true
	}
	p.entries = p.entries[:0]
	filter := strings.ToLower(strings.TrimSpace(p.filter.Text))
	for _, e := range p.session.Beacon.Entries() {
		if filter == "" || strings.Contains(strings.ToLower(e.Connection.Name+" "+e.Tenant), filter) {
			p.entries = append(p.entries, e)
		}
	}
	p.sort()
	p.rows = p.rows[:0]
	for _, e := range p.entries {
		p.rows = append(p.rows, row(e, running[e.Connection.ID]))
	}
	selected := p.selected
	p.grid.Refresh()
	p.grid.Select(slices.IndexFunc(p.entries, func(e workspace.Entry) bool { return e.Connection.ID == selected }))
	p.bar.Update()
	p.content.Refresh()
}

// Len implements [grid.Data].
func (p *Page) Len() int { return len(p.rows) }

// Row implements [grid.Data].
func (p *Page) Row(i int) ([]grid.Cell, bool) { return p.rows[i], true }

func (p *Page) sort() {
	id, descending := p.grid.Sort()
	slices.SortStableFunc(p.entries, func(a, b workspace.Entry) int {
		order := compare(id, a, b)
		if descending {
			return -order
		}
		return order
	})
}

func (p *Page) rowSelected(row int) {
	p.selected = ""
	if row >= 0 && row < len(p.entries) {
		p.selected = p.entries[row].Connection.ID
	}
	p.bar.Update()
	p.running.show(p.selected)
}

// entry returns the selected connection.
func (p *Page) entry() (workspace.Entry, bool) { return p.session.Beacon.Entry(p.selected) }

// create opens the dialog for a new connection.
func (p *Page) create() { connection.Create(p.session, p.choose) }

// choose selects a connection by its id, wherever it now stands in the list.
func (p *Page) choose(id string) {
	p.selected = id
	p.filter.SetText("")
	p.refresh()
	p.grid.Focus()
}
