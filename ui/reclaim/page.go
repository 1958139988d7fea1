// Package reclaim is the page Reclaim: which licenses can be taken back.
package reclaim

import (
	"maps"
	"slices"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/filter"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/user"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
	"inventorybeacon/ui/widgets/menu"
)

// columnYear says what a license saves a year. It is hidden unless somebody chooses it.
const columnYear = "priceYear"

// Page is the page of the licenses that can be taken back.
type Page struct {
	session *session.Session
	content fyne.CanvasObject
	grid    *grid.Grid
	list    *page.List
	data    *grid.Paged[reclaimLine]
	lines   atomic.Pointer[reclaimLines] // as shown
	closed  map[string]bool              // groups that show nothing

	tenant                             *page.TenantFilter
	reason, certainty, groupBy, window *form.Select
	search                             *form.SearchEntry
	filter                             *filter.Bar
	bar                                *menu.CommandBar
	pane                               *widgets.FactsPanel
	split                              *widgets.Split
	footer                             *widgets.StatusDot
	kept                               int
	leave                              func() // ends what was begun for the selection of before
	stale, visible                     bool
}

// New makes the page.
func New(s *session.Session) *Page {
	p := &Page{session: s, closed: map[string]bool{}, stale: true, leave: func() {}}
	p.grid = grid.New(
		grid.Column{ID: "user", Title: lang.L("User"), Width: 170, MinWidth: 120, Stretch: 2, Sortable: true},
		grid.Column{ID: page.ColumnTenant, Title: lang.L("Tenant"), Width: 110, MinWidth: 80, Stretch: 1, Spare: 2, Sortable: true},
		grid.Column{ID: "license", Title: lang.L("License"), Width: 170, MinWidth: 110, Stretch: 2, Sortable: true},
		grid.Column{ID: "why", Title: lang.L("Why"), Width: 200, MinWidth: 110, Stretch: 2, Sortable: true},
		grid.Column{ID: "evidence", Title: lang.L("Evidence"), Width: 240, MinWidth: 110, Stretch: 3, Spare: 3, Sortable: true},
		grid.Column{ID: "certainty", Title: lang.L("Certainty"), Width: 112, Sortable: true},
		grid.Column{ID: "price", Title: lang.L("Saves a month"), Width: 110, AlignRight: true, Sortable: true},
		grid.Column{ID: "currency", Title: lang.L("Currency"), Width: 76, Spare: 1, Sortable: true},
		grid.Column{ID: "userPrincipalName", Title: lang.L("User Principal Name"), Width: 200, MinWidth: 120, Spare: 1, Sortable: true},
		grid.Column{ID: "skuPartNumber", Title: lang.L("SKU Part Number"), Width: 150, MinWidth: 100, Spare: 1, Sortable: true},
		grid.Column{ID: "department", Title: lang.L("Department"), Width: 140, MinWidth: 90, Spare: 1, Sortable: true},
		grid.Column{ID: columnYear, Title: lang.L("Saves a year"), Width: 110, AlignRight: true},
	)
	p.list = page.NewList(s, "reclaim", p.grid, p.each)
	p.list.Count = p.count
	p.list.Group = func(row int) bool { line, loaded := p.record(row); return loaded && line.group != nil }
	p.grid.SetIdle(page.ColumnTenant, true)
	p.grid.SetIdle(columnYear, true)
	p.grid.OnSelected = func(int) { p.follow() }
	p.grid.OnActivate = p.activate
	p.grid.OnFold = p.fold
	p.grid.OnSort = func(string, bool) { p.ask() }
	p.grid.OnContextMenu = func(_ int, at fyne.Position) { p.list.Menu(at, append(p.commands(), p.foldCommands()...)...) }
	p.data = grid.NewPaged(s.Context(), grid.Source[reclaimLine]{})
	p.data.OnError = func(err error) { s.Fail(lang.L("The list could not be read"), err) }
	p.data.OnCount = func(int) { p.counted() }
	p.data.OnPage = p.follow // which row is selected, that alone tells
	s.OnEnd(func() { p.data.Close(); p.data.Wait() })
	p.grid.SetData(p.data)
	p.bar = menu.NewCommandBar(nil, slices.Insert(p.commands(), len(p.commands())-1, p.list.Export)...) // which the menu of every list has
	p.pane = widgets.NewFactsPanel(grid.NewLog())
	p.footer = widgets.NewStatusDot(theme.StatusUnset, "")
	p.split = page.NewSplit("reclaim", p.grid, p.pane, 0.7)
	p.filter = p.newFilter()
	filters := p.filters()
	p.list.SearchBy(p.search)
	p.content = page.New(lang.L("Reclaim"), page.Column(p.split, p.filter.Row, p.split, p.bar.Row, p.footer), filters...)
	p.bar.OnGrown = p.content.Refresh
	p.sayEmpty()
	p.follow()
	s.OnEnd(s.Beacon.Workspace.OnChange(s.Coalesce(p.changed)))
	s.OnEnd(s.Beacon.OnEntered(s.Coalesce(p.Refresh)))
	return p
}

// filters are what chooses among the recommendations.
func (p *Page) filters() []page.Filter {
	ask := func(string) { p.ask() }
	p.tenant = page.NewTenantFilter(p.session, p.ask)
	p.tenant.OnRead = func() {
		p.grid.SetIdle(page.ColumnTenant, len(p.tenant.Published()) < 2)
		p.content.Refresh()
		p.grid.Refresh()
		p.showFooter()
		p.sayEmpty()
	}
	reasons, certainties := []string{lang.L("All reasons")}, []string{lang.L("Any certainty")}
	for _, reason := range app.ReclaimReasons {
		reasons = append(reasons, app.ReasonText(reason))
	}
	for _, certainty := range app.Certainties {
		certainties = append(certainties, app.CertaintyText(certainty))
	}
	groups := []string{lang.L("No groups")}
	for _, column := range app.ReclaimColumns {
		groups = append(groups, lang.L("By {{.Column}}", map[string]any{"Column": columnText(column)}))
	}
	days := page.WindowTexts()
	p.reason, p.certainty = form.NewSelect(reasons, ask), form.NewSelect(certainties, ask)
	p.groupBy, p.window = form.NewSelect(groups, ask), form.NewSelect(days, ask)
	p.reason.SetSelected(reasons[0])
	p.certainty.SetSelected(certainties[0])
	p.groupBy.SetSelected(groups[len(groups)-1]) // by reason
	p.window.SetSelected(days[1])
	p.search = form.NewSearchEntry(lang.L("Search user or license"), func(string) { p.ask() })
	return []page.Filter{
		{Object: p.tenant.Select, Width: 150, Least: 104},
		{Object: p.window, Width: 150, Least: 146},
		{Object: p.reason, Width: 190, Least: 112},
		{Object: p.certainty, Width: 130, Least: 122},
		{Object: p.groupBy, Width: 130, Least: 104},
		{Object: p.search, Width: 180, Least: 100},
	}
}

// columnText is what a column is called by which recommendations are grouped.
func columnText(column app.ReclaimColumn) string {
	switch column {
	case app.ByLicense:
		return lang.L("license")
	case app.ByDepartment:
		return lang.L("department")
	case app.ByCompany:
		return lang.L("company")
	case app.ByCountry:
		return lang.L("country")
	default:
		return lang.L("reason")
	}
}

// commands are what can be done with the selected recommendations.
func (p *Page) commands() []menu.Command {
	one := func() bool { _, is := p.selected(); return is }
	some := func() bool { return p.grid.SelectionCount() > 0 }
	return []menu.Command{
		{Text: lang.L("Open User..."), Enabled: one, Action: p.openUser},
		{Text: lang.L("Keep License..."), Enabled: some, Action: func() { p.session.Enter(p.keep) }},
		{Text: lang.L("Kept..."), Action: func() { showKeptLicenses(p.session, p.Refresh) }},
		{Text: lang.L("Script..."), TextNow: p.scriptText, Enabled: func() bool { return !p.grid.Empty() }, Action: p.script},
	}
}

// Content is what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Shown is called when the page comes to the front.
func (p *Page) Shown() {
	p.visible = true
	p.readAgain()
	p.session.Window.Canvas().Focus(p.grid)
}

// Hidden is called when another page comes to the front.
func (p *Page) Hidden() { p.visible = false }

// Refresh reads the list again.
func (p *Page) Refresh() {
	p.stale = true
	if p.visible {
		p.readAgain()
	}
}

// Find puts the focus on the search.
func (p *Page) Find() { p.session.Window.Canvas().Focus(p.search) }

// List is what the list offers.
func (p *Page) List() *page.List { return p.list }

// ShowAll shows every recommendation for the tenant of a connection, for all without one.
func (p *Page) ShowAll(connection string) {
	p.chooseAll()
	p.filter.Clear()
	p.search.SetValue("")
	p.tenant.Choose(connection)
	p.ask()
}

func (p *Page) changed() {
	if !p.tenant.Unchanged() {
		p.Refresh()
	}
}

func (p *Page) readAgain() {
	if p.stale {
		p.tenant.Refresh()
		p.reload()
	}
}

// ask shows what somebody has asked for now, from the first line.
func (p *Page) ask() {
	if p.content == nil { // while the page is made
		return
	}
	p.grid.Select(-1)
	p.grid.ScrollTo(0) // before the rows there are read
	p.reload()
}

// reload reads the lines again; the selection stays with them.
func (p *Page) reload() {
	p.stale = false
	p.filter.Follow()
	p.grid.Keep(p.filter.AskedColumns()...)
	lines := &reclaimLines{recommender: p.session.Inventory().Reclaim, query: p.query(), by: p.groups(), closed: maps.Clone(p.closed)}
	p.show(lines)
	session.Go(p.session, p.session.Context(), p.session.Inventory().Reclaim.Kept, func(kept []app.KeptLicense, err error) {
		if err != nil {
			p.session.Fail(lang.L("What is kept could not be read"), err)
			return
		}
		p.kept = len(slices.DeleteFunc(kept, func(k app.KeptLicense) bool { return k.Ended }))
		p.showFooter()
	})
	p.footer.Set(theme.StatusUnset, lang.L("Counting..."))
}

// show has the grid read lines.
func (p *Page) show(lines *reclaimLines) {
	p.lines.Store(lines)
	p.data.SetSource(grid.Source[reclaimLine]{
		Count: lines.count, Load: lines.load, Key: lineKey,
		Cells: func(line reclaimLine) []grid.Cell { return lines.cells(line, p.tenant.Named(line.Connection)) },
	})
	p.data.Reload()
	p.grid.Refresh()
}

// counted shows how much there is, once that is known.
func (p *Page) counted() {
	p.showFooter()
	p.sayEmpty()
	p.follow()
}

func (p *Page) showFooter() {
	lines := p.lines.Load()
	if lines == nil || p.data.Loading() {
		return
	}
	text, status := p.tenant.Footer(totalOf(lines.all, p.kept), theme.StatusUnset, app.PartActivity)
	p.footer.Set(status, text)
}

// sayEmpty says why there are no recommendations.
func (p *Page) sayEmpty() {
	switch {
	case p.tenant == nil || len(p.tenant.Published()) == 0:
		title, text := page.NothingImported(p.session)
		p.grid.SetEmpty(title, text, nil)
	case p.filtered():
		p.grid.SetEmpty(lang.L("Nothing found"), lang.L("No license that can be taken back fits the filters above."),
			widgets.NewButton(lang.L("Show All"), func() { p.ShowAll("") }))
	default:
		p.grid.SetEmpty(lang.L("Nothing to take back"), lang.L("No license was found that its user could do without, or all that were are kept."),
			nil)
	}
}

// filtered reports whether something above the list chooses among the recommendations.
func (p *Page) filtered() bool {
	q := p.query()
	return len(q.Connections) > 0 || len(q.Filter) > 0 || q.Search != ""
}

// activate opens the user of a line, or opens or closes a group.
func (p *Page) activate(row int) {
	if line, loaded := p.record(row); loaded && line.group != nil {
		p.fold(row, grid.FoldOther)
		return
	}
	p.openUser()
}

// record is a line that is loaded.
func (p *Page) record(row int) (reclaimLine, bool) {
	if row < 0 {
		return reclaimLine{}, false
	}
	return p.data.Record(row)
}

// selected is the one recommendation that is selected.
func (p *Page) selected() (app.Recommendation, bool) {
	if p.data == nil || p.grid.SelectionCount() != 1 {
		return app.Recommendation{}, false
	}
	line, loaded := p.record(p.grid.Selected())
	return line.Recommendation, loaded && line.group == nil
}

func (p *Page) openUser() {
	if r, is := p.selected(); is {
		user.Show(p.session, app.UserRow{Connection: r.Connection, ID: r.UserID})
	}
}
