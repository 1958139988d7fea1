package inventory

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets/grid"
)

// newHolders is the list of those who hold a license, or should and do not.
func newHolders(s *session.Session, license func() licenseKey) *List[app.Holder] {
	ask := func(q query) app.UserQuery {
		return app.UserQuery{
			Connections: q.connections, License: q.license, Search: q.search, Sort: q.sort, Descending: q.descending,
			Activity: q.activity, Window: q.window, Failed: q.failed, Enabled: q.enabled,
		}
	}
	no := false
	choices := []choice{{lang.L("All holders"), func(*query) {}}}
	for _, state := range states {
		choices = append(choices, choice{activityText(state), func(q *query) { q.activity = state }})
	}
	choices = append(choices,
		choice{lang.L("Disabled"), func(q *query) { q.enabled = &no }},
		choice{lang.L("A license failed"), func(q *query) { q.failed = true }})
	return newList(s, "", lang.L("Search name, UPN or mail"), source[app.Holder]{
		name: "holders",
		narrow: func(q *query) {
			key := license()
			q.connections, q.license = []string{key.connection}, key.sku
		},
		key: func(h app.Holder) string { return h.Connection + "/" + h.ID },
		columns: []grid.Column{
			{ID: "displayName", Title: lang.L("User"), Width: 160, MinWidth: 110, Stretch: 2, Sortable: true},
			{ID: "userPrincipalName", Title: lang.L("User Principal Name"), Width: 200, MinWidth: 120, Stretch: 2, Sortable: true, Spare: 1},
			{ID: "department", Title: lang.L("Department"), Width: 110, MinWidth: 80, Stretch: 1, Sortable: true, Spare: 2},
			{ID: "since", Title: lang.L("Since"), Width: 88},
			{ID: "how", Title: lang.L("How"), Width: 130, MinWidth: 84, Stretch: 1},
			{ID: "lastActivity", Title: lang.L("Last Activity"), Width: 102, Sortable: true},
			{ID: "state", Title: lang.L("State"), Width: 72},
		},
		sort: "displayName", windowed: true, choices: choices, parts: app.PartActivity,
		rowName: lang.L("user"), rowsName: lang.L("users"), nothing: lang.L("Nobody holds this license"),
		cells: holderCells,
		count: func(ctx context.Context, q query) (int64, error) {
			if q.license == "" {
				return 0, nil
			}
			return s.Beacon.CountUsers(ctx, ask(q))
		},
		load: func(ctx context.Context, q query, offset, limit int) ([]app.Holder, error) {
			users := ask(q)
			users.Offset, users.Limit = offset, limit
			return s.Beacon.Holders(ctx, users)
		},
		open: func(h app.Holder) { showUser(s, h.UserRow) },
	})
}

func holderCells(h app.Holder) []grid.Cell {
	cells := userCells(h.UserRow)
	since, how, state := grid.Muted("–"), grid.Muted("–"), grid.Muted("–")
	if a := h.Assignment; a != nil {
		since = text(a.Since.String())
		how = grid.Text(wayText(*a))
		how.Tooltip = assignmentText(*a)
		state = text(activityText(a.Activity))
	}
	if len(h.Failures) > 0 {
		var reasons []string
		for _, f := range h.Failures {
			reasons = append(reasons, failureText(f))
		}
		how = grid.Cell{Text: strings.Join(reasons, ", "), Tooltip: strings.Join(reasons, "\n"), Error: true}
	}
	return []grid.Cell{cells[0], cells[1], text(h.Department), since, how, cells[len(cells)-1], state}
}

// row is what filters a list of one tenant, side by side, for a list that stands within a page.
func (l *List[T]) row() fyne.CanvasObject {
	row := container.NewHBox()
	for _, f := range l.filters() {
		if f.Object == l.tenant.list {
			continue
		}
		row.Add(container.NewGridWrap(fyne.NewSize(f.Width, f.Object.MinSize().Height), f.Object))
	}
	return row
}

// choosePlace chooses an entry of the list's own filter.
func (l *List[T]) choosePlace(place int) {
	l.chosen.SetSelected(l.choices()[place].text)
	l.ask()
}
