package inventory

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/user"
	"inventorybeacon/ui/widgets/grid"
)

// LicenseKey is a license of the tenant of a connection.
type LicenseKey struct{ Connection, SKU string }

// NewHolders is the list of those who hold a license, or should and do not.
func NewHolders(s *session.Session, license func() LicenseKey) *List[app.Holder] {
	ask := func(q Query) app.UserQuery {
		return app.UserQuery{
			Connections: q.Connections, License: q.License, Search: q.Search, Sort: q.Sort, Descending: q.Descending,
			Activity: q.Activity, Window: q.Window, Failed: q.Failed, Filter: q.Filter,
		}
	}
	choices := []choice{{lang.L("All holders"), func(*Query) {}}}
	for _, state := range holderStates {
		choices = append(choices, choice{lists.ActivityText(state), func(q *Query) { q.Activity = state }})
	}
	choices = append(choices,
		where(lang.L("Disabled"), lists.Is("enabled", "no")),
		choice{lang.L("A license failed"), func(q *Query) { q.Failed = true }})
	return newList(s, "", lang.L("Search name, UPN or mail"), source[app.Holder]{
		name: "holders", within: true,
		narrow: func(q *Query) {
			key := license()
			q.Connections, q.License = []string{key.Connection}, key.SKU
		},
		key: func(h app.Holder) string { return h.Connection + "/" + h.ID },
		columns: []grid.Column{
			{ID: "displayName", Title: lang.L("User"), Width: 160, MinWidth: 96, Stretch: 2, Sortable: true},
			{ID: "userPrincipalName", Title: lang.L("User Principal Name"), Width: 200, MinWidth: 120, Stretch: 2, Sortable: true, Spare: 1},
			{ID: "department", Title: lang.L("Department"), Width: 110, MinWidth: 80, Stretch: 1, Sortable: true, Spare: 2},
			{ID: "since", Title: lang.L("Since"), Width: 88, Spare: 3},
			{ID: "how", Title: lang.L("How"), Width: 130, MinWidth: 76, Stretch: 1, Spare: 4},
			{ID: "lastActivity", Title: lang.L("Last Activity"), Width: 102, Sortable: true},
			{ID: "state", Title: lang.L("State"), Width: 72},
		},
		sort: "displayName", windowed: true, choices: choices, parts: app.PartActivity,
		rowName: lang.L("user"), rowsName: lang.L("users"),
		nothing: lang.L("Nobody holds this license"), why: lang.L("The tenant has it, and no user that was imported has it assigned."),
		cells: holderCells,
		count: func(ctx context.Context, q Query) (int64, error) {
			if q.License == "" {
				return 0, nil
			}
			return s.Inventory().CountUsers(ctx, ask(q))
		},
		load: func(ctx context.Context, q Query, offset, limit int) ([]app.Holder, error) {
			users := ask(q)
			users.Offset, users.Limit = offset, limit
			return s.Inventory().Holders(ctx, users)
		},
		open: func(h app.Holder) { user.Show(s, h.UserRow) },
	})
}

func holderCells(h app.Holder) []grid.Cell {
	since, how, state, last := grid.Muted("–"), grid.Muted("–"), grid.Muted("–"), lastActivityCell(h.UserRow)
	if a := h.Assignment; a != nil {
		since = grid.Text(a.Since.String())
		how = grid.Text(user.WayText(*a))
		how.Tooltip = user.AssignmentText(*a)
		state = grid.Text(lists.ActivityText(a.Activity))
		if a.Unreported {
			state.Tooltip = UnreportedText(true, a.Product)
			last.Tooltip = state.Tooltip
		}
	}
	if len(h.Failures) > 0 {
		var reasons []string
		for _, f := range h.Failures {
			reasons = append(reasons, user.FailureText(f))
		}
		how = grid.Cell{Text: strings.Join(reasons, ", "), Tooltip: strings.Join(reasons, "\n"), Error: true}
	}
	return []grid.Cell{
		nameCell(h.DisplayName, h.Enabled),
		grid.Text(h.UserPrincipalName), grid.Text(h.Department), since, how,
		last, state,
	}
}

// holderStates are the states of holders, in the order in which they are chosen.
var holderStates = [...]app.Activity{app.Active, app.Inactive, app.New, app.Unknown}
