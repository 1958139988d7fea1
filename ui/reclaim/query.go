package reclaim

import (
	"inventorybeacon/app"
	"inventorybeacon/ui/page"
)

// sortsOf are what the columns are sorted by: evidence by the last activity, of which it mostly tells.
var sortsOf = map[string]string{
	"user": "displayName", page.ColumnTenant: "tenant", "license": "product", "why": "reason", "evidence": "lastActivity",
	"certainty": "certainty", "price": "price", "userPrincipalName": "userPrincipalName", "skuPartNumber": "skuPartNumber",
}

// query is what the filters ask for.
func (p *Page) query() app.ReclaimQuery {
	q := app.ReclaimQuery{Connections: p.tenant.Chosen(), Search: p.search.Text, Window: page.Windows[max(0, p.window.SelectedIndex())]}
	column, descending := p.grid.Sort()
	q.Sort, q.Descending = sortsOf[column], descending
	if i := p.reason.SelectedIndex() - 1; i >= 0 {
		q.Reasons = app.ReclaimReasons[i : i+1]
	}
	if i := p.certainty.SelectedIndex() - 1; i >= 0 {
		q.Certainties = app.Certainties[i : i+1]
	}
	return q
}
