package reclaim

import (
	"slices"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/page"
)

// sortsOf are what the columns are sorted by: evidence by the last activity, of which it mostly tells.
var sortsOf = map[string]string{
	"user": "displayName", page.ColumnTenant: "tenant", "license": "product", "why": "reason", "evidence": "lastActivity",
	"certainty": "certainty", "price": "price", "currency": "currency", "department": "department", "userPrincipalName": "userPrincipalName", "skuPartNumber": "skuPartNumber",
}

// sortedColumn is the column of the window that is sorted by what a view says.
func sortedColumn(sort string) string {
	for id, by := range sortsOf {
		if by == sort {
			return id
		}
	}
	return ""
}

// query is what the filters ask for.
func (p *Page) query() app.ReclaimQuery {
	q := app.ReclaimQuery{
		Connections: p.tenant.Chosen(), Search: p.search.Text, Filter: slices.Clip(p.filter.Conditions()),
		Window: page.Windows[max(0, p.window.SelectedIndex())],
	}
	column, descending := p.grid.Sort()
	q.Sort, q.Descending = sortsOf[column], descending
	if i := p.reason.SelectedIndex() - 1; i >= 0 {
		q.Filter = append(q.Filter, lists.Is("reason", string(app.ReclaimReasons[i])))
	}
	if i := p.certainty.SelectedIndex() - 1; i >= 0 {
		q.Filter = append(q.Filter, lists.Is("certainty", string(app.Certainties[i])))
	}
	return q
}
