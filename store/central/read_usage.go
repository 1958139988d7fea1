package central

import (
	"context"

	"inventorybeacon/connector"
)

// The reports that list a user, as bits of usage_row.listed.
const (
	listedActive = 1 << iota
	listedApp
	listedCopilot
)

// rowsAtOnce is how many rows of a report are handed over at a time.
const rowsAtOnce = 1000

// ReadUsage calls use with some rows of the reports of usage of a state after another, as the reports had them. The memory is used
// again. Reports that were never read have no row.
func (d *Database) ReadUsage(ctx context.Context, r Readable, use func(stream string, rows []connector.Usage) error) error {
	pages := map[string]*paging[connector.Usage]{}
	put := func(stream string, row connector.Usage) error {
		if pages[stream] == nil {
			pages[stream] = newPaging(rowsAtOnce, func(page []connector.Usage) error { return use(stream, page) })
		}
		return pages[stream].add(row)
	}
	g := usageRow{used: make([]connector.Date, connector.UsedApplications)}
	err := d.eachOf(ctx, r, `SELECT g.user_principal_name, g.teams_of_app_users, CAST(g.used AS text), coalesce(g.listed, 0), `+
		dayOf("g.active_users_last")+", "+dayOf("g.app_users_last")+", "+dayOf("g.copilot_last")+", "+dayOf("g.app_users_teams")+
		", coalesce(g.platforms, 0) FROM {schema}.usage_row AS g WHERE "+of("g"),
		[]any{&g.name, &g.teamsOfApp, &g.list, &g.listed, &g.last[0], &g.last[1], &g.last[2], &g.appTeams, &g.platforms}, func() error {
			if err := parseDaysOf(g.list, g.used); err != nil {
				return err
			}
			return g.reports(r, put)
		})
	for _, page := range pages {
		if err == nil {
			err = page.end()
		}
	}
	return err
}

// usageRow is a row of usage, in which the reports are merged.
type usageRow struct {
	name       string
	teamsOfApp bool
	list       *string
	used       []connector.Date
	listed     int
	last       [3]connector.Date
	appTeams   connector.Date
	platforms  int64
}

// reports calls put with what each report tells.
func (g *usageRow) reports(r Readable, put func(stream string, row connector.Usage) error) error {
	for i, report := range []struct {
		stream string
		listed int
		date   connector.Date
		tells  func(a connector.UsedApplication) bool
	}{
		{connector.StreamActiveUsers, listedActive, r.ActiveDate, func(a connector.UsedApplication) bool {
			return a < connector.Teams || a == connector.Teams && !g.teamsOfApp
		}},
		{connector.StreamAppUsers, listedApp, r.AppDate, func(a connector.UsedApplication) bool { return a > connector.Teams && !a.OfCopilot() }},
		{connector.StreamCopilot, listedCopilot, r.CopilotDate, connector.UsedApplication.OfCopilot},
	} {
		if g.listed&report.listed == 0 {
			continue
		}
		row := connector.Usage{UserPrincipalName: g.name, ReportDate: report.date, LastActivity: g.last[i]}
		for a := range connector.UsedApplication(connector.UsedApplications) {
			if report.tells(a) {
				row.In[a] = g.used[a]
			}
		}
		if report.listed == listedApp {
			row.In[connector.Teams], row.Platforms = g.appTeams, connector.PlatformUse(g.platforms)
		}
		if err := put(report.stream, row); err != nil {
			return err
		}
	}
	return nil
}

// ReadActivations calls use with some activations of a state after another. The memory is used again.
func (d *Database) ReadActivations(ctx context.Context, r Readable, use func([]connector.Activation) error) error {
	var a connector.Activation
	pages := newPaging(rowsAtOnce, use)
	err := d.eachOf(ctx, r, "SELECT a.user_principal_name, a.product, "+dayOf("a.last_activated")+
		`, a.windows, a.mac, a.windows_mobile, a.ios, a.android,
		a.shared_computer FROM {schema}.activation_row AS a WHERE `+of("a"),
		[]any{&a.UserPrincipalName, &a.Product, &a.LastActivated, &a.Windows, &a.Mac, &a.WindowsMobile, &a.IOS, &a.Android, &a.SharedComputer},
		func() error {
			a.ReportDate = r.ActivationsDate
			return pages.add(a)
		})
	if err == nil {
		err = pages.end()
	}
	return err
}
