package inventory

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets/grid"
	"inventorybeacon/ui/widgets/menu"
)

// NewApplications is the page Applications. ways show the users behind a number.
func NewApplications(s *session.Session, ways Ways) *List[app.ApplicationRow] {
	var l *List[app.ApplicationRow]
	ask := func(q Query) app.ApplicationQuery {
		return app.ApplicationQuery{
			Connections: q.Connections, Search: q.Search, Sort: q.Sort, Descending: q.Descending, Window: q.Window,
		}
	}
	l = newList(s, lang.L("Applications"), lang.L("Search applications"), source[app.ApplicationRow]{
		name: "applications",
		key:  func(a app.ApplicationRow) string { return a.Application + "/" + a.Plan },
		columns: []grid.Column{
			{ID: "application", Title: lang.L("Application"), Width: 260, MinWidth: 143, Stretch: 3, Sortable: true},
			{ID: "plan", Title: lang.L("Service plan"), Width: 200, MinWidth: 130, Stretch: 1, Sortable: true, Spare: 2},
			{ID: "entitled", Title: lang.L("Entitled users"), Width: 130, AlignRight: true, Sortable: true},
			{ID: "active", Title: lang.L("Active users"), Width: 130, AlignRight: true, Sortable: true},
			{ID: "unknown", Title: lang.L("Unknown"), Width: 110, AlignRight: true, Sortable: true, Spare: 1},
			{ID: "activations", Title: lang.L("Activations"), Width: 130, AlignRight: true, Sortable: true},
			{ID: "windows", Title: lang.L("On Windows"), Width: 100, AlignRight: true, Sortable: true, Spare: 7},
			{ID: "mac", Title: lang.L("On Mac"), Width: 84, AlignRight: true, Sortable: true, Spare: 6},
			{ID: "mobile", Title: lang.L("On Mobile"), Width: 92, AlignRight: true, Sortable: true, Spare: 5},
			{ID: "web", Title: lang.L("On Web"), Width: 84, AlignRight: true, Sortable: true, Spare: 4},
			{ID: "activationsWindows", Title: lang.L("Windows Activations"), Width: 150, AlignRight: true, Sortable: true},
			{ID: "activationsMac", Title: lang.L("Mac Activations"), Width: 130, AlignRight: true, Sortable: true},
			{ID: "activationsIos", Title: lang.L("iOS Activations"), Width: 130, AlignRight: true, Sortable: true},
			{ID: "activationsAndroid", Title: lang.L("Android Activations"), Width: 150, AlignRight: true, Sortable: true},
		},
		sort:     "active",
		downward: true,
		windowed: true,
		parts:    app.PartActivity | app.PartActivations,
		rowName:  lang.L("application"),
		rowsName: lang.L("applications"),
		cells: func(a app.ApplicationRow) []grid.Cell {
			return []grid.Cell{
				grid.Text(a.Application), grid.Muted(a.Plan), page.Known(a.Entitled), page.Known(a.Active), page.Known(a.Unknown),
				activationsOf(a, a.Activations),
				onPlatform(a.Windows), onPlatform(a.Mac), onPlatform(a.Mobile), onPlatform(a.Web),
				activationsOf(a, a.ActivatedWindows), activationsOf(a, a.ActivatedMac), activationsOf(a, a.ActivatedIOS),
				activationsOf(a, a.ActivatedAndroid),
			}
		},
		open: func(a app.ApplicationRow) {
			if a.Active == nil { // no report tells of it
				ways.Users(entitledTo(a, l.query()))
				return
			}
			ways.Usage(usersOf(a, l.query()))
		},
		commands: func(a app.ApplicationRow) []menu.Command {
			commands := []menu.Command{
				{Text: lang.L("Who Uses It"), Action: func() { ways.Usage(usersOf(a, l.query())) }, Enabled: func() bool { return a.Active != nil }},
				{Text: lang.L("Who Is Entitled"), Action: func() { ways.Users(entitledTo(a, l.query())) }},
			}
			for p, users := range []*int64{a.Windows, a.Mac, a.Mobile, a.Web} {
				commands = append(commands, menu.Command{
					Text:    lang.L("Who Uses It on {{.Platform}}", map[string]any{"Platform": connector.Platform(p)}),
					Action:  func() { ways.Usage(usersOn(a, connector.Platform(p), l.query())) },
					Enabled: func() bool { return users != nil },
				})
			}
			return append(commands, whoActivated(a, func(device string) { ways.Users(activatedBy(a, device, l.query())) })...)
		},
		count: func(ctx context.Context, q Query) (int64, error) {
			rows, err := s.Inventory().ApplicationsWhere(ctx, ask(q), q.Filter)
			return int64(len(rows)), err
		},
		load: func(ctx context.Context, q Query, offset, limit int) ([]app.ApplicationRow, error) {
			applications := ask(q)
			applications.Offset, applications.Limit = offset, limit
			return s.Inventory().ApplicationsWhere(ctx, applications, q.Filter)
		},
	})
	for _, id := range []string{"activationsWindows", "activationsMac", "activationsIos", "activationsAndroid"} {
		l.grid.SetIdle(id, true)
	}
	return l
}

// whoActivated are the commands that show who has the application on devices, on any and on each kind of which there are some.
func whoActivated(a app.ApplicationRow, show func(device string)) (commands []menu.Command) {
	for _, on := range []struct {
		device string
		number *int64
	}{
		{"", a.Activations}, {"Windows", a.ActivatedWindows}, {"Mac", a.ActivatedMac}, {"iOS", a.ActivatedIOS}, {"Android", a.ActivatedAndroid},
	} {
		if on.number == nil || *on.number == 0 {
			continue
		}
		text := lang.L("Who Has Activated It")
		if on.device != "" {
			text = lang.L("Who Has Activated It on {{.Platform}}", map[string]any{"Platform": on.device})
		}
		commands = append(commands, menu.Command{Text: text, Action: func() { show(on.device) }})
	}
	return commands
}

// onPlatform is a cell for users on a platform.
func onPlatform(n *int64) grid.Cell {
	if n == nil {
		return grid.Cell{
			Text: "–", Muted: true,
			Tooltip: lang.L("Not known: Microsoft reports it of Teams, Outlook, Word, Excel, PowerPoint and OneNote"),
		}
	}
	cell := activations(n)
	cell.Tooltip = lang.L("Those of the active users who have used it there within the 180 days of Microsoft's report")
	return cell
}

// activationsOf is a cell for devices. What usage reports tell of, such as Teams and Word, is no product that the report of activations
// counts: of none there is nothing known.
func activationsOf(a app.ApplicationRow, n *int64) grid.Cell {
	if n != nil && *n == 0 && a.Active != nil {
		cell := page.None()
		cell.Tooltip = lang.L("Not known: Microsoft reports the activations of products such as Microsoft 365 Apps, and not of each application in them")
		return cell
	}
	return activations(n)
}

// activations is a cell that is gray for an application that is on no device.
func activations(n *int64) grid.Cell {
	if n != nil && *n == 0 {
		return page.Zero()
	}
	return page.Known(n)
}
