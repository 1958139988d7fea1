// Package inventory is the pages Users, Applications, Licenses and Usage: what
// was imported, searchable, sortable, and usable with a million rows.
package inventory

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
)

// query is what the filters and the header of a list ask for.
type query struct {
	connections []string
	search      string
	sort        string
	descending  bool
	window      int
	// activity and failed choose users by a state, or those without a license that
	// they should have.
	activity app.Activity
	failed   bool
}

// choice is an entry of a list's own filter.
type choice struct {
	text string
	set  func(q *query)
}

// source reads the rows of one kind of list.
type source[T any] struct {
	columns []grid.Column
	// sort is the column at the start, downward whether the greatest come first.
	sort     string
	downward bool
	cells    func(T) []grid.Cell
	count    func(ctx context.Context, q query) (int64, error)
	load     func(ctx context.Context, q query, offset, limit int) ([]T, error)
	// rowName and rowsName are what one row and several are called in the line below the list.
	rowName, rowsName string
	// nothing is said in place of rows when something else was imported.
	nothing string
	// windowed says that the list depends on the window of activity.
	windowed bool
	// choices are those of a filter, of which the first asks for all rows; none is no
	// filter.
	choices []choice
	// sum says more about all rows below the list; may be nil.
	sum func(ctx context.Context, q query) (string, error)
	// passing says that what sum says becomes nothing after a while, by itself.
	passing bool
	// open shows more about a row; may be nil.
	open func(row T)
	// parts are what can be older than the import and is shown.
	parts app.Part
}

// List is a page with one large list.
type List[T any] struct {
	session *session.Session
	source  source[T]
	content fyne.CanvasObject
	grid    *grid.Grid
	data    *grid.Paged[T]
	tenant  *tenantFilter
	window  *widgets.Select
	chosen  *widgets.Select
	search  *widgets.SearchEntry
	footer  *widgets.StatusDot
	total   string // in the footer
	sum     string // in the footer, behind it
	reloads int    // how often the rows were asked for
	leave   func() // ends what was begun for the rows of the last reload
	stale   bool
	empty   bool
	visible bool
}

// windows are the windows of activity that can be chosen, in days.
var windows = []int{30, 90, 180}

func newList[T any](s *session.Session, title, searchHint string, src source[T]) *List[T] {
	l := &List[T]{session: s, source: src, stale: true, leave: func() {}}
	l.grid = grid.New(src.columns...)
	l.grid.SetSort(src.sort, src.downward)
	l.grid.OnSort = func(string, bool) { l.reload() }
	l.grid.OnActivate = l.activate
	l.grid.SetEmpty(lang.L("Nothing has been imported yet"),
		lang.L("Execute Now on Inventory Systems imports users, applications, licenses and usage."), nil)
	l.data = grid.NewPaged(s.Context(), grid.Source[T]{})
	l.data.OnError = func(err error) { s.Fail(lang.L("The list could not be read"), err) }
	l.data.OnCount = l.showCount
	s.OnEnd(func() { l.data.Close(); l.data.Wait() })
	l.grid.SetData(l.data)

	l.search = widgets.NewSearchEntry(searchHint, func(string) { l.reload() })
	l.tenant = newTenantFilter(s, l.reload)
	l.tenant.read = func() {
		l.content.Refresh()
		l.showFooter()
		l.showEmpty()
	}
	l.footer = widgets.NewStatusDot(theme.StatusUnset, "")
	l.content = page.New(title, container.NewBorder(nil, l.footer, nil, nil, l.grid), l.filters()...)

	s.OnEnd(s.Beacon.Workspace.OnChange(s.Coalesce(l.changed)))
	return l
}

func (l *List[T]) filters() []page.Filter {
	row := []page.Filter{{Object: l.tenant.list, Width: 190, Least: 110}}
	reload := func(string) { l.reload() }
	if l.source.choices != nil {
		var options []string
		for _, c := range l.source.choices {
			options = append(options, c.text)
		}
		l.chosen = widgets.NewSelect(options, reload)
		l.chosen.SetSelected(options[0])
		row = append(row, page.Filter{Object: l.chosen, Width: 190, Least: 115})
	}
	if l.source.windowed {
		var options []string
		for _, days := range windows {
			options = append(options, lang.L("Active in {{.Days}} days", map[string]any{"Days": days}))
		}
		l.window = widgets.NewSelect(options, reload)
		l.window.SetSelected(options[1])
		row = append(row, page.Filter{Object: l.window, Width: 150, Least: 146})
	}
	return append(row, page.Filter{Object: l.search, Width: 240, Least: 120})
}

// Content is what the window shows.
func (l *List[T]) Content() fyne.CanvasObject { return l.content }

// Shown is called when the page comes to the front: it reads what has changed
// since.
func (l *List[T]) Shown() {
	l.visible = true
	if l.stale {
		l.tenant.refresh()
		l.reload()
	}
	l.session.Window.Canvas().Focus(l.grid)
}

// Hidden is called when another page comes to the front.
func (l *List[T]) Hidden() { l.visible = false }

// changed is called after an import or a Save.
func (l *List[T]) changed() {
	if l.tenant.unchanged() {
		return
	}
	l.stale = true
	if l.visible {
		l.Shown()
	}
}

func (l *List[T]) query() query {
	q := query{connections: l.tenant.selected(), search: l.search.Text}
	q.sort, q.descending = l.grid.Sort()
	if l.window != nil {
		q.window = windows[max(0, l.window.SelectedIndex())]
	}
	if l.chosen != nil {
		l.source.choices[max(0, l.chosen.SelectedIndex())].set(&q)
	}
	return q
}

func (l *List[T]) reload() {
	l.stale = false
	l.reloads++
	l.leave()
	q := l.query()
	l.data.SetSource(grid.Source[T]{
		Count: func(ctx context.Context) (int, error) {
			n, err := l.source.count(ctx, q)
			return int(n), err
		},
		Load: func(ctx context.Context, offset, limit int) ([]T, error) {
			return l.source.load(ctx, q, offset, limit)
		},
		Cells: l.source.cells,
	})
	l.footer.Set(theme.StatusUnset, lang.L("Counting..."))
	l.data.Reload()
	l.grid.Select(-1)
	l.grid.Refresh()
}

func (l *List[T]) showCount(count int) {
	name := l.source.rowsName
	if count == 1 {
		name = l.source.rowName
	}
	l.total, l.sum = connector.Number(int64(count))+" "+name, ""
	l.showFooter()
	l.showSum()
	l.empty = count == 0
	l.showEmpty()
}

// showEmpty says why there are no rows.
func (l *List[T]) showEmpty() {
	switch {
	case !l.empty:
	case l.search.Text != "":
		l.grid.SetEmpty(lang.L("Nothing found"), lang.L("No row contains what is searched for."),
			widgets.NewButton(lang.L("Clear the search"), l.search.Clear))
	case l.source.nothing != "" && len(l.tenant.published) > 0:
		l.grid.SetEmpty(l.source.nothing, lang.L("The log of the last import, on Tasks, says why."), nil)
	}
}

func (l *List[T]) activate(row int) {
	if record, ok := l.data.Record(row); ok && l.source.open != nil {
		l.source.open(record)
	}
}

// text is a cell that is gray while there is nothing in it.
func text(s string) grid.Cell { return grid.Text(s) }

// number is a cell with a number.
func number(n int64) grid.Cell { return grid.Text(connector.Number(n)) }

// known is a cell with a number that may not be known.
func known(n *int64) grid.Cell {
	if n == nil {
		return grid.Cell{Text: "–", Muted: true, Tooltip: lang.L("Not known: no usage report tells of it")}
	}
	return number(*n)
}
