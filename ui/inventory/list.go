// Package inventory is the lists of users, applications, licenses, their holders and usage: what
// was imported, searchable, sortable, and usable with a million rows.
package inventory

import (
	"cmp"
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/filter"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
	"inventorybeacon/ui/widgets/menu"
)

// source reads the rows of one kind of list.
type source[T any] struct {
	// name is what preferences and files are named after.
	name    string
	columns []grid.Column
	// names are those that columns have on the console and in views, by their ids, where they are others.
	names map[string]string
	// connection says through which connection a row was imported, for the column Tenant; nil for rows that sum up over all.
	connection func(T) string
	// tenantSort is set where rows can be sorted by that.
	tenantSort bool
	// key tells rows apart.
	key func(T) string
	// sort is the column at the start, downward whether the greatest come first.
	sort     string
	downward bool
	cells    func(T) []grid.Cell
	count    func(ctx context.Context, q Query) (int64, error)
	load     func(ctx context.Context, q Query, offset, limit int) ([]T, error)
	// all calls use with all rows, as they stood at its beginning; nil where load does it.
	all func(ctx context.Context, q Query, use func(T) error) error
	// rowName and rowsName are what one row and several are called in the line below the list.
	rowName, rowsName string
	// nothing is said in place of rows when something else was imported, and below it why.
	nothing, why string
	// windowed says that the list depends on the window of activity.
	windowed bool
	// choices are those of a filter, of which the first asks for all rows; none is no
	// filter. With groups they are what the rows are groups of.
	choices []choice
	groups  bool
	// sum says more about all rows below the list; may be nil.
	sum func(ctx context.Context, q Query) (string, error)
	// sumOf says more about rows that are selected together; nil for nothing.
	sumOf func(rows []T) string
	// within says that the rows are users of something whose page the list stands in: it has no views.
	within bool
	// passing says that what sum says becomes nothing after a while, by itself.
	passing bool
	// open shows more about a row; may be nil. commands are more of what can be done with one.
	open     func(row T)
	commands func(row T) []menu.Command
	// act is what is done with a row by a button above the list, too; nil for nothing.
	act *act[T]
	// keeps are the columns that are asked about, and so are not left out for lack of room; nil for none.
	keeps func(q Query) []string
	// narrow asks for some of the rows only, before they are read beside the window; nil for
	// all.
	narrow func(q *Query)
	// parts are what can be older than the import and is shown.
	parts app.Part
	// pane stands beside the list and tells more of what is selected; nil for none.
	pane pane[T]
}

// List is a page with one large list.
type List[T any] struct {
	session *session.Session
	source  source[T]
	content fyne.CanvasObject
	grid    *grid.Grid
	list    *page.List
	data    *grid.Paged[T]
	tenant  *page.TenantFilter
	window  *form.Select
	chosen  *form.Select
	// OnGrown is called when what stands above a list within a page may need more room; nil for a page of its own.
	OnGrown func()
	// OnWindow is called when another window of activity was chosen; may be nil.
	OnWindow func()
	search   *form.SearchEntry
	filter   *filter.Bar
	act      *widgets.Button // nil where nothing is done with rows
	footer   *widgets.StatusDot
	total    string // in the footer
	sum      string // in the footer, behind it
	unknown  string // in the footer, of the names in the filter
	reloads  int    // how often the rows were asked for
	leave    func() // ends what was begun for the rows of the last reload
	stale    bool
	empty    bool
	visible  bool
}

func newList[T any](s *session.Session, title, searchHint string, src source[T]) *List[T] {
	l := &List[T]{session: s, source: src, stale: true, leave: func() {}}
	l.grid = grid.New(src.shown()...)
	l.list = page.NewList(s, src.name, l.grid, func() page.Each { return page.Rows(l.data) })
	l.grid.SetSort(src.sort, src.downward)
	l.grid.SetIdle(page.ColumnTenant, true)
	l.grid.OnSort = func(string, bool) { l.ask() }
	l.grid.OnActivate = l.activate
	l.grid.OnContextMenu = l.menu
	l.sayNothingImported()
	l.data = grid.NewPaged(s.Context(), grid.Source[T]{})
	l.data.OnError = func(err error) { s.Fail(lang.L("The list could not be read"), err) }
	l.data.OnCount = l.showCount
	s.OnEnd(func() { l.data.Close(); l.data.Wait() })
	l.grid.SetData(l.data)

	l.search = form.NewSearchEntry(searchHint, func(string) { l.ask() })
	l.list.SearchBy(l.search)
	l.tenant = page.NewTenantFilter(s, l.ask)
	l.tenant.OnRead = func() {
		l.grid.SetIdle(page.ColumnTenant, len(l.tenant.Published()) < 2)
		l.layOut()
		l.grid.Refresh() // the tenants have their names now
		l.showFooter()
		l.showEmpty()
	}
	l.footer = widgets.NewStatusDot(theme.StatusUnset, "")
	l.filter = l.newFilter()
	main := fyne.CanvasObject(l.grid)
	if src.pane != nil {
		main = src.pane.Beside(l.grid)
	}
	bar := l.bar()
	l.grid.OnSelected = func(row int) {
		if src.pane != nil {
			l.tellPane(row)
		}
		l.enableAct()
		l.showFooter()
	}
	l.content = page.New(title, page.Column(main, bar, main, l.footer), l.filters()...)

	s.OnEnd(s.Beacon.Workspace.OnChange(s.Coalesce(l.changed)))
	s.OnEnd(s.Beacon.OnEntered(s.Coalesce(l.outdate)))
	s.OnEnd(s.Beacon.OnProgress(s.Coalesce(l.showImporting)))
	return l
}

func (l *List[T]) filters() []page.Filter {
	row := []page.Filter{{Object: l.tenant.Select, Width: 190, Least: 110}}
	reload := func(string) { l.ask() }
	if l.source.choices != nil {
		var texts []string
		for _, c := range l.source.choices {
			texts = append(texts, c.text)
		}
		l.chosen = form.NewSelect(texts, reload)
		l.chosen.SetSelected(l.source.choices[0].text)
		row = append(row, page.Filter{Object: l.chosen, Width: 190, Least: 115})
	}
	if l.source.windowed {
		var options []string
		for _, days := range page.Windows {
			options = append(options, page.WindowText(days))
		}
		l.window = form.NewSelect(options, func(string) {
			l.ask()
			if l.OnWindow != nil {
				l.OnWindow()
			}
		})
		l.window.SetSelected(options[1])
		row = append(row, page.Filter{Object: l.window, Width: 150, Least: 146})
	}
	return append(row, page.Filter{Object: l.search, Width: 240, Least: 120})
}

// layOut lays the page out anew. Where the list stands within another page, its own is not shown, and would take the rows out of
// their place there.
func (l *List[T]) layOut() {
	if l.OnGrown != nil {
		l.OnGrown()
	}
	if !l.content.Size().IsZero() {
		l.content.Refresh()
	}
}

// Content is what the window shows.
func (l *List[T]) Content() fyne.CanvasObject { return l.content }

// Shown is called when the page comes to the front: it reads what has changed
// since.
func (l *List[T]) Shown() {
	l.visible = true
	l.readAgain()
	l.session.Window.Canvas().Focus(l.grid)
}

// readAgain reads the list where it has become stale. The focus, the selection and the place stay: somebody may just be typing.
func (l *List[T]) readAgain() {
	if l.stale {
		l.tenant.Refresh()
		l.reload()
	}
}

// Refresh reads the list again.
func (l *List[T]) Refresh() {
	l.stale = true
	l.readAgain()
}

// Find puts the focus on the search.
func (l *List[T]) Find() { l.session.Window.Canvas().Focus(l.search) }

// List is what the list offers.
func (l *List[T]) List() *page.List { return l.list }

// Hidden is called when another page comes to the front.
func (l *List[T]) Hidden() { l.visible = false }

// changed is called after an import or a Save.
func (l *List[T]) changed() {
	l.showImporting()
	if !l.tenant.Unchanged() {
		l.outdate()
	}
}

// outdate is called when something else is to be shown now, such as a price that was entered.
func (l *List[T]) outdate() {
	l.stale = true
	if l.visible {
		l.readAgain()
	}
}

func (l *List[T]) query() Query {
	q := Query{Connections: l.tenant.Chosen(), Search: l.search.Text, Filter: l.filter.Conditions()}
	q.Sort, q.Descending = l.grid.Sort()
	if l.window != nil {
		q.Window = page.Windows[max(0, l.window.SelectedIndex())]
	}
	if l.chosen != nil {
		l.source.choices[max(0, l.chosen.SelectedIndex())].set(&q)
	}
	if l.source.narrow != nil {
		l.source.narrow(&q)
	}
	return q
}

// ask shows the rows that somebody has asked for now, from the first one.
func (l *List[T]) ask() {
	l.grid.Select(-1)
	l.grid.ScrollTo(0) // before the rows there are read
	l.reload()
}

// reload reads the rows again.
func (l *List[T]) reload() {
	l.stale = false
	l.reloads++
	l.filter.Follow()
	l.leave()
	q := l.query()
	kept := l.filter.AskedColumns()
	if l.source.keeps != nil {
		kept = append(kept, l.source.keeps(q)...)
	}
	l.grid.Keep(kept...)
	rows := grid.Source[T]{
		Count: func(ctx context.Context) (int, error) {
			n, err := l.source.count(ctx, q)
			return int(n), err
		},
		Load: func(ctx context.Context, offset, limit int) ([]T, error) {
			return l.source.load(ctx, q, offset, limit)
		},
		Cells: l.cells,
		Key:   l.source.key,
	}
	if l.source.all != nil {
		rows.All = func(ctx context.Context, use func(T) error) error { return l.source.all(ctx, q, use) }
	}
	l.data.SetSource(rows)
	l.footer.Set(theme.StatusUnset, lang.L("Counting..."))
	l.data.Reload()
	l.grid.Refresh()
}

// cells are those of a row, with its tenant.
func (l *List[T]) cells(row T) []grid.Cell {
	cells := l.source.cells(row)
	if l.source.connection == nil {
		return cells
	}
	return slices.Insert(cells, tenantPlace, grid.Text(l.tenant.Named(l.source.connection(row))))
}

const (
	tenantPlace = 1 // of the column among the others
)

// shown are the columns with that of the tenant.
func (s source[T]) shown() []grid.Column {
	if s.connection == nil {
		return s.columns
	}
	tenant := grid.Column{ID: page.ColumnTenant, Title: lang.L("Tenant"), Width: 110, MinWidth: 72, Stretch: 1, Sortable: s.tenantSort}
	return slices.Insert(slices.Clone(s.columns), tenantPlace, tenant)
}

func (l *List[T]) showCount(count int) {
	name := l.source.rowsName
	if count == 1 {
		name = l.source.rowName
	}
	l.total, l.sum, l.unknown = message.Number(int64(count))+" "+name, "", ""
	l.showFooter()
	l.showSum()
	l.tellUnknown()
	l.empty = count == 0
	l.showEmpty()
	if l.source.pane != nil {
		l.source.pane.Refresh()
	}
}

// showEmpty says why there are no rows.
func (l *List[T]) showEmpty() {
	switch {
	case !l.empty:
	case len(l.tenant.Published()) == 0:
		l.sayNothingImported()
	case l.search.Text != "":
		l.grid.SetEmpty(lang.L("Nothing found"), lang.L("No row contains what is searched for."),
			widgets.NewButton(lang.L("Clear the Search"), l.search.Clear))
	case l.filtered():
		l.grid.SetEmpty(lang.L("Nothing found"), cmp.Or(l.unknown, lang.L("No row fits the filters above.")),
			widgets.NewButton(lang.L("Show All"), l.ShowAll))
	case l.source.nothing != "":
		l.grid.SetEmpty(l.source.nothing, l.source.why, nil)
	}
}

func (l *List[T]) sayNothingImported() {
	title, text := page.NothingImported(l.session)
	l.grid.SetEmpty(title, text, nil)
}

// showImporting says whether an import runs, as long as there is none; a button that somebody may just press is left alone.
func (l *List[T]) showImporting() {
	if l.empty && len(l.tenant.Published()) == 0 {
		l.sayNothingImported()
	}
}

// filtered reports whether a list above chooses among the rows.
func (l *List[T]) filtered() bool {
	return len(l.tenant.Chosen()) > 0 || len(l.filter.Conditions()) > 0 ||
		!l.source.groups && l.chosen != nil && l.chosen.SelectedIndex() > 0
}

// ShowAll takes every filter off.
func (l *List[T]) ShowAll() {
	l.filter.Clear()
	l.chooseAll()
	l.ask()
}

func (l *List[T]) activate(row int) {
	if record, ok := l.data.Record(row); ok && l.source.open != nil {
		l.source.open(record)
	}
}
