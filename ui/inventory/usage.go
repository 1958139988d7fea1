package inventory

import (
	"context"
	"slices"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/user"
	"inventorybeacon/ui/widgets/grid"
)

// NewUsage is the page Usage: a row for each user, a column for each application.
func NewUsage(s *session.Session) *List[app.WideUsageRow] {
	ask := func(q Query) app.UsageQuery {
		return app.UsageQuery{
			Connections: q.Connections, Search: q.Search, Sort: q.Sort, Descending: q.Descending, Filter: q.Filter,
		}
	}
	columns := []grid.Column{
		{ID: "userPrincipalName", Title: lang.L("User Principal Name"), Width: 260, MinWidth: 210, Stretch: 2, Sortable: true},
		{ID: "lastActivity", Title: lang.L("Last Activity"), Width: 106, Sortable: true},
	}
	for a := range connector.UsedApplication(connector.UsedApplications) {
		columns = append(columns, grid.Column{
			ID: a.String(), Title: a.String(), Width: applicationWidth(a), Sortable: true, Spare: connector.UsedApplications - applicationRank(a),
		})
	}
	return newList(s, lang.L("Usage"), lang.L("Search UPN"), source[app.WideUsageRow]{
		name:       "usage",
		connection: func(u app.WideUsageRow) string { return u.Connection },
		key:        func(u app.WideUsageRow) string { return u.Connection + "/" + u.UserPrincipalName },
		columns:    columns,
		sort:       "userPrincipalName",
		choices:    usageChoices(),
		keeps:      applicationsOf,
		open:       func(u app.WideUsageRow) { user.ShowReported(s, u) },
		parts:      app.PartActivity,
		nothing:    lang.L("No usage report was imported"),
		why:        lang.L("The log of the last import, on Tasks, says why."),
		rowName:    lang.L("user in the usage reports"),
		rowsName:   lang.L("users in the usage reports"),
		cells:      usageCells,
		count: func(ctx context.Context, q Query) (int64, error) {
			return s.Inventory().CountWideUsage(ctx, ask(q))
		},
		load: func(ctx context.Context, q Query, offset, limit int) ([]app.WideUsageRow, error) {
			usage := ask(q)
			usage.Offset, usage.Limit = offset, limit
			return s.Inventory().WideUsage(ctx, usage)
		},
	})
}

// usageChoices are the applications.
func usageChoices() []choice {
	choices := []choice{{lang.L("All applications"), func(*Query) {}}}
	for a := range connector.UsedApplication(connector.UsedApplications) {
		choices = append(choices, where(a.String(), lists.Is("application", a.String())))
	}
	return choices
}

// applicationWidth leaves room for a day, and for the long names.
func applicationWidth(a connector.UsedApplication) float32 {
	switch {
	case a == connector.CopilotInTeams:
		return 184
	case a == connector.SkypeForBusiness, a.OfCopilot():
		return 142
	default:
		return 92
	}
}

// applicationRank is how many applications are left out for lack of room only after this one: those that more people use, and at first
// those of Copilot, which fewer have.
func applicationRank(a connector.UsedApplication) int {
	byUse := []connector.UsedApplication{
		connector.Exchange, connector.Teams, connector.OneDrive, connector.SharePoint, connector.Outlook, connector.Word, connector.Excel,
		connector.PowerPoint, connector.OneNote, connector.Yammer, connector.SkypeForBusiness,
	}
	if rank := slices.Index(byUse, a); rank >= 0 {
		return rank
	}
	return int(a)
}

// applicationsOf are the applications that are asked about.
func applicationsOf(q Query) []string {
	var asked []string
	for _, c := range q.Filter {
		if c.Property == "application" {
			asked = append(asked, c.Values...)
		}
	}
	return asked
}

func usageCells(u app.WideUsageRow) []grid.Cell {
	cells := []grid.Cell{
		{Text: u.UserPrincipalName, Tooltip: u.DisplayName},
		page.DayOrNone(u.LastActivity),
	}
	for _, d := range u.In {
		cells = append(cells, page.DayOrNone(d))
	}
	return cells
}
