// Package systems is the page Inventory Systems: the connections, what can be
// done with them, and the import that runs.
package systems

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/connection"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
	"inventorybeacon/ui/widgets/menu"
)

// Page is the page Inventory Systems.
type Page struct {
	Commands Commands

	session *session.Session
	content fyne.CanvasObject
	grid    *grid.Grid
	list    *page.List
	filter  *form.SearchEntry
	bar     *menu.CommandBar
	pane    *pane
	split   *widgets.Split

	entries  []workspace.Entry // as shown
	rows     [][]grid.Cell     // their cells
	selected string            // id of the selected connection; none while several are
	filtered bool              // an empty list says that nothing was found
}

// New makes the page. It follows the program until the session ends.
func New(s *session.Session) *Page {
	p := &Page{session: s}
	p.Commands = newCommands(p)
	p.grid = grid.New(columns()...)
	p.list = page.NewList(s, "systems", p.grid, func() page.Each { return page.InMemory(p.rows) })
	p.grid.OnSelected = p.rowSelected
	p.grid.OnActivate = func(int) { p.edit() }
	p.grid.OnDelete = func(int) { p.delete() }
	p.grid.OnContextMenu = p.menu
	p.grid.OnSort = func(string, bool) { p.refresh() }
	p.grid.SetSort(columnName, false)
	p.offerFirst()
	p.filter = form.NewSearchEntry(lang.L("Filter connections"), func(string) { p.refresh() })
	p.bar = newBar(p.Commands)
	p.pane = newPane(s)

	p.grid.SetData(p)
	p.split = page.NewSplit("systems", p.grid, p.pane.content, 0.5)
	p.content = page.New(lang.L("Inventory Systems"), page.Column(p.split, p.bar.Row, p.split),
		page.Filter{Object: p.filter, Width: 220, Least: 120})
	p.bar.OnGrown = p.content.Refresh

	refresh := s.Coalesce(p.refresh)
	s.OnEnd(s.Beacon.Workspace.OnChange(refresh))
	s.OnEnd(s.Beacon.OnProgress(refresh))
	s.Every(time.Second, func() { // the time of an import goes on, also while nothing comes
		if p.pane.running.task.ID != 0 {
			p.pane.running.refresh()
		}
	})
	p.refresh()
	p.grid.Select(0)
	return p
}

// Content is what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Shown is called when the page comes to the front.
func (p *Page) Shown() { p.session.Window.Canvas().Focus(p.grid) }

// Find puts the focus on the filter.
func (p *Page) Find() { p.session.Window.Canvas().Focus(p.filter) }

// Refresh shows the connections as they stand now.
func (p *Page) Refresh() { p.refresh() }

// List is what the list offers.
func (p *Page) List() *page.List { return p.list }

// refresh shows the connections as they stand now; the selection stays with its
// connection, wherever that stands in the list.
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
	tenant := tenantNames(p.session.Beacon.Entries())
	for _, e := range p.entries {
		p.rows = append(p.rows, row(e, tenant(e), running[e.Connection.ID]))
	}
	p.showEmpty(filter)
	p.grid.Refresh()
	p.follow()
}

// showEmpty says why there are no connections, and offers what to do about it.
func (p *Page) showEmpty(filter string) {
	if filtered := filter != ""; filtered == p.filtered {
		return
	}
	p.filtered = !p.filtered
	if p.filtered {
		p.grid.SetEmpty(lang.L("Nothing found"), lang.L("No connection contains what is searched for."),
			widgets.NewButton(lang.L("Clear the Filter"), p.filter.Clear))
		return
	}
	p.offerFirst()
}

// offerFirst offers a new connection where there is none.
func (p *Page) offerFirst() {
	text := lang.L("A connection says which Microsoft 365 tenant is imported, and who signs in for it. To look around first, choose Demonstration in the menu Help.")
	if p.session.Cloud == connector.CloudDemonstration {
		text = lang.L("A connection says which Microsoft 365 tenant is imported, and who signs in for it.")
	}
	p.grid.SetEmpty(lang.L("No connections yet"), text, widgets.NewPrimaryButton(lang.L("New..."), p.create))
}

// Len implements [grid.Data].
func (p *Page) Len() int { return len(p.rows) }

// Row implements [grid.Data].
func (p *Page) Row(i int) ([]grid.Cell, bool) { return p.rows[i], true }

// Key has the grid keep its selection with the connections.
func (p *Page) Key(i int) (string, bool) { return p.entries[i].Connection.ID, true }

// RowOf returns where a connection stands in the list.
func (p *Page) RowOf(id string) (int, bool) {
	i := slices.IndexFunc(p.entries, func(e workspace.Entry) bool { return e.Connection.ID == id })
	return i, i >= 0
}

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
	if row >= 0 && row < len(p.entries) && p.grid.SelectionCount() == 1 {
		p.selected = p.entries[row].Connection.ID
	}
	p.follow()
}

// follow has the buttons and the pane follow the selection.
func (p *Page) follow() {
	p.bar.Update()
	e, _ := p.entry()
	p.pane.show(e, p.grid.SelectionCount())
	p.split.SetSecondVisible(len(p.session.Beacon.Entries()) > 0)
}

// entry returns the selected connection; none while several are.
func (p *Page) entry() (workspace.Entry, bool) { return p.session.Beacon.Entry(p.selected) }

// chosen returns the selected connections of which something holds, as they stand now.
func (p *Page) chosen(holds func(workspace.Entry) bool) (chosen []workspace.Entry) {
	for row := range p.grid.SelectedRows() {
		if row >= len(p.entries) {
			continue
		}
		if e, exists := p.session.Beacon.Entry(p.entries[row].Connection.ID); exists && holds(e) {
			chosen = append(chosen, e)
		}
	}
	return chosen
}

// create opens the dialog for a new connection.
func (p *Page) create() { connection.Create(p.session, p.choose) }

// choose selects a connection by its id, wherever it now stands in the list.
func (p *Page) choose(id string) {
	p.filter.SetText("")
	p.refresh()
	if row, listed := p.RowOf(id); listed {
		p.grid.Select(row)
	}
	p.grid.Focus()
}

// Select selects a connection by its id.
func (p *Page) Select(id string) { p.choose(id) }

// OnOpenTask has the pane offer to show a task on its page.
func (p *Page) OnOpenTask(open func(id int64)) {
	p.pane.openTask = open
	p.follow()
}
