package reclaim

import (
	"slices"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/filter"
	"inventorybeacon/ui/page"
)

// listColumns are the columns of the list on the console and in views for those of the window that have other names.
var listColumns = map[string]string{"user": "displayName", "license": "product", "why": "reason", page.ColumnTenant: lists.TenantColumn}

func listColumn(id string) string {
	if name, other := listColumns[id]; other {
		return name
	}
	return id
}

// gridColumn is the column of the window for one of a view.
func gridColumn(name string) string {
	for id, other := range listColumns {
		if other == name {
			return id
		}
	}
	return name
}

// newFilter makes the bar of conditions and views. Groups are chosen above it.
func (p *Page) newFilter() *filter.Bar {
	bar := filter.New(p.session, lists.Reclaim, p.titleOf, false)
	bar.Query, bar.Change, bar.Apply = p.asked, p.ask, p.applyView
	bar.Grown = func() { p.content.Refresh() }
	return bar
}

// titleOf is what a property is called: as its column, if it has one.
func (p *Page) titleOf(property string) string {
	if property == "license" {
		return filter.PropertyTitle("licenses")
	}
	for _, c := range p.grid.Columns() {
		if c.ID == gridColumn(property) {
			return c.Title
		}
	}
	return filter.PropertyTitle(property)
}

// asked is what the list shows now, as a query of the console.
func (p *Page) asked() lists.Query {
	q := p.query()
	asked := lists.Query{
		List: lists.Reclaim, Connections: q.Connections, Search: q.Search, Filter: q.Filter.String(), Window: q.Window, Sort: q.Sort,
	}
	if q.Sort != "" && q.Descending {
		asked.Sort = "-" + q.Sort
	}
	for _, c := range p.grid.Drawn() {
		asked.Columns = append(asked.Columns, listColumn(c.ID))
	}
	return asked
}

// applyView chooses what a view has kept besides its conditions.
func (p *Page) applyView(v lists.View) {
	p.chooseAll()
	p.search.SetValue(v.Search)
	if i := slices.Index(page.Windows, v.Days); i >= 0 {
		p.window.SetSelected(p.window.Option(i))
	}
	if len(v.Columns) > 0 { // of which a view of the console may have others than the window
		ids := make([]string, len(v.Columns))
		for i, name := range v.Columns {
			ids[i] = gridColumn(name)
		}
		p.list.ShowColumns(ids)
	}
	if sort, descending := strings.CutPrefix(v.Sort, "-"); sort != "" {
		p.grid.SetSort(sortedColumn(sort), descending)
	}
	if i := slices.Index(app.ReclaimColumns, app.ReclaimColumn(v.GroupBy)); i >= 0 {
		p.groupBy.SetSelected(p.groupBy.Option(i + 1))
	}
}

// chooseAll chooses nothing among the recommendations above the list.
func (p *Page) chooseAll() {
	p.reason.SetSelected(p.reason.Option(0))
	p.certainty.SetSelected(p.certainty.Option(0))
	p.tenant.Choose("")
}
