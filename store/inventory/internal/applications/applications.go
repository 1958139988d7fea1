package applications

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/search"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// ApplicationQuery says which applications are wanted, and in which order. The
// zero value means all by name.
type ApplicationQuery struct {
	Connections []string
	// Search finds applications with every one of its words in their name or that of
	// their service plan.
	Search string
	// Sort is a column's name in JSON.
	Sort          string
	Descending    bool
	Limit, Offset int
	// Window is the number of days before the report date in which a user was
	// active; DefaultWindow when it is 0.
	Window int
}

// ApplicationRow is an application in all connections asked for.
type ApplicationRow struct {
	// Application is a friendly name. Where several service plans have it, it has that
	// of the plan behind it: who is entitled to either cannot be told from both counts.
	Application string `json:"application"`
	// Plan is the name of the service plan, such as AAD_PREMIUM, where no more is
	// known of the application; empty for those that several plans may switch on.
	Plan string `json:"-"`
	// Entitled is the number of users with a license that contains the
	// application and has it switched on; nil when it is not known, because it is one of
	// Copilot's and a license of the tenant has a plan of Copilot of which it is not known
	// what it switches on.
	Entitled *int64 `json:"entitled"`
	// Active is the number of users with activity in the window; nil when it is
	// not known, because no report was imported or none tells of the application.
	Active *int64 `json:"active"`
	// Unknown is the number of rows of the report that covers the application with
	// activity in the window that name nobody of the tenant, beside others that do: of
	// people who have left, or whose names are concealed. They are not in Active. A
	// report that names nobody at all is counted by its rows in Active, and Unknown is
	// 0; it is nil where Active is.
	Unknown *int64 `json:"unknown"`
	// Activations is the number of devices on which the product is activated; nil
	// when no report of activations was imported.
	Activations *int64 `json:"activations"`
	// Windows, Mac, Mobile and Web are the users of Active who use the application there;
	// one of two platforms is both. nil when it is not known, because the report app-users
	// was not imported or does not tell of the application.
	Windows *int64 `json:"windows"`
	Mac     *int64 `json:"mac"`
	Mobile  *int64 `json:"mobile"`
	Web     *int64 `json:"web"`
	// ActivatedWindows to ActivatedAndroid are the devices of Activations by what they
	// are; nil where that is.
	ActivatedWindows *int64 `json:"activationsWindows"`
	ActivatedMac     *int64 `json:"activationsMac"`
	ActivatedIOS     *int64 `json:"activationsIos"`
	ActivatedAndroid *int64 `json:"activationsAndroid"`
}

// places are the numbers by platform, in the order of [connector.Platform].
func (a *ApplicationRow) places() [connector.Platforms]**int64 {
	return [...]**int64{&a.Windows, &a.Mac, &a.Mobile, &a.Web}
}

// devices are the numbers of devices: all, and by what they are.
func (a *ApplicationRow) devices() [5]**int64 {
	return [...]**int64{&a.Activations, &a.ActivatedWindows, &a.ActivatedMac, &a.ActivatedIOS, &a.ActivatedAndroid}
}

// Sorts are the columns by which applications can be sorted.
var Sorts = map[string]func(a, b ApplicationRow) int{
	"application": compareApplications,
	"plan": func(a, b ApplicationRow) int {
		return cmp.Or(query.CompareNames(a.Plan, b.Plan), compareApplications(a, b))
	},
	"entitled":    func(a, b ApplicationRow) int { return query.CompareKnown(a.Entitled, b.Entitled) },
	"active":      func(a, b ApplicationRow) int { return query.CompareKnown(a.Active, b.Active) },
	"unknown":     func(a, b ApplicationRow) int { return query.CompareKnown(a.Unknown, b.Unknown) },
	"activations": func(a, b ApplicationRow) int { return query.CompareKnown(a.Activations, b.Activations) },

	"windows": func(a, b ApplicationRow) int { return query.CompareKnown(a.Windows, b.Windows) },
	"mac":     func(a, b ApplicationRow) int { return query.CompareKnown(a.Mac, b.Mac) },
	"mobile":  func(a, b ApplicationRow) int { return query.CompareKnown(a.Mobile, b.Mobile) },
	"web":     func(a, b ApplicationRow) int { return query.CompareKnown(a.Web, b.Web) },

	"activationsWindows": func(a, b ApplicationRow) int { return query.CompareKnown(a.ActivatedWindows, b.ActivatedWindows) },
	"activationsMac":     func(a, b ApplicationRow) int { return query.CompareKnown(a.ActivatedMac, b.ActivatedMac) },
	"activationsIos":     func(a, b ApplicationRow) int { return query.CompareKnown(a.ActivatedIOS, b.ActivatedIOS) },
	"activationsAndroid": func(a, b ApplicationRow) int { return query.CompareKnown(a.ActivatedAndroid, b.ActivatedAndroid) },
}

func compareApplications(a, b ApplicationRow) int {
	return cmp.Or(query.CompareNames(a.Application, b.Application), query.CompareNames(a.Plan, b.Plan))
}

// Applications returns a page of applications.
func (inv Reader) Applications(ctx context.Context, q ApplicationQuery) ([]ApplicationRow, error) {
	compare, known := Sorts[cmp.Or(q.Sort, "application")]
	if !known {
		return nil, fmt.Errorf("sort by %q: %w", q.Sort, query.ErrUnknownColumn)
	}
	rows, err := inv.matchingApplications(ctx, q)
	if err != nil {
		return nil, err
	}
	return query.SortAndCut(rows, compare, q.Descending, q.Limit, q.Offset), nil
}

// CountApplications returns how many applications there are, whatever Limit and
// Offset say.
func (inv Reader) CountApplications(ctx context.Context, q ApplicationQuery) (int64, error) {
	rows, err := inv.matchingApplications(ctx, q)
	return int64(len(rows)), err
}

// matchingApplications returns the rows by name.
func (inv Reader) matchingApplications(ctx context.Context, q ApplicationQuery) ([]ApplicationRow, error) {
	byName := map[string]*ApplicationRow{}
	var names []string
	var plans map[string]bool
	err := inv.Read(ctx, func(tx *sql.Tx) error {
		sources, err := inv.Sources(ctx, tx, q.Connections)
		if err != nil {
			return err
		}
		if plans, err = planNames(ctx, tx); err != nil {
			return err
		}
		for _, source := range sources {
			rows, err := applicationsOf(ctx, tx, source, q.Window)
			if err != nil {
				return err
			}
			for _, row := range rows {
				key := strings.ToLower(row.Application)
				if byName[key] == nil {
					byName[key] = &ApplicationRow{Application: row.Application}
					names = append(names, key)
				}
				byName[key].add(row)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	words := search.Words(strings.ToLower(q.Search))
	shared := map[string]int{}
	for _, name := range names {
		shared[strings.ToLower(inv.PlanName(byName[name].Application))]++
	}
	var matching []ApplicationRow
	for _, name := range names {
		row := *byName[name]
		if plans[name] {
			row.Application, row.Plan = inv.PlanName(row.Application), row.Application
		}
		if shared[strings.ToLower(row.Application)] > 1 && row.Plan != "" {
			row.Application = query.WithPlan(row.Application, row.Plan)
		}
		if search.ContainsAll(row.Application+"\n"+row.Plan, words) {
			matching = append(matching, row)
		}
	}
	return matching, nil
}

// applicationsOf are the applications of one connection; of what is not known of it they have
// no number.
func applicationsOf(ctx context.Context, tx tables.Querier, source query.Source, window int) ([]ApplicationRow, error) {
	rows, err := sqlite.Collect(ctx, tx, func(a *ApplicationRow) []any {
		a.Entitled = new(int64)
		fields := []any{&a.Application, a.Entitled}
		for _, devices := range a.devices() {
			*devices = new(int64)
			fields = append(fields, *devices)
		}
		return fields
	}, "SELECT name, entitled, activations, windows, mac, ios, android FROM application WHERE source = ? ORDER BY name", source.Number)
	if err != nil {
		return nil, err
	}
	active, err := Active(ctx, tx, source, window)
	if err != nil {
		return nil, err
	}
	places, err := activePlaces(ctx, tx, source, window)
	if err != nil {
		return nil, err
	}
	unknown, err := entitlement.UnknownOfCopilot(ctx, tx, source.Number)
	for i := range rows {
		row := &rows[i]
		key := strings.ToLower(row.Application)
		if unknown[key] {
			row.Entitled = nil
		}
		for _, devices := range row.devices() {
			if source.ActivationsDate == 0 {
				*devices = nil
			}
		}
		if on := places[key]; on != nil {
			for platform, users := range row.places() {
				*users = &on[platform]
			}
		}
		row.Active, row.Unknown = active[key].Users, active[key].unknown
	}
	return rows, err
}

// planNames are the names of all service plans, in lower case.
func planNames(ctx context.Context, tx tables.Querier) (map[string]bool, error) {
	names, err := sqlite.Values[string](ctx, tx, "SELECT name FROM plan")
	plans := make(map[string]bool, len(names))
	for _, name := range names {
		plans[strings.ToLower(name)] = true
	}
	return plans, err
}

// add adds the figures of another tenant.
func (a *ApplicationRow) add(other ApplicationRow) {
	a.Entitled = addKnown(a.Entitled, other.Entitled)
	others := other.devices()
	for i, devices := range a.devices() {
		*devices = addKnown(*devices, *others[i])
	}
	elsewhere := other.places()
	for i, users := range a.places() {
		*users = addKnown(*users, *elsewhere[i])
	}
	a.Active = addKnown(a.Active, other.Active)
	a.Unknown = addKnown(a.Unknown, other.Unknown)
}

// addKnown adds numbers of which either may not be known.
func addKnown(a, b *int64) *int64 {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	sum := *a + *b
	return &sum
}

// activeCount is as Active and Unknown of [ApplicationRow].
type activeCount struct{ Users, unknown *int64 }

// Active returns how many users were active in each application of which a
// report tells, by its name in lower case.
func Active(ctx context.Context, tx tables.Querier, source query.Source, window int) (map[string]activeCount, error) {
	active := map[string]activeCount{}
	for application := range connector.UsedApplication(connector.UsedApplications) {
		report := source.ReportDateOf(application)
		if report == 0 {
			continue
		}
		count := activeCount{new(int64), new(int64)}
		err := tx.QueryRowContext(ctx,
			`SELECT coalesce(sum(users), 0), coalesce(sum(unknown), 0) FROM application_day
				WHERE source = ? AND application = ? AND day >= ?`,
			source.Number, application, query.Since(report, window)).Scan(count.Users, count.unknown)
		if err != nil {
			return nil, err
		}
		active[strings.ToLower(application.String())] = count
	}
	return active, nil
}
