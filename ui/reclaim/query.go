package reclaim

import (
	"slices"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/page"
)

// query is what the filters ask for.
func (p *Page) query() app.ReclaimQuery {
	q := app.ReclaimQuery{
		Connections: p.tenant.Chosen(), Search: p.search.Text, Filter: slices.Clip(p.filter.Conditions()),
		Window: page.Windows[max(0, p.window.SelectedIndex())],
	}
	column, descending := p.grid.Sort()
	q.Sort, q.Descending = columns.Sort(column), descending
	if i := p.reason.SelectedIndex() - 1; i >= 0 {
		q.Filter = append(q.Filter, lists.Is("reason", string(app.ReclaimReasons[i])))
	}
	if i := p.certainty.SelectedIndex() - 1; i >= 0 {
		q.Filter = append(q.Filter, lists.Is("certainty", string(app.Certainties[i])))
	}
	return q
}
