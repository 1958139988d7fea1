package inventory

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/tables"
)

// model is what an inventory of one connection should hold, in maps, by the
// definitions alone.
type model struct {
	users       map[string]connector.User
	licenses    map[string]connector.License
	usage       map[string]modelUsage // by UPN in lower case
	activations map[string]connector.Activation
	apps        map[string]ApplicationRow // by name; Active is not kept
	parts       map[string]string         // part numbers, the same for every tenant
	former      map[string]string         // ids of users by names that they had before, in lower case
	dates       reportDates
	plans       map[string][]connector.ServicePlan // of licenses, also of such as are held and not listed
}

// modelUsage is a row of usage: what two reports tell of one UPN.
type modelUsage struct {
	printed string
	user    string // id
	active  connector.Usage
	app     connector.Usage
}

func (u modelUsage) in(a connector.UsedApplication) (day, report connector.Date) {
	if a < connector.Teams || a == connector.Teams && u.active.In[a] != 0 {
		return u.active.In[a], u.active.ReportDate
	}
	return u.app.In[a], u.app.ReportDate
}

// apply publishes a delivery and returns what should have been counted.
func (m *model) apply(d delivery) connector.Counts {
	var counts connector.Counts
	m.takeDates(&d)
	users := map[string]connector.User{}
	for _, u := range slices.Concat(d.pages...) {
		users[u.ID] = normal(u)
	}
	counts.Users = difference(m.users, users, userText)
	assignments := func(users map[string]connector.User) map[string]string {
		all := map[string]string{}
		for _, u := range users {
			for _, a := range u.Assignments {
				a.Since = 0 // does not count as a change
				all[u.ID+a.SKUID] = fmt.Sprint(a)
			}
		}
		return all
	}
	counts.Assignments = difference(assignments(m.users), assignments(users), func(s string) string { return s })
	m.rename(users)
	m.users = users

	licenses := map[string]connector.License{}
	for _, l := range d.licenses {
		licenses[l.SKUID] = l
		m.parts[l.SKUID] = l.PartNumber
	}
	counts.Licenses = difference(m.licenses, licenses, func(l connector.License) string { return fmt.Sprint(l) })
	m.licenses = licenses
	held, plans := m.held(), map[string][]connector.ServicePlan{}
	for sku, before := range m.plans {
		if held[sku] {
			plans[sku] = before
		}
	}
	for sku, l := range licenses {
		plans[sku] = l.ServicePlans
	}
	m.plans = plans

	usage := m.mergeReports(d)
	counts.Usage = difference(m.usage, usage, func(u modelUsage) string {
		u.active.ReportDate, u.app.ReportDate = min(u.active.ReportDate, 1), min(u.app.ReportDate, 1) // whether, not when
		return fmt.Sprint(u)
	})
	m.usage = usage
	if d.activations != nil {
		m.activations = map[string]connector.Activation{}
		for _, a := range d.activations {
			m.activations[a.UserPrincipalName+a.Product] = a
		}
	}
	applications := m.applications()
	counts.Applications = difference(m.apps, applications, func(a ApplicationRow) string {
		said := fmt.Sprint(*a.Entitled)
		for _, devices := range devicesOf(&a) {
			said += fmt.Sprint(" ", *cmp.Or(*devices, new(int64))) // not whether it is known
		}
		return said
	})
	m.apps = applications
	return counts
}

func difference[T any](before, after map[string]T, key func(T) string) connector.Count {
	count := connector.Count{Total: int64(len(after))}
	for id, value := range after {
		old, known := before[id]
		switch {
		case !known:
			count.Added++
		case key(old) != key(value):
			count.Changed++
		}
	}
	for id := range before {
		if _, still := after[id]; !still {
			count.Removed++
		}
	}
	return count
}

// normal returns a user with assignments and their lists in one order, once each.
func normal(u connector.User) connector.User {
	bySKU := map[string]connector.Assignment{}
	for _, a := range u.Assignments {
		a.Groups, a.DisabledPlans = slices.Sorted(slices.Values(a.Groups)), slices.Sorted(slices.Values(a.DisabledPlans))
		bySKU[a.SKUID] = a
	}
	slices.SortFunc(u.Failed, func(a, b connector.FailedAssignment) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	u.Assignments = nil
	for _, sku := range slices.Sorted(maps.Keys(bySKU)) {
		u.Assignments = append(u.Assignments, bySKU[sku])
	}
	return u
}

func userText(u connector.User) string {
	u.Assignments = slices.Clone(u.Assignments)
	for i := range u.Assignments {
		u.Assignments[i].Since = 0 // does not count as a change
	}
	return fmt.Sprintf("%q", fmt.Sprint(u))
}

func (m *model) mergeReports(d delivery) map[string]modelUsage {
	usage := map[string]modelUsage{}
	take := func(rows []connector.Usage, into func(*modelUsage) *connector.Usage) {
		for _, row := range rows {
			key := strings.ToLower(row.UserPrincipalName)
			u := usage[key]
			if u.printed == "" {
				u.printed = row.UserPrincipalName
			}
			row.UserPrincipalName = ""
			*into(&u) = later(*into(&u), row)
			usage[key] = u
		}
	}
	active := func(u *modelUsage) *connector.Usage { return &u.active }
	app := func(u *modelUsage) *connector.Usage { return &u.app }
	take(d.activeUsers, active)
	take(d.appUsers, app)
	byUPN := map[string]string{}
	for _, user := range m.users {
		byUPN[strings.ToLower(user.UserPrincipalName)] = user.ID
	}
	names := func(of func(*modelUsage) *connector.Usage) bool { // whether a report names somebody
		for key, u := range usage {
			if of(&u).ReportDate != 0 && (byUPN[key] != "" || m.former[key] != "") {
				return true
			}
		}
		return false
	}
	activeNames, appNames := names(active), names(app)
	for key, old := range m.usage { // a report that is missing stays, and a former name in one that has names
		u, named := usage[key]
		if !named {
			u = modelUsage{printed: old.printed}
		}
		was := m.former[key] != ""
		if d.activeUsers == nil || was && activeNames && u.active.ReportDate == 0 {
			u.active = old.active
		}
		if d.appUsers == nil || was && appNames && u.app.ReportDate == 0 {
			u.app = old.app
		}
		if u.active.ReportDate != 0 {
			u.active.ReportDate = m.dates.active
		}
		if u.app.ReportDate != 0 {
			u.app.ReportDate = m.dates.app
		}
		if u.active.ReportDate != 0 || u.app.ReportDate != 0 {
			usage[key] = u
		}
	}
	for key, u := range usage {
		u.user = cmp.Or(byUPN[key], m.former[key])
		if u.app.ReportDate == 0 { // they were of another name of the user, which may be somebody else's now
			u.app.Platforms = 0
		}
		usage[key] = u
	}
	m.settle(usage)
	return usage
}

// settle leaves each application to one of a user's names: that under which it was used last, and
// of several the present one.
func (m *model) settle(usage map[string]modelUsage) {
	names := map[string][]string{} // by user
	for key, u := range usage {
		if u.user != "" {
			names[u.user] = append(names[u.user], key)
		}
	}
	var hash tables.Fingerprint
	for _, of := range names {
		slices.SortFunc(of, func(a, b string) int {
			return cmp.Or(cmp.Compare(m.former[a], m.former[b]), cmp.Compare(hash.NameKey(a), hash.NameKey(b)))
		})
		var all modelUsage
		for _, key := range of {
			all.active, all.app = later(all.active, usage[key].active), later(all.app, usage[key].app)
		}
		for a := range connector.UsedApplication(connector.UsedApplications) {
			day, _ := all.in(a)
			given := day == 0
			for _, key := range of {
				u := usage[key]
				if in, _ := u.in(a); in == day && !given {
					given = true
					u.app.Platforms |= all.app.Platforms & connector.EveryPlatform(a)
				} else {
					u.active.In[a], u.app.In[a] = 0, 0
				}
				usage[key] = u
			}
		}
	}
}

func later(a, b connector.Usage) connector.Usage {
	a.ReportDate, a.LastActivity = max(a.ReportDate, b.ReportDate), max(a.LastActivity, b.LastActivity)
	for i := range a.In {
		a.In[i] = max(a.In[i], b.In[i])
		a.LastActivity = max(a.LastActivity, a.In[i])
	}
	a.Platforms |= b.Platforms
	return a
}

// applications counts entitlement and activations user by user.
func (m *model) applications() map[string]ApplicationRow {
	rows := map[string]ApplicationRow{}
	add := func(name string, entitled int64, devices ...int) {
		row := rows[name]
		row.Application, row.Entitled = name, plus(row.Entitled, &entitled)
		for i, of := range devicesOf(&row) {
			if m.dates.activations != 0 {
				more := new(int64)
				if devices != nil {
					*more = int64(devices[i])
				}
				*of = plus(*of, more)
			}
		}
		rows[name] = row
	}
	for _, plans := range m.plans {
		for _, plan := range plans {
			for _, name := range entitlement.ApplicationsOf(plan.Name) {
				add(name, 0)
				if name == plan.Name {
					row := rows[name]
					row.Plan = name
					rows[name] = row
				}
			}
		}
	}
	for _, u := range m.users {
		entitled := map[string]bool{}
		for _, a := range u.Assignments {
			for _, plan := range m.plans[a.SKUID] {
				if !slices.Contains(a.DisabledPlans, plan.ID) {
					for _, name := range entitlement.ApplicationsOf(plan.Name) {
						entitled[name] = true
					}
				}
			}
		}
		for name := range entitled {
			add(name, 1)
		}
	}
	active, unknown := m.active(10_000)
	for _, names := range []map[string]int64{active, unknown} {
		for name := range names {
			add(name, 0)
		}
	}
	for _, a := range m.activations {
		add(a.Product, 0, a.Devices(), a.Windows, a.Mac, a.IOS, a.Android)
	}
	return rows
}

// places counts the users of each application of app-users on each platform in the window;
// nothing when nobody uses any anywhere.
func (m *model) places(window int) map[string][connector.Platforms]*int64 {
	named, sum := m.namedByApp(), int64(0)
	var rows []modelUsage
	for _, h := range m.heard() {
		rows = append(rows, modelUsage{active: h.active, app: h.app})
	}
	for _, u := range m.usage {
		if u.user == "" && !named {
			rows = append(rows, u)
		}
	}
	places := map[string][connector.Platforms]*int64{}
	for a := connector.Teams; a <= connector.OneNote; a++ {
		var users [connector.Platforms]*int64
		for p := range users {
			users[p] = new(int64)
			for _, row := range rows {
				day, _ := row.in(a)
				if day == 0 || !row.app.Platforms.Has(a, connector.Platform(p)) {
					continue
				}
				sum++
				if day >= m.dates.of(a)-connector.Date(window) {
					*users[p]++
				}
			}
		}
		places[a.String()] = users
	}
	if sum == 0 || m.dates.app == 0 {
		return nil
	}
	return places
}

// written is the name of a row as it is written: the user's own, unless the report has a former one.
func (m *model) written(u modelUsage) string {
	if own := m.users[u.user].UserPrincipalName; strings.EqualFold(own, u.printed) {
		return own
	}
	return u.printed
}

// namedByApp reports whether app-users names anybody.
func (m *model) namedByApp() (named bool) {
	for _, u := range m.usage {
		named = named || u.user != "" && u.app.ReportDate != 0
	}
	return named
}

// namedByActive reports whether active-users names anybody.
func (m *model) namedByActive() (named bool) {
	for _, u := range m.usage {
		named = named || u.user != "" && u.active.ReportDate != 0
	}
	return named
}

// teamsByApp reports whether Teams is counted by app-users: where there is no other report, or that names
// nobody and this one somebody, of the same day or a later one.
func (m *model) teamsByApp() bool {
	return m.dates.active == 0 || !m.namedByActive() && m.namedByApp() && m.dates.app >= m.dates.active
}

// platformsOf is where a row says that applications are used, if it stands for a user.
func (m *model) platformsOf(u modelUsage) connector.PlatformUse {
	if u.user == "" && m.namedByApp() {
		return 0
	}
	return u.app.Platforms
}

// active counts the users of each application in the window, and the rows that name
// nobody beside rows that do.
func (m *model) active(window int) (active, unknown map[string]int64) {
	active, unknown = map[string]int64{}, map[string]int64{}
	for a := range connector.UsedApplication(connector.UsedApplications) {
		count := func(of map[string]int64, u modelUsage) {
			if day, _ := u.in(a); day != 0 && day >= m.dates.of(a)-connector.Date(window) {
				of[a.String()]++
			}
		}
		named, concealed := false, false
		for _, u := range m.usage {
			report := u.app.ReportDate
			if a < connector.Teams || a == connector.Teams && !m.teamsByApp() {
				report = u.active.ReportDate
			}
			named = named || u.user != "" && report != 0
			day, _ := u.in(a)
			concealed = concealed || u.user == "" && day != 0
		}
		nobody := unknown
		if !named && concealed {
			nobody = active
		} else {
			for _, h := range m.heard() {
				count(active, modelUsage{active: h.active, app: h.app})
			}
		}
		for _, u := range m.usage {
			if u.user == "" {
				count(nobody, u)
			}
		}
	}
	return active, unknown
}

// rows returns the users as the inventory shows them by id.
func (m *model) rows(connection string) []UserRow {
	all := m.heard()
	var rows []UserRow
	for _, u := range m.users {
		row := UserRow{
			ID: u.ID, UserPrincipalName: u.UserPrincipalName, DisplayName: u.DisplayName, Mail: u.Mail, Enabled: u.Enabled,
			UserType:   u.UserType,
			Department: u.Department, Country: u.Country, Licenses: []string{}, LastActivity: all[u.ID].last(), Connection: connection,
			Created: u.Created, Listed: m.listed(all[u.ID]),
		}
		for _, a := range u.Assignments {
			row.Licenses = append(row.Licenses, cmp.Or(m.parts[a.SKUID], a.SKUID))
		}
		slices.Sort(row.Licenses)
		row.Products = append(row.Products, row.Licenses...) // no SKU has a friendly name here
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b UserRow) int { return cmp.Compare(a.ID, b.ID) })
	return rows
}

// devicesOf are the numbers of devices of an application: all, and by what they are.
func devicesOf(a *ApplicationRow) [5]**int64 {
	return [...]**int64{&a.Activations, &a.ActivatedWindows, &a.ActivatedMac, &a.ActivatedIOS, &a.ActivatedAndroid}
}

// placesOf are the numbers of people by where they use an application.
func placesOf(a *ApplicationRow) [connector.Platforms]**int64 {
	return [...]**int64{&a.Windows, &a.Mac, &a.Mobile, &a.Web}
}

// plus adds a number to one that may not be known.
func plus(known, more *int64) *int64 {
	sum := *more
	if known != nil {
		sum += *known
	}
	return &sum
}
