package systems

import (
	"cmp"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets/grid"
)

const (
	columnName     = "name"
	columnType     = "type"
	columnSource   = "source"
	columnTenant   = "tenant"
	columnAccount  = "account"
	columnSchedule = "schedule"
	columnNextRun  = "nextRun"
	columnLastRun  = "lastRun"
	columnStatus   = "status"
)

func columns() []grid.Column {
	return []grid.Column{
		{ID: columnName, Title: lang.L("Connection Name"), Width: 180, MinWidth: 128, Stretch: 2, Sortable: true},
		{ID: columnType, Title: lang.L("Type"), Width: 86, Sortable: true, Spare: 3, Constant: true},
		{ID: columnSource, Title: lang.L("Source Type"), Width: 104, Sortable: true, Spare: 2, Constant: true},
		{ID: columnTenant, Title: lang.L("Tenant"), Width: 130, MinWidth: 80, Stretch: 1, Sortable: true, Spare: 4},
		{ID: columnAccount, Title: lang.L("Account"), Width: 140, MinWidth: 100, Stretch: 1, Sortable: true, Spare: 1, Constant: true},
		{ID: columnSchedule, Title: lang.L("Schedule"), Width: 120, MinWidth: 108, Stretch: 1, Sortable: true},
		{ID: columnNextRun, Title: lang.L("Next run"), Width: 118, Sortable: true, Spare: 6},
		{ID: columnLastRun, Title: lang.L("Last run"), Width: 116, Sortable: true, Spare: 5},
		{ID: columnStatus, Title: lang.L("Status"), Width: 190, MinWidth: page.StatusWidth, Stretch: 1, Sortable: true, Steady: true},
	}
}

// row returns the cells of a connection; what waits for Save is in italics. tenant is what its tenant is called.
func row(e workspace.Entry, tenantName string, running bool) []grid.Cell {
	name := grid.Cell{Text: e.Connection.Name, Value: e.Connection.Name}
	switch e.Edit {
	case workspace.EditNew, workspace.EditChanged:
		name.Italic = true
		name.Text += " •"
		name.Tooltip = lang.L("Waits for Save")
	case workspace.EditDeleted:
		name.Italic, name.Muted = true, true
		name.Tooltip = lang.L("Will be deleted by Save")
	}
	tenant := grid.Cell{Text: tenantName, Tooltip: signInOf(e)}
	if e.Edit == workspace.EditNew && e.Tenant == "" {
		tenant = grid.Muted(lang.L("new, not saved"))
	}
	lastRun := page.Moment(e.LastTask.Started, time.Now())
	if e.LastTask.Started.IsZero() {
		lastRun = grid.Muted(lang.L("Never"))
	}
	return []grid.Cell{
		name,
		grid.Text(connector.ConnectionType),
		grid.Text(string(e.Connection.SourceType)),
		tenant,
		account(e),
		plan(e),
		nextRun(e),
		lastRun,
		page.ConnectionStatus(e, running),
	}
}

// account says who signed in.
func account(e workspace.Entry) grid.Cell {
	return grid.Cell{Text: e.Account, Tooltip: signInOf(e)}
}

// signInOf says whose sign-in a connection has, when that was made, and when its
// token was last used. It stands in the tooltips of account and tenant, because
// a narrow window has no room for the account.
func signInOf(e workspace.Entry) string {
	var lines []string
	if e.Account != "" {
		lines = append(lines, e.Tenant, e.Account, lang.L("Signed in on {{.Day}}", map[string]any{"Day": format.Date(e.SignedIn.Local())}))
	}
	if !e.TokenUsed.IsZero() {
		lines = append(lines, lang.L("Refresh token last used: {{.Time}}", map[string]any{"Time": format.When(e.TokenUsed, time.Now())}))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// plan is the schedule of a connection; when that runs stands in its tooltip.
func plan(e workspace.Entry) grid.Cell {
	if e.Schedule.IsZero() {
		return grid.Muted(lang.L("Not scheduled"))
	}
	return grid.Cell{Text: e.Schedule.Name, Tooltip: e.Schedule.Name + "\n" + message.Text(e.Schedule.Summary())}
}

func nextRun(e workspace.Entry) grid.Cell {
	if e.NextRun.IsZero() {
		return page.None()
	}
	return page.NextRun(e.NextRun, time.Now(), e.NextRunWaits)
}

// compare orders two connections by a column.
func compare(column string, a, b workspace.Entry) int {
	byName := func() int {
		return strings.Compare(strings.ToLower(a.Connection.Name), strings.ToLower(b.Connection.Name))
	}
	switch column {
	case columnTenant:
		return cmp.Or(strings.Compare(a.Tenant, b.Tenant), byName())
	case columnAccount:
		return cmp.Or(strings.Compare(a.Account, b.Account), byName())
	case columnSource:
		return cmp.Or(strings.Compare(string(a.Connection.SourceType), string(b.Connection.SourceType)), byName())
	case columnSchedule:
		return cmp.Or(strings.Compare(strings.ToLower(a.Schedule.Name), strings.ToLower(b.Schedule.Name)), byName())
	case columnNextRun:
		return cmp.Or(a.NextRun.Compare(b.NextRun), byName())
	case columnLastRun:
		return cmp.Or(a.LastTask.Started.Compare(b.LastTask.Started), byName())
	case columnStatus:
		return cmp.Or(strings.Compare(a.Status(), b.Status()), byName())
	default:
		return byName()
	}
}
