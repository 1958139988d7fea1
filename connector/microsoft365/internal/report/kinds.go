package report

import (
	"context"
	"slices"
	"strings"

	"inventorybeacon/connector"
)

// batch is how many rows a sink receives at once.
const batch = 1000

// Kind is a usage report and what becomes of its rows.
type Kind struct {
	columns
	stream   string
	resource string
	// rows returns what takes the values of one row after another, and what is to
	// be called after the last.
	rows func(ctx context.Context, sink connector.Sink) (add func(values []string) error, flush func() error)
}

// Name is the report's in Microsoft Graph, such as getM365AppUserDetail.
func (k Kind) Name() string { return k.report }

// Kinds are the reports that are read, for a period of D7, D30, D90 or D180.
func Kinds(period string) []Kind {
	return []Kind{activeUsers(period), appUsers(period), copilotUsers(period), activations()}
}

// batched collects rows for a sink in a slice that is used again.
func batched[T any](deliver func([]T) error) (add func(T) error, flush func() error) {
	rows := make([]T, 0, batch)
	flush = func() error {
		if len(rows) == 0 {
			return nil
		}
		err := deliver(rows)
		clear(rows)
		rows = rows[:0]
		return err
	}
	add = func(row T) error {
		rows = append(rows, row)
		if len(rows) < batch {
			return nil
		}
		return flush()
	}
	return add, flush
}

// activeUsers is getOffice365ActiveUserDetail: a last day for each service
// (learn.microsoft.com/graph/api/reportroot-getoffice365activeuserdetail). Rows
// of deleted users are left out, because they are users no longer. One without a name
// is a row like those with concealed names, here and in the other reports: it tells of
// somebody, and not of whom.
func activeUsers(period string) Kind {
	name := connector.ReportName(connector.StreamActiveUsers)
	const refreshed, upn, deleted, firstDay = 0, 1, 2, 3
	names := []string{"Report Refresh Date", "User Principal Name", "Is Deleted"}
	for app := connector.Exchange; app <= connector.Teams; app++ {
		names = append(names, app.String()+" Last Activity Date")
	}
	cols := columnsOf(name, 2, names, func(column string) bool {
		return slices.Contains([]string{"Is Deleted", "Skype For Business Last Activity Date", "Yammer Last Activity Date"}, column)
	})
	return Kind{
		columns: cols, stream: connector.StreamActiveUsers, resource: "/reports/" + name + "(period='" + period + "')",
		rows: func(ctx context.Context, sink connector.Sink) (func([]string) error, func() error) {
			add, flush := batched(func(rows []connector.Usage) error { return sink.Usage(ctx, connector.StreamActiveUsers, rows) })
			var copies arena
			return func(values []string) error {
				row := row{columns: &cols, values: values}
				usage := connector.Usage{ReportDate: row.reportDate(refreshed)}
				for app := connector.Exchange; app <= connector.Teams; app++ {
					day := row.date(firstDay + int(app))
					usage.In[app] = day
					if !row.has(firstDay + int(app)) {
						usage.Lacks.Add(app)
					}
					usage.LastActivity = max(usage.LastActivity, day)
				}
				gone := row.flag(deleted)
				if row.err != nil || gone {
					return row.err
				}
				usage.UserPrincipalName = copies.clone(row.text(upn))
				return add(usage)
			}, flush
		},
	}
}

// appUsers is getM365AppUserDetail: whether each application was used in the
// period, and the last day on which any was
// (learn.microsoft.com/graph/api/reportroot-getm365appuserdetail).
func appUsers(period string) Kind {
	name := connector.ReportName(connector.StreamAppUsers)
	const refreshed, upn, lastActivity, firstFlag = 0, 1, 2, 3
	apps := []connector.UsedApplication{
		connector.Teams, connector.Outlook, connector.Word, connector.Excel, connector.PowerPoint,
		connector.OneNote,
	}
	platforms := []string{"", " (Windows)", " (Mac)", " (Mobile)", " (Web)"}
	names := []string{"Report Refresh Date", "User Principal Name", "Last Activity Date"}
	for _, app := range apps {
		for _, platform := range platforms {
			names = append(names, app.String()+platform)
		}
	}
	cols := columnsOf(name, 3, names, func(column string) bool {
		// What is used on any platform counts, and of Teams the report active-users tells.
		return strings.HasPrefix(column, connector.Teams.String()) || strings.HasSuffix(column, ")")
	})
	return Kind{
		columns: cols, stream: connector.StreamAppUsers, resource: "/reports/" + name + "(period='" + period + "')?$format=text/csv",
		rows: func(ctx context.Context, sink connector.Sink) (func([]string) error, func() error) {
			add, flush := batched(func(rows []connector.Usage) error { return sink.Usage(ctx, connector.StreamAppUsers, rows) })
			var copies arena
			return func(values []string) error {
				row := row{columns: &cols, values: values}
				usage := connector.Usage{ReportDate: row.reportDate(refreshed), LastActivity: row.date(lastActivity)}
				for i, app := range apps {
					for platform := range platforms {
						column := firstFlag + i*len(platforms) + platform
						used := row.flag(column)
						switch {
						case row.has(column):
						case platform == 0:
							usage.Lacks.Add(app)
						default:
							usage.Lacks.Platforms.Add(app, connector.Platform(platform-1))
						}
						// On which platforms Teams was used does not count: the active-user
						// report tells the day itself.
						if used && platform > 0 {
							usage.Platforms.Add(app, connector.Platform(platform-1))
						}
						if used && (app != connector.Teams || platform == 0) {
							usage.In[app] = usage.LastActivity
						}
					}
				}
				if row.err != nil {
					return row.err
				}
				usage.UserPrincipalName = copies.clone(row.text(upn))
				return add(usage)
			}, flush
		},
	}
}

// copilotUsers is getMicrosoft365CopilotUsageUserDetail: a last day for each application of
// Copilot. Microsoft adds and drops such applications, so that all are optional
// (learn.microsoft.com/microsoft-365-copilot/extensibility/api/admin-settings/reports/copilotreportroot-getmicrosoft365copilotusageuserdetail).
func copilotUsers(period string) Kind {
	name := connector.ReportName(connector.StreamCopilot)
	const refreshed, upn, lastActivity, firstDay = 0, 1, 2, 3
	names := []string{"Report Refresh Date", "User Principal Name", "Last Activity Date"}
	for app := connector.CopilotInTeams; app <= connector.CopilotChat; app++ {
		names = append(names, app.String()+" Last Activity Date")
	}
	cols := columnsOf(name, 2, names, func(column string) bool { return !slices.Contains(names[:firstDay], column) })
	return Kind{
		columns: cols, stream: connector.StreamCopilot, resource: "/copilot/reports/" + name + "(period='" + period + "')?$format=text/csv",
		rows: func(ctx context.Context, sink connector.Sink) (func([]string) error, func() error) {
			add, flush := batched(func(rows []connector.Usage) error { return sink.Usage(ctx, connector.StreamCopilot, rows) })
			var copies arena
			return func(values []string) error {
				row := row{columns: &cols, values: values}
				usage := connector.Usage{ReportDate: row.reportDate(refreshed), LastActivity: row.date(lastActivity)}
				for app := connector.CopilotInTeams; app <= connector.CopilotChat; app++ {
					column := firstDay + int(app-connector.CopilotInTeams)
					usage.In[app] = row.date(column)
					if !row.has(column) {
						usage.Lacks.Add(app)
					}
					usage.LastActivity = max(usage.LastActivity, usage.In[app])
				}
				if row.err != nil {
					return row.err
				}
				usage.UserPrincipalName = copies.clone(row.text(upn))
				return add(usage)
			}, flush
		},
	}
}

// activations is getOffice365ActivationsUserDetail: on how many devices each
// user has activated each product
// (learn.microsoft.com/graph/api/reportroot-getoffice365activationsuserdetail).
func activations() Kind {
	name := connector.ReportName(connector.StreamActivations)
	const upn, product, refreshed, activated, windows, mac, windowsMobile, ios, android, shared = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
	names := []string{
		"User Principal Name", "Product Type", "Report Refresh Date", "Last Activated Date",
		"Windows", "Mac", "Windows 10 Mobile", "iOS", "Android", "Activated On Shared Computer",
	}
	cols := columnsOf(name, 3, names, func(column string) bool {
		return slices.Contains([]string{"Last Activated Date", "Windows 10 Mobile", "iOS", "Android", "Activated On Shared Computer"}, column)
	})
	return Kind{
		columns: cols, stream: connector.StreamActivations, resource: "/reports/" + name,
		rows: func(ctx context.Context, sink connector.Sink) (func([]string) error, func() error) {
			add, flush := batched(func(rows []connector.Activation) error {
				return sink.Activations(ctx, connector.StreamActivations, rows)
			})
			var copies arena
			return func(values []string) error {
				row := row{columns: &cols, values: values}
				activation := connector.Activation{
					ReportDate: row.reportDate(refreshed), LastActivated: row.date(activated),
					Windows: row.count(windows), Mac: row.count(mac), WindowsMobile: row.count(windowsMobile),
					IOS: row.count(ios), Android: row.count(android), SharedComputer: row.flag(shared),
				}
				if row.err != nil || row.text(product) == "" {
					return row.err
				}
				activation.UserPrincipalName, activation.Product = copies.clone(row.text(upn)), copies.clone(row.text(product))
				return add(activation)
			}, flush
		},
	}
}
