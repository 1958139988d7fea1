package inventory

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets/grid"
)

// NewApplications is the page Applications.
func NewApplications(s *session.Session) *List[app.ApplicationRow] {
	ask := func(q query) app.ApplicationQuery {
		return app.ApplicationQuery{
			Connections: q.connections, Search: q.search, Sort: q.sort, Descending: q.descending, Window: q.window,
		}
	}
	return newList(s, lang.L("Applications"), lang.L("Search applications"), source[app.ApplicationRow]{
		name: "applications",
		key:  func(a app.ApplicationRow) string { return a.Application + "/" + a.Plan },
		columns: []grid.Column{
			{ID: "application", Title: lang.L("Application"), Width: 260, MinWidth: 143, Stretch: 3, Sortable: true},
			{ID: "plan", Title: lang.L("Service plan"), Width: 200, MinWidth: 130, Stretch: 1, Sortable: true, Spare: 2},
			{ID: "entitled", Title: lang.L("Entitled users"), Width: 130, AlignRight: true, Sortable: true},
			{ID: "active", Title: lang.L("Active users"), Width: 130, AlignRight: true, Sortable: true},
			{ID: "unknown", Title: lang.L("Unknown"), Width: 110, AlignRight: true, Sortable: true, Spare: 1},
			{ID: "activations", Title: lang.L("Activations"), Width: 130, AlignRight: true, Sortable: true},
		},
		sort:     "active",
		downward: true,
		windowed: true,
		parts:    app.PartActivity | app.PartActivations,
		rowName:  lang.L("application"),
		rowsName: lang.L("applications"),
		cells: func(a app.ApplicationRow) []grid.Cell {
			return []grid.Cell{text(a.Application), grid.Muted(a.Plan), number(a.Entitled), known(a.Active), known(a.Unknown), activations(a.Activations)}
		},
		count: func(ctx context.Context, q query) (int64, error) {
			return s.Beacon.CountApplications(ctx, ask(q))
		},
		load: func(ctx context.Context, q query, offset, limit int) ([]app.ApplicationRow, error) {
			applications := ask(q)
			applications.Offset, applications.Limit = offset, limit
			return s.Beacon.Applications(ctx, applications)
		},
	})
}

// activations is a cell that is gray for an application that is on no device.
func activations(n *int64) grid.Cell {
	if n != nil && *n == 0 {
		return zero()
	}
	return known(n)
}
