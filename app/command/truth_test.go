package command

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"inventorybeacon/assets"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

// What the console prints as JSON, by the contract of its commands.
type (
	userTruth struct {
		ID                string   `json:"id"`
		UserPrincipalName string   `json:"userPrincipalName"`
		DisplayName       string   `json:"displayName"`
		Mail              *string  `json:"mail"`
		Enabled           bool     `json:"enabled"`
		UserType          *string  `json:"userType"`
		Department        *string  `json:"department"`
		Country           *string  `json:"country"`
		Licenses          []string `json:"licenses"`
		LastActivity      *string  `json:"lastActivity"`
	}
	licenseTruth struct {
		SKUID         string  `json:"skuId"`
		SKUPartNumber string  `json:"skuPartNumber"`
		Product       string  `json:"product"`
		Status        string  `json:"status"`
		Kind          string  `json:"kind"`
		Purchased     int     `json:"purchased"`
		Suspended     int     `json:"suspended"`
		Assigned      int     `json:"assigned"`
		Available     int     `json:"available"`
		Active        int     `json:"active"`
		Inactive      int     `json:"inactive"`
		New           int     `json:"new"`
		Unknown       int     `json:"unknown"`
		Failed        int     `json:"failed"`
		Renewal       *string `json:"renewal"`

		Price       *float64 `json:"price"`
		Currency    *string  `json:"currency"`
		UnusedSpend *float64 `json:"unusedSpend"`
	}
	applicationTruth struct {
		Application string `json:"application"`
		Entitled    int    `json:"entitled"`
		Active      *int   `json:"active"`
		Unknown     *int   `json:"unknown"`
		Activations int    `json:"activations"`
		Windows     *int   `json:"windows"`
		Mac         *int   `json:"mac"`
		Mobile      *int   `json:"mobile"`
		Web         *int   `json:"web"`

		ActivationsWindows int `json:"activationsWindows"`
		ActivationsMac     int `json:"activationsMac"`
		ActivationsIOS     int `json:"activationsIos"`
		ActivationsAndroid int `json:"activationsAndroid"`
	}
	usageTruth struct {
		UserPrincipalName string `json:"userPrincipalName"`
		Application       string `json:"application"`
		LastActivity      string `json:"lastActivity"`
		ReportDate        string `json:"reportDate"`
	}
)

// TestTheInventoryIsTheTruth imports a tenant through the console and compares
// everything that it prints with what the tenant says of itself. How that is to
// be counted is written here once more, from the definitions and not from the
// program's queries.
func TestTheInventoryIsTheTruth(t *testing.T) {
	sizes := []int{2_500}
	if !testing.Short() {
		sizes = append(sizes, 100_000)
	}
	for _, size := range sizes {
		t.Run(fmt.Sprintf("given %d users", size), func(t *testing.T) {
			server, dir := newTenant(t, demotenant.Options{Users: size}), t.TempDir()
			server.connect(t, dir, "Contoso")
			succeed(t, dir, "import", "Contoso")
			compareWithTruth(t, server, dir)
		})
	}
}

// compareWithTruth compares everything that the console prints of an inventory with
// what the tenant says of itself.
func compareWithTruth(t *testing.T, server *tenant, dir string) {
	t.Helper()
	truth := newTruth(t, server)
	compare(t, "users", truth.users(), printed[userTruth](t, dir, "users"), func(u userTruth) string { return u.ID })
	compare(t, "usage", truth.usage(), printed[usageTruth](t, dir, "usage"),
		func(u usageTruth) string { return u.UserPrincipalName + "\n" + u.Application })
	for _, window := range []int{30, 90, 180} {
		flag := fmt.Sprintf("--window=%d", window)
		compare(t, "licenses of "+flag, truth.licenses(window), printed[licenseTruth](t, dir, "licenses", flag),
			func(l licenseTruth) string { return l.SKUID })
		compare(t, "applications of "+flag, truth.applications(window), printed[applicationTruth](t, dir, "applications", flag),
			func(a applicationTruth) string { return a.Application })
	}
}

func printed[T any](t *testing.T, dir, what string, flags ...string) []T {
	t.Helper()
	var rows []T
	text := succeed(t, dir, append([]string{"inventory", what, "--format", "json"}, flags...)...)
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&rows); err != nil {
		t.Fatalf("inventory %s: %v", what, err)
	}
	return rows
}

// compare compares rows whatever their order.
func compare[T any](t *testing.T, what string, want, got []T, key func(T) string) {
	t.Helper()
	index := func(rows []T) map[string]T {
		by := make(map[string]T, len(rows))
		for _, row := range rows {
			by[key(row)] = row
		}
		return by
	}
	if len(want) == 0 || len(want) != len(got) || len(index(got)) != len(got) {
		t.Errorf("%s: %d rows, %d different ones, want %d", what, len(got), len(index(got)), len(want))
	}
	if difference := gocmp.Diff(index(want), index(got)); difference != "" {
		t.Errorf("%s differ (-truth +printed):\n%.4000s", what, difference)
	}
}

// truth is what a tenant says of itself.
type truth struct {
	server   *tenant
	products *assets.Products
	all      []connector.User
	skus     map[string]connector.License
	// used is the newest day on which each user used each application, last the
	// newest one of all, by lower-case user principal name.
	used map[string]*[connector.UsedApplications]connector.Date
	last map[string]connector.Date
	// places are where the applications of app-users were used.
	places map[string]connector.PlatformUse
	// names are the users' names as the reports print them.
	names  map[string]string
	report connector.Date
	// copilot has the last day of who is in the report on Copilot, which is of copilotReport.
	copilot       map[string]connector.Date
	copilotReport connector.Date
}

func newTruth(t *testing.T, server *tenant) *truth {
	t.Helper()
	products, err := assets.LoadProducts()
	if err != nil {
		t.Fatal(err)
	}
	r := &truth{
		server: server, products: products, skus: map[string]connector.License{},
		used: map[string]*[connector.UsedApplications]connector.Date{}, last: map[string]connector.Date{}, names: map[string]string{},
		copilot: map[string]connector.Date{},
		places:  map[string]connector.PlatformUse{},
	}
	for u := range server.Users() {
		r.all = append(r.all, u)
		r.used[strings.ToLower(u.UserPrincipalName)] = new([connector.UsedApplications]connector.Date)
	}
	for _, l := range server.Licenses() {
		r.skus[l.SKUID] = l
	}
	for row := range server.Usage() {
		r.hear(row)
	}
	for row := range server.AppUsage(180) {
		key := strings.ToLower(row.UserPrincipalName)
		r.places[key] = row.Platforms
		r.hear(row)
	}
	for row := range server.CopilotUsage() {
		r.hearOfCopilot(row)
	}
	return r
}

func (r *truth) hearOfCopilot(row connector.Usage) {
	key := strings.ToLower(row.UserPrincipalName)
	if r.used[key] == nil {
		return // deleted
	}
	r.names[key], r.copilotReport = row.UserPrincipalName, row.ReportDate
	r.copilot[key] = max(r.copilot[key], row.LastActivity)
	for a, day := range row.In {
		if day != 0 {
			r.used[key][a] = day
		}
	}
}

func (r *truth) hear(row connector.Usage) {
	key := strings.ToLower(row.UserPrincipalName)
	if r.used[key] == nil {
		return // deleted, but still in the report
	}
	r.names[key] = row.UserPrincipalName
	r.report = max(r.report, row.ReportDate)
	r.last[key] = max(r.last[key], row.LastActivity)
	for a, day := range row.In {
		// The first report that tells of an application is the exact one.
		if day != 0 && r.used[key][a] == 0 {
			r.used[key][a] = day
		}
		r.last[key] = max(r.last[key], day)
	}
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func day(d connector.Date) *string { return text(d.String()) }

func (r *truth) users() []userTruth {
	var rows []userTruth
	for _, u := range r.all {
		row := userTruth{
			ID: u.ID, UserPrincipalName: u.UserPrincipalName, DisplayName: u.DisplayName, Mail: text(u.Mail), Enabled: u.Enabled,
			UserType: text(u.UserType), Department: text(u.Department), Country: text(u.Country),
			Licenses: []string{}, LastActivity: day(r.last[strings.ToLower(u.UserPrincipalName)]),
		}
		for _, a := range u.Assignments {
			row.Licenses = append(row.Licenses, r.skus[a.SKUID].PartNumber)
		}
		slices.Sort(row.Licenses)
		rows = append(rows, row)
	}
	return rows
}

func (r *truth) usage() []usageTruth {
	written := map[string]string{} // as the directory has the names
	for _, u := range r.all {
		written[strings.ToLower(u.UserPrincipalName)] = u.UserPrincipalName
	}
	var rows []usageTruth
	for key, days := range r.used {
		for a, d := range days {
			if d == 0 {
				continue
			}
			application, report := connector.UsedApplication(a).String(), r.report
			if strings.Contains(application, "Copilot") {
				report = r.copilotReport
			}
			rows = append(rows, usageTruth{
				UserPrincipalName: cmp.Or(written[key], r.names[key]), Application: application, LastActivity: d.String(), ReportDate: report.String(),
			})
		}
	}
	return rows
}

// beforeReport moves a day of Copilot, whose report is older than the others, to the day that is as
// long before their day.
func (r *truth) beforeReport(application string, d connector.Date) connector.Date {
	if d != 0 && strings.Contains(application, "Copilot") {
		d += r.report - r.copilotReport
	}
	return d
}

// active says whether a day lies at most so many days before the report's.
func (r *truth) active(d connector.Date, window int) bool {
	return d != 0 && d >= r.report-connector.Date(window)
}

func (r *truth) licenses(window int) []licenseTruth {
	renewals := map[string]connector.Date{}
	today := connector.DateOf(time.Now())
	for _, s := range r.server.Subscriptions() {
		if s.Status == "Enabled" && s.NextLifecycle >= today && (renewals[s.SKUID] == 0 || s.NextLifecycle < renewals[s.SKUID]) {
			renewals[s.SKUID] = s.NextLifecycle
		}
	}
	rows := map[string]*licenseTruth{}
	for id, l := range r.skus {
		rows[id] = &licenseTruth{
			SKUID: id, SKUPartNumber: l.PartNumber, Product: cmp.Or(r.products.Name(id, l.PartNumber), l.PartNumber), Status: l.Status, Kind: "paid",
			Purchased: l.Purchased(), Suspended: l.Suspended, Assigned: l.Assigned, Available: l.Purchased() - l.Assigned,
			Renewal: day(renewals[id]),
		}
		if rows[id].Product == "" {
			rows[id].Product = l.PartNumber
		}
		switch l.PartNumber {
		case "POWER_BI_STANDARD", "FLOW_FREE", "WINDOWS_STORE":
			rows[id].Kind = "free"
		case "CONTOSO_PILOT_2030":
			rows[id].Kind = "trial"
		}
	}
	for _, u := range r.all {
		name := strings.ToLower(u.UserPrincipalName)
		for _, a := range u.Assignments {
			last, listed, assigned := r.last[name], r.names[name] != "", a.Since
			if rows[a.SKUID].SKUPartNumber == "Microsoft_365_Copilot" {
				last, listed = r.copilot[name]
				last, assigned = r.beforeReport("Copilot", last), r.beforeReport("Copilot", assigned)
			}
			switch {
			case r.active(last, window):
				rows[a.SKUID].Active++
			case r.active(assigned, window):
				rows[a.SKUID].New++
			case listed:
				rows[a.SKUID].Inactive++
			default:
				rows[a.SKUID].Unknown++
			}
		}
		for _, f := range u.Failed {
			rows[f.SKUID].Failed++
		}
	}
	var list []licenseTruth
	for _, row := range rows {
		list = append(list, *row)
	}
	return list
}

// appsOf are the applications whose use is reported, by the service plan that
// switches them on (docs: learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).
func appsOf(plan string) []string {
	office := []string{"Outlook", "Word", "Excel", "PowerPoint", "OneNote"}
	switch begins := func(prefix string) bool { return strings.HasPrefix(plan, prefix) }; {
	case begins("EXCHANGE_S_FOUNDATION"), begins("EXCHANGE_S_ARCHIVE"), begins("SHAREPOINTWAC"), begins("SHAREPOINT_PROJECT"),
		begins("ONEDRIVE_BASIC"):
		return []string{plan}
	case begins("EXCHANGE_S_"):
		return []string{"Exchange"}
	case begins("SHAREPOINT"):
		return []string{"SharePoint", "OneDrive"}
	case begins("ONEDRIVE"):
		return []string{"OneDrive"}
	case begins("TEAMS1"):
		return []string{"Teams"}
	case begins("M365_COPILOT_BUSINESS_CHAT"):
		return []string{"Copilot Chat"}
	case begins("M365_COPILOT_TEAMS"):
		return []string{"Microsoft Teams Copilot"}
	case begins("M365_COPILOT_APPS"):
		return []string{"Word Copilot", "Excel Copilot", "PowerPoint Copilot", "Outlook Copilot", "OneNote Copilot", "Loop Copilot"}
	case begins("MCOSTANDARD"), begins("MCOIMP"):
		return []string{"Skype For Business"}
	case begins("YAMMER"), begins("VIVAENGAGE_CORE"):
		return []string{"Yammer"}
	case begins("OFFICESUBSCRIPTION"):
		return append(office, "Microsoft 365 Apps for enterprise")
	case begins("OFFICE_BUSINESS"):
		return append(office, "Microsoft 365 Apps for business")
	default:
		return []string{plan}
	}
}

func (r *truth) applications(window int) []applicationTruth {
	rows := map[string]*applicationTruth{} // by lower-case name
	named := func(name string) *applicationTruth {
		key := strings.ToLower(name)
		if rows[key] == nil {
			rows[key] = &applicationTruth{Application: name}
		}
		return rows[key]
	}
	for _, l := range r.skus {
		for _, plan := range l.ServicePlans {
			for _, name := range appsOf(plan.Name) {
				named(name)
			}
		}
	}
	for _, u := range r.all {
		entitled := map[*applicationTruth]bool{}
		for _, a := range u.Assignments {
			for _, plan := range r.skus[a.SKUID].ServicePlans {
				if slices.Contains(a.DisabledPlans, plan.ID) {
					continue
				}
				for _, name := range appsOf(plan.Name) {
					entitled[named(name)] = true
				}
			}
		}
		for row := range maps.Keys(entitled) {
			row.Entitled++
		}
	}
	r.countActive(window, named)
	for a := range r.server.Activations() {
		row := named(a.Product)
		row.Activations += a.Devices()
		row.ActivationsWindows += a.Windows
		row.ActivationsMac += a.Mac
		row.ActivationsIOS += a.IOS
		row.ActivationsAndroid += a.Android
	}
	friendly, times := map[string]string{}, map[string]int{} // by the plan, and by the name
	for name := range rows {
		friendly[name] = cmp.Or(r.products.Plan(name), name)
		times[strings.ToLower(friendly[name])]++
	}
	for name, row := range rows {
		plan := row.Application
		if friendly[name] != name {
			row.Application = friendly[name]
			if times[strings.ToLower(friendly[name])] > 1 {
				row.Application += " (" + plan + ")"
			}
		}
	}
	var list []applicationTruth
	for _, row := range rows {
		list = append(list, *row)
	}
	return list
}

// countActive counts the users of each application that the reports tell of.
// Only those who are in the directory count.
func (r *truth) countActive(window int, named func(string) *applicationTruth) {
	for a := range connector.UsedApplication(connector.UsedApplications) {
		row := named(a.String())
		row.Active, row.Unknown = new(int), new(int) // every row names a user
		for _, u := range r.all {
			days := r.used[strings.ToLower(u.UserPrincipalName)]
			if days != nil && r.active(r.beforeReport(a.String(), days[a]), window) {
				*row.Active++
			}
		}
		if a >= connector.Teams && a <= connector.OneNote {
			r.countPlaces(window, a, row)
		}
	}
}

// countPlaces counts where the active users of an application use it.
func (r *truth) countPlaces(window int, a connector.UsedApplication, row *applicationTruth) {
	counts := []**int{&row.Windows, &row.Mac, &row.Mobile, &row.Web}
	for platform, count := range counts {
		*count = new(int)
		for _, u := range r.all {
			key := strings.ToLower(u.UserPrincipalName)
			days := r.used[key]
			if days != nil && r.active(r.beforeReport(a.String(), days[a]), window) && r.places[key].Has(a, connector.Platform(platform)) {
				**count++
			}
		}
	}
}
