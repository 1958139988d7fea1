package usage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/search"
	"inventorybeacon/store/inventory/internal/tables"
)

// usedDays are the columns of a usage row g with a day for each used application. Of Teams
// two reports tell; active-users is the more exact one.
var usedDays = [connector.UsedApplications]string{
	"g.exchange", "g.onedrive", "g.sharepoint", "g.skype", "g.yammer", "iif(g.teams <> 0, g.teams, g.app_teams)",
	"g.outlook", "g.word", "g.excel", "g.powerpoint", "g.onenote",
	"g.copilot_teams", "g.copilot_word", "g.copilot_excel", "g.copilot_powerpoint", "g.copilot_outlook", "g.copilot_onenote",
	"g.copilot_loop", "g.copilot_chat",
}

// UsageQuery says whose usage is wanted, and in which order. The zero value means
// all by user principal name.
type UsageQuery struct {
	Connections []string
	// Search finds rows with every one of its words in the user principal name.
	Search string
	// Application is one of connector.UsedApplication by name; empty means all. Window
	// asks for those with activity in it so many days before the report's date; 0 for all.
	Application string
	Window      int
	// Filter are conditions on [UsageProperties] of which all have to hold.
	Filter filter.Expression
	// Sort is a column's name in JSON, in WideUsage also an application's name.
	Sort          string
	Descending    bool
	Limit, Offset int
}

// UsageRow says when a user was last active in one application.
type UsageRow struct {
	// UserPrincipalName is as the directory writes it, a former one and that of whoever is no user of the
	// tenant as the report does: 32 hexadecimal digits while the tenant conceals names.
	UserPrincipalName string         `json:"userPrincipalName"`
	Application       string         `json:"application"`
	LastActivity      connector.Date `json:"lastActivity"`
	ReportDate        connector.Date `json:"reportDate"`
	// Platforms are those on which the application was used within the period of the report.
	Platforms connector.PlatformUse `json:"-"`

	Connection string `json:"-"`
	TenantName string `json:"-"`
}

// PlatformNames are the names of the platforms.
func (u UsageRow) PlatformNames() []string {
	a, _ := query.UsedApplication(u.Application)
	return u.Platforms.Of(a)
}

// WideUsageRow says when a user was last active in each application.
type WideUsageRow struct {
	Connection        string
	UserPrincipalName string
	// UserID and DisplayName are empty when no user has that name, because names
	// are concealed or the user is gone.
	UserID       string
	DisplayName  string
	LastActivity connector.Date
	// ActiveUsersDate and AppUsersDate are the days up to which the reports tell;
	// none when the report does not list the user.
	ActiveUsersDate connector.Date
	AppUsersDate    connector.Date
	CopilotDate     connector.Date
	In              [connector.UsedApplications]connector.Date
	// Platforms is where the applications were used of which a report tells that; nothing of whoever is
	// no user of the tenant, unless the report names nobody.
	Platforms connector.PlatformUse

	teamsOfAppUsers bool
}

// Narrow returns the row for one application.
func (w WideUsageRow) Narrow(a connector.UsedApplication) UsageRow {
	report := w.ActiveUsersDate
	switch {
	case a.OfCopilot():
		report = w.CopilotDate
	case a > connector.Teams, a == connector.Teams && w.teamsOfAppUsers:
		report = w.AppUsersDate
	}
	return UsageRow{
		UserPrincipalName: w.UserPrincipalName, Application: a.String(), LastActivity: w.In[a], ReportDate: report,
		Platforms: w.Platforms & connector.EveryPlatform(a), Connection: w.Connection,
	}
}

// usedApplications has a row n for each used application.
const usedApplications = "(SELECT value AS n FROM json_each('[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18]'))"

// dayOf is the day of application n of a usage row g.
var dayOf = func() string {
	text := "CASE n.n"
	for a, day := range usedDays {
		text += fmt.Sprintf(" WHEN %d THEN %s", a, day)
	}
	return text + " END"
}()

// written is the user principal name of a row of usage g with its user u as the directory writes it, unless it is another name than the
// user has.
const written = "iif(u.user_principal_name = g.upn, u.user_principal_name, g.upn)"

// ofAppUsers is the condition that the day of application n of a usage row g is one of app-users,
// unless it is one of Copilot.
const ofAppUsers = "(n.n > 5 OR n.n = 5 AND g.teams = 0)"

var usageSorts = map[string]string{
	"userPrincipalName": "g.upn%[1]s, g.id%[1]s, n.n%[1]s",
	"application":       "n.n%[1]s, g.upn%[1]s, g.id%[1]s",
	"lastActivity":      dayOf + "%[1]s, g.upn%[1]s, g.id%[1]s, n.n%[1]s",
}

// Usage returns a page of usage, one row for each user and application with a day.
func (inv Reader) Usage(ctx context.Context, q UsageQuery) ([]UsageRow, error) {
	var all []UsageRow
	err := inv.EachUsage(ctx, q, func(row UsageRow) error {
		all = append(all, row)
		return nil
	})
	return all, err
}

// EachUsage calls use with one row of usage after another, which it reads as it
// goes, and stops at its first error.
func (inv Reader) EachUsage(ctx context.Context, q UsageQuery, use func(UsageRow) error) error {
	return inv.Read(ctx, func(tx *sql.Tx) error {
		f, sources, err := inv.selectUsage(ctx, tx, q)
		if err != nil {
			return err
		}
		shape := narrowUsage(sources)
		order, err := narrowOrder(q.Sort, shape, sources)
		if err != nil {
			return err
		}
		list := narrowRows(inv, q, sources)
		if q.Sort == "lastActivity" {
			err = list.addLatest(ctx, tx, f)
		} else {
			err = list.addFirst(ctx, tx, f, narrowGroups(q.Sort, shape, sources))
		}
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT g.id >> 32, `+written+`, n.n, `+dayOf+`, `+ofAppUsers+`, `+platformsOfUsers(sources)+`
			FROM `+f.table+" LEFT JOIN user AS u ON u.uid = g.uid"+list.with+f.Where()+list.where+
			" ORDER BY "+fmt.Sprintf(order, query.Direction(q.Descending))+query.Page(q.Limit, q.Offset), f.Args...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var row UsageRow
			var number int64
			var application connector.UsedApplication
			var ofAppUsers bool
			if err := rows.Scan(&number, &row.UserPrincipalName, &application, &row.LastActivity, &ofAppUsers, &row.Platforms); err != nil {
				return err
			}
			source := sources[number]
			row.Platforms &= connector.EveryPlatform(application)
			row.Application, row.ReportDate = application.String(), source.ActiveDate
			row.Connection, row.TenantName = source.Connection, source.TenantName
			switch {
			case application.OfCopilot():
				row.ReportDate = source.CopilotDate
			case ofAppUsers:
				row.ReportDate = source.AppDate
			}
			if err := use(row); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// narrowOrder is the order of the rows of single applications.
func narrowOrder(sort string, shape usageShape, sources map[int64]query.Source) (string, error) {
	if order, known := usageSorts[cmp.Or(sort, "userPrincipalName")]; known {
		return order, nil
	}
	column, known := shape.column(sort)
	if sort == "tenant" {
		if len(sources) == 1 { // SQLite would sort all by what is the same
			return usageSorts["userPrincipalName"], nil
		}
		column, known = query.TenantRank("g.id", slices.Collect(maps.Values(sources))), true
	}
	if !known {
		return "", fmt.Errorf("sort by %q: %w", sort, query.ErrUnknownColumn)
	}
	return column + "%[1]s, " + usageSorts["userPrincipalName"], nil
}

func (inv Reader) selectUsage(ctx context.Context, tx tables.Querier, q UsageQuery) (*usageSelection, map[int64]query.Source, error) {
	f, sources, err := inv.selectReported(ctx, tx, q, true)
	if err != nil || q.Application == "" {
		return f, sources, err
	}
	application, known := query.UsedApplication(q.Application)
	if !known {
		f.Add("0")
		return f, sources, nil
	}
	f.Add("n.n = ?", int64(application))
	f.addActiveIn(application, sources, q.Window)
	return f, sources, nil
}

// addActiveIn asks for rows g with activity in an application in a window of days.
func (f *usageSelection) addActiveIn(a connector.UsedApplication, sources map[int64]query.Source, window int) {
	if window <= 0 {
		return
	}
	alternatives := []string{"0"}
	for _, number := range slices.Sorted(maps.Keys(sources)) {
		alternatives = append(alternatives,
			fmt.Sprintf("g.id >> 32 = %d AND %s >= %d", number, usedDays[a], query.Since(sources[number].ReportDateOf(a), window)))
	}
	f.Add(strings.Join(alternatives, " OR "))
}

func (inv Reader) selectReported(ctx context.Context, tx tables.Querier, q UsageQuery, narrow bool) (
	*usageSelection, map[int64]query.Source, error,
) {
	every, err := inv.EverySource(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	chosen := query.Chosen(every, q.Connections)
	shape := wideUsage
	if narrow {
		shape = narrowUsage
		if err := findUndated(ctx, tx, q, chosen); err != nil {
			return nil, nil, err
		}
	}
	sources := map[int64]query.Source{}
	for _, source := range chosen {
		sources[source.Number] = source
	}
	f, today := &usageSelection{table: anyUsage}, inv.Options.Today()
	f.InSources("g.id", chosen, every)
	rest, err := inv.addNames(ctx, tx, f, q, chosen, today)
	if err != nil {
		return nil, nil, err
	}
	if err := shape(sources).addFilter(inv, f, rest, chosen, today); err != nil {
		return nil, nil, err
	}
	if words := search.Words(q.Search); len(words) > 0 {
		condition, args := search.NameMatches("g.upn", words)
		f.Add(condition, args...)
	}
	return f, sources, nil
}
