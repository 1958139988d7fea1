package microsoft365

import (
	"context"
	"strconv"
	"strings"

	"inventorybeacon/connector"
)

// reportBatch is how many rows a sink receives at once.
const reportBatch = 1000

// reportKind is a usage report and what becomes of its rows.
type reportKind struct {
	columns
	stream   string
	resource string
	// rows returns what takes the values of one row after another, and what is to
	// be called after the last.
	rows func(ctx context.Context, sink connector.Sink) (add func(values []string) error, flush func() error)
}

// reportKinds are the reports that are read, for a period of D7, D30, D90 or D180.
func reportKinds(period string) []reportKind {
	return []reportKind{activeUsers(period), appUsers(period), activations()}
}

// batched collects rows for a sink in a slice that is used again.
func batched[T any](deliver func([]T) error) (add func(T) error, flush func() error) {
	rows := make([]T, 0, reportBatch)
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
		if len(rows) < reportBatch {
			return nil
		}
		return flush()
	}
	return add, flush
}

// activeUsers is getOffice365ActiveUserDetail: a last day for each service
// (learn.microsoft.com/graph/api/reportroot-getoffice365activeuserdetail). Rows
// of deleted users are left out, because they are users no longer.
func activeUsers(period string) reportKind {
	const name = "getOffice365ActiveUserDetail"
	const refreshed, upn, deleted, firstDay = 0, 1, 2, 3
	names := []string{"Report Refresh Date", "User Principal Name", "Is Deleted"}
	for app := connector.Exchange; app <= connector.Teams; app++ {
		names = append(names, app.String()+" Last Activity Date")
	}
	return reportKind{
		columns: columns{report: name, required: 2, names: names},
		stream:  connector.StreamActiveUsers, resource: "/reports/" + name + "(period='" + period + "')",
		rows: func(ctx context.Context, sink connector.Sink) (func([]string) error, func() error) {
			add, flush := batched(func(rows []connector.Usage) error { return sink.Usage(ctx, connector.StreamActiveUsers, rows) })
			var kept texts
			return func(values []string) error {
				if values[upn] == "" || yes(values[deleted]) {
					return nil
				}
				usage := connector.Usage{UserPrincipalName: kept.keep(values[upn]), ReportDate: date(values[refreshed])}
				for app := connector.Exchange; app <= connector.Teams; app++ {
					day := date(values[firstDay+int(app)])
					usage.In[app] = day
					usage.LastActivity = max(usage.LastActivity, day)
				}
				return add(usage)
			}, flush
		},
	}
}

// appUsers is getM365AppUserDetail: whether each application was used in the
// period, and the last day on which any was
// (learn.microsoft.com/graph/api/reportroot-getm365appuserdetail).
func appUsers(period string) reportKind {
	const name = "getM365AppUserDetail"
	const refreshed, upn, lastActivity, firstFlag = 0, 1, 2, 3
	apps := []connector.UsedApplication{connector.Teams, connector.Outlook, connector.Word, connector.Excel, connector.PowerPoint, connector.OneNote}
	platforms := []string{"", " (Windows)", " (Mac)", " (Mobile)", " (Web)"}
	names := []string{"Report Refresh Date", "User Principal Name", "Last Activity Date"}
	for _, app := range apps {
		for _, platform := range platforms {
			names = append(names, app.String()+platform)
		}
	}
	return reportKind{
		columns: columns{report: name, required: 3, names: names},
		stream:  connector.StreamAppUsers, resource: "/reports/" + name + "(period='" + period + "')?$format=text/csv",
		rows: func(ctx context.Context, sink connector.Sink) (func([]string) error, func() error) {
			add, flush := batched(func(rows []connector.Usage) error { return sink.Usage(ctx, connector.StreamAppUsers, rows) })
			var kept texts
			return func(values []string) error {
				if values[upn] == "" {
					return nil
				}
				usage := connector.Usage{
					UserPrincipalName: kept.keep(values[upn]), ReportDate: date(values[refreshed]), LastActivity: date(values[lastActivity]),
				}
				for i, app := range apps {
					flags := values[firstFlag+i*len(platforms):][:len(platforms)]
					if app == connector.Teams {
						flags = flags[:1] // the active-user report tells the day itself
					}
					for _, flag := range flags {
						if yes(flag) {
							usage.In[app] = usage.LastActivity
						}
					}
				}
				return add(usage)
			}, flush
		},
	}
}

// activations is getOffice365ActivationsUserDetail: on how many devices each
// user has activated each product
// (learn.microsoft.com/graph/api/reportroot-getoffice365activationsuserdetail).
func activations() reportKind {
	const name = "getOffice365ActivationsUserDetail"
	const upn, product, refreshed, activated, windows, mac, windowsMobile, ios, android, shared = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
	return reportKind{
		columns: columns{report: name, required: 2, names: []string{
			"User Principal Name", "Product Type", "Report Refresh Date", "Last Activated Date",
			"Windows", "Mac", "Windows 10 Mobile", "iOS", "Android", "Activated On Shared Computer",
		}},
		stream: connector.StreamActivations, resource: "/reports/" + name,
		rows: func(ctx context.Context, sink connector.Sink) (func([]string) error, func() error) {
			add, flush := batched(func(rows []connector.Activation) error {
				return sink.Activations(ctx, connector.StreamActivations, rows)
			})
			var kept texts
			return func(values []string) error {
				if values[upn] == "" || values[product] == "" {
					return nil
				}
				return add(connector.Activation{
					UserPrincipalName: kept.keep(values[upn]), Product: kept.keep(values[product]),
					ReportDate: date(values[refreshed]), LastActivated: date(values[activated]),
					Windows: count(values[windows]), Mac: count(values[mac]), WindowsMobile: count(values[windowsMobile]),
					IOS: count(values[ios]), Android: count(values[android]), SharedComputer: yes(values[shared]),
				})
			}, flush
		},
	}
}

// yes reads a flag: the reports print True and Yes, sometimes in one row.
func yes(value string) bool {
	switch value {
	case "Yes", "True":
		return true
	case "No", "False", "":
		return false
	}
	return strings.EqualFold(value, "yes") || strings.EqualFold(value, "true") || value == "1"
}

// count reads a number; an empty cell is none.
func count(value string) int {
	if value == "" || value == "0" {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(value))
	if err != nil {
		return 0
	}
	return n
}
