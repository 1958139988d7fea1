package systems

import (
	"cmp"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/tasks"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

const (
	columnName    = "name"
	columnType    = "type"
	columnSource  = "source"
	columnTenant  = "tenant"
	columnAccount = "account"
	columnLastRun = "lastRun"
	columnStatus  = "status"
)

func columns() []widgets.Column {
	return []widgets.Column{
		{ID: columnName, Title: lang.L("Connection Name"), Width: 190, MinWidth: 150, Stretch: 2, Sortable: true},
		{ID: columnType, Title: lang.L("Type"), Width: 86, Sortable: true},
		{ID: columnSource, Title: lang.L("Source Type"), Width: 104, Sortable: true},
		{ID: columnTenant, Title: lang.L("Tenant"), Width: 150, MinWidth: 74, Stretch: 1, Sortable: true},
		{ID: columnAccount, Title: lang.L("Account"), Width: 150, MinWidth: 80, Stretch: 1, Sortable: true},
		{ID: columnLastRun, Title: lang.L("Last run"), Width: 116, Sortable: true},
		{ID: columnStatus, Title: lang.L("Status"), Width: 190, MinWidth: 146, Stretch: 1, Sortable: true},
	}
}

// row returns the cells of a connection; what waits for Save is in italics.
func row(e app.Entry, running bool) []widgets.Cell {
	name := widgets.Cell{Text: e.Connection.Name}
	switch e.Edit {
	case app.EditNew, app.EditChanged:
		name.Italic = true
		name.Text += " •"
		name.Tooltip = lang.L("Waits for Save")
	case app.EditDeleted:
		name.Italic, name.Muted = true, true
		name.Tooltip = lang.L("Will be deleted by Save")
	}
	tenant := widgets.Text(e.Tenant)
	if e.Edit == app.EditNew && e.Tenant == "" {
		tenant = widgets.Muted(lang.L("new, not saved"))
	}
	lastRun := widgets.Text(format.When(e.LastTask.Started, time.Now()))
	if e.LastTask.Started.IsZero() {
		lastRun = widgets.Muted(lang.L("Never"))
	}
	return []widgets.Cell{
		name,
		widgets.Text(connector.ConnectionType),
		widgets.Text(string(e.Connection.SourceType)),
		tenant,
		account(e),
		lastRun,
		status(e, running),
	}
}

func status(e app.Entry, running bool) widgets.Cell {
	switch {
	case running || e.LastTask.Status == app.StatusRunning:
		return widgets.Cell{Status: theme.StatusRunning, Text: lang.L("Importing")}
	case e.Edit == app.EditDeleted:
		return widgets.Cell{Status: theme.StatusNone, Text: lang.L("Deleted, not saved"), Muted: true}
	case e.Connection.Disabled:
		return widgets.Cell{Status: theme.StatusNone, Text: lang.L(e.Status()), Muted: true}
	case len(e.Warnings()) > 0:
		return warned(e)
	case e.LastTask.ID == 0:
		return widgets.Cell{Status: theme.StatusNone, Text: lang.L(e.Status()), Muted: true}
	default:
		return widgets.Cell{Status: tasks.Status(e.LastTask.Status), Text: lang.L(e.Status()), Tooltip: tasks.Outcome(e.LastTask)}
	}
}

// warned shows what will keep the connection from importing, unless its last
// import says worse.
func warned(e app.Entry) widgets.Cell {
	cell := widgets.Cell{Status: theme.StatusWarning, Text: e.Warnings()[0].Message}
	if e.LastTask.Status == app.StatusFailed {
		cell.Status, cell.Text = theme.StatusFailed, lang.L(e.Status())
	}
	lines := []string{tasks.Outcome(e.LastTask)}
	for _, w := range e.Warnings() {
		lines = append(lines, w.Message+" "+w.Advice)
	}
	cell.Tooltip = strings.TrimSpace(strings.Join(lines, "\n"))
	return cell
}

// account says who signed in; more about it stands in its tooltip.
func account(e app.Entry) widgets.Cell {
	if e.Account == "" {
		return widgets.Cell{}
	}
	tip := lang.L("Signed in on") + " " + format.Date(e.SignedIn.Local())
	if !e.TokenUsed.IsZero() {
		tip += "\n" + lang.L("Refresh token last used:") + " " + format.When(e.TokenUsed, time.Now())
	}
	return widgets.Cell{Text: e.Account, Tooltip: e.Account + "\n" + tip}
}

// compare orders two connections by a column.
func compare(column string, a, b app.Entry) int {
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
	case columnLastRun:
		return cmp.Or(a.LastTask.Started.Compare(b.LastTask.Started), byName())
	case columnStatus:
		return cmp.Or(strings.Compare(a.Status(), b.Status()), byName())
	default:
		return byName()
	}
}
