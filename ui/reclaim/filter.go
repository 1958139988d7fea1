package reclaim

import (
	"slices"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/filter"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets/form"
)

// columns are what the columns of the window are called on the console and in views, and sorted by: evidence by the last activity, of
// which it mostly tells.
var columns = filter.Columns{
	Names: map[string]string{"user": "displayName", "license": "product", "why": "reason", page.ColumnTenant: lists.TenantColumn},
	Sorts: map[string]string{"evidence": "lastActivity"},
}

// newFilter makes the bar of conditions and views. Groups are chosen above it.
func (p *Page) newFilter() *filter.Bar {
	bar := filter.New(p.session, lists.Reclaim, p.list, columns, false)
	bar.Query, bar.Change, bar.Grown = p.asked, p.ask, func() { p.content.Refresh() }
	bar.Choices, bar.Apply, bar.ShowAll = p.choose, p.applyView, func() { p.ShowAll("") }
	return bar
}

// asked is what the list is asked for now, as a query of the console.
func (p *Page) asked() lists.Query {
	q := p.query()
	return lists.Query{
		List: lists.Reclaim, Connections: q.Connections, Search: q.Search, Filter: q.Filter.String(), Window: q.Window,
		GroupBy: string(p.groups()),
	}
}

// groups is the column by which the recommendations are grouped; empty for none.
func (p *Page) groups() app.ReclaimColumn {
	if i := p.groupBy.SelectedIndex() - 1; i >= 0 {
		return app.ReclaimColumns[i]
	}
	return ""
}

// applyView chooses what a view has kept.
func (p *Page) applyView(v lists.View) {
	p.chooseAll()
	p.search.SetValue(v.Search)
	if i := slices.Index(page.Windows, v.Days); i >= 0 {
		p.window.SetSelected(p.window.Option(i))
	}
	p.groupBy.SetSelected(p.groupBy.Option(slices.Index(app.ReclaimColumns, app.ReclaimColumn(v.GroupBy)) + 1))
}

// chooseAll chooses nothing among the recommendations above the list.
func (p *Page) chooseAll() {
	p.reason.SetSelected(p.reason.Option(0))
	p.certainty.SetSelected(p.certainty.Option(0))
	p.tenant.Choose("")
}

// choose returns what chooses again what is chosen above the list now.
func (p *Page) choose() (again func()) {
	selects := []*form.Select{p.reason, p.certainty, p.window, p.groupBy}
	var selected []string
	for _, s := range selects {
		selected = append(selected, s.Selected())
	}
	search, connection := p.search.Text, ""
	if chosen := p.tenant.Chosen(); len(chosen) > 0 {
		connection = chosen[0]
	}
	return func() {
		for i, s := range selects {
			s.SetSelected(selected[i])
		}
		p.search.SetValue(search)
		p.tenant.Choose(connection)
	}
}
