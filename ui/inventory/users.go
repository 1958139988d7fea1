package inventory

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/user"
	"inventorybeacon/ui/widgets/grid"
)

// columnPartNumbers has what Microsoft calls the licenses of a user in its answers. It is hidden unless somebody chooses it.
const columnPartNumbers = "skuPartNumbers"

// NewUsers is the page Users.
func NewUsers(s *session.Session) *List[app.UserRow] {
	ask := func(q Query) app.UserQuery {
		return app.UserQuery{
			Connections: q.Connections, Search: q.Search, Sort: q.Sort, Descending: q.Descending, Filter: q.Filter,
			Activity: q.Activity, Window: q.Window, Failed: q.Failed,
		}
	}
	l := newList(s, lang.L("Users"), lang.L("Search name, UPN or mail"), source[app.UserRow]{
		name:       "users",
		names:      map[string]string{"licenses": "products", columnPartNumbers: "licenses"},
		connection: func(u app.UserRow) string { return u.Connection },
		tenantSort: true,
		key:        func(u app.UserRow) string { return u.Connection + "/" + u.ID },
		columns: append([]grid.Column{
			{ID: "displayName", Title: lang.L("Display Name"), Width: 170, MinWidth: 96, Stretch: 2, Sortable: true},
			{ID: "userPrincipalName", Title: lang.L("User Principal Name"), Width: 250, MinWidth: 110, Stretch: 4, Sortable: true},
			{ID: "userType", Title: lang.L("Type"), Width: 68, Sortable: true, Spare: 1},
			{ID: "enabled", Title: lang.L("Account"), Width: 78, Sortable: true, Spare: 2},
			{ID: "department", Title: lang.L("Department"), Width: 120, MinWidth: 112, Stretch: 1, Sortable: true, Spare: 4},
			{ID: "country", Title: lang.L("Country"), Width: 76, Sortable: true, Spare: 3},
			{ID: "licenses", Title: lang.L("Licenses"), Width: 180, MinWidth: 72, Stretch: 1, Sortable: true, Yields: true},
			{ID: columnPartNumbers, Title: lang.L("SKU Part Numbers"), Width: 150, MinWidth: 84, Stretch: 1},
			{ID: "lastActivity", Title: lang.L("Last Activity"), Width: 102, Sortable: true},
		}, moreUserColumns()...),
		sort:     "displayName",
		windowed: true,
		choices:  userChoices(),
		parts:    app.PartActivity,
		rowName:  lang.L("user"),
		rowsName: lang.L("users"),
		cells:    userCells,
		count: func(ctx context.Context, q Query) (int64, error) {
			return s.Inventory().CountUsers(ctx, ask(q))
		},
		load: func(ctx context.Context, q Query, offset, limit int) ([]app.UserRow, error) {
			users := ask(q)
			users.Offset, users.Limit = offset, limit
			return s.Inventory().Users(ctx, users)
		},
		all: func(ctx context.Context, q Query, use func(app.UserRow) error) error {
			return s.Inventory().EachUser(ctx, ask(q), use)
		},
		sum: func(ctx context.Context, q Query) (string, error) {
			return searchText(ctx, s.Beacon, q.Search)
		},
		passing: true,
		open:    func(u app.UserRow) { user.Show(s, u) },
		pane:    user.NewPane(s),
	})
	l.grid.SetIdle(columnPartNumbers, true)
	for _, c := range moreUserColumns() {
		l.grid.SetIdle(c.ID, true)
	}
	return l
}

// searchText says why a search takes longer, while it does.
func searchText(ctx context.Context, beacon *app.Beacon, search string) (string, error) {
	if search == "" {
		return "", nil
	}
	still, err := beacon.Indexing(ctx)
	if !still {
		return "", err
	}
	return lang.L("The search index is being made; until then a search takes longer"), nil
}

// userChoices are the states of users, and who does not have a license.
func userChoices() []choice {
	choices := []choice{{lang.L("All users"), func(*Query) {}}}
	for _, state := range []app.Activity{app.Active, app.Inactive, app.New, app.Unknown} {
		choices = append(choices, choice{lists.ActivityText(state), func(q *Query) { q.Activity = state }})
	}
	return append(choices, choice{lang.L("A license failed"), func(q *Query) { q.Failed = true }})
}

// lastActivityCell says when a user was last active.
func lastActivityCell(u app.UserRow) grid.Cell {
	switch {
	case u.LastActivity != 0:
		return page.Day(u.LastActivity)
	case u.Listed:
		return grid.Muted(lang.L("Never"))
	default:
		return grid.Cell{Text: lang.L("Unknown"), Muted: true, Tooltip: lang.L("Not listed by the usage report that would tell of it")}
	}
}

func userCells(u app.UserRow) []grid.Cell {
	account := grid.Cell{Text: lists.EnabledText(u.Enabled), Muted: !u.Enabled}
	var failed []string
	for _, license := range u.Failed {
		failed = append(failed, lang.L("Not assigned: {{.License}}", map[string]any{"License": license}))
	}
	cells := []grid.Cell{
		nameCell(u.DisplayName, u.Enabled),
		grid.Text(u.UserPrincipalName),
		grid.Text(lists.UserTypeText(u.UserType)),
		account,
		grid.Text(u.Department),
		grid.Text(u.Country),
		{Text: strings.Join(u.Products, ", "), Tooltip: strings.Join(append(slices.Clone(u.Products), failed...), "\n")},
		grid.Text(strings.Join(u.Licenses, ", ")),
		lastActivityCell(u),
	}
	return append(cells, moreUserCells(u)...)
}

// nameCell is the name of somebody, gray where the account is disabled, which its tooltip says.
func nameCell(name string, enabled bool) grid.Cell {
	cell := grid.Text(name)
	if !enabled {
		cell.Muted, cell.Tooltip = true, name+"\n"+lang.L("Account disabled")
	}
	return cell
}
