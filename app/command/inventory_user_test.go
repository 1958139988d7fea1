package command

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app"
	"inventorybeacon/app/command/inventory"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

// userSaid is what inventory user prints of one user as JSON.
func userSaid(t *testing.T, dir string, args ...string) inventory.UserDetails {
	t.Helper()
	var said inventory.UserDetails
	decoder := json.NewDecoder(strings.NewReader(succeed(t, dir, append([]string{"--json", "inventory", "user"}, args...)...)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&said); err != nil {
		t.Fatal(err)
	}
	return said
}

// TestOneUserIsTheTruth compares everything that is printed of users with what the tenant
// says of them.
func TestOneUserIsTheTruth(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 400}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	truth := newTruth(t, server)
	devices := map[string][]inventory.UserActivation{}
	for a := range server.Activations() {
		key := strings.ToLower(a.UserPrincipalName)
		devices[key] = append(devices[key], inventory.UserActivation{
			Product: a.Product, LastActivated: a.LastActivated, Devices: a.Devices(), Windows: a.Windows, Mac: a.Mac, IOS: a.IOS, Android: a.Android,
			WindowsMobile: a.WindowsMobile, SharedComputer: a.SharedComputer, ReportDate: a.ReportDate,
		})
	}
	for i, u := range truth.all {
		if i%9 != 0 && len(u.Failed) == 0 {
			continue
		}
		t.Run(u.UserPrincipalName, func(t *testing.T) {
			name := strings.ToLower(u.UserPrincipalName)
			want := truth.details(u, devices[name])
			got := userSaid(t, dir, u.UserPrincipalName)
			if difference := cmp.Diff(want, got); difference != "" {
				t.Errorf("differs (-truth +printed):\n%.4000s", difference)
			}
			if other := userSaid(t, dir, strings.ToUpper(u.ID), "--connection", "contoso"); other.ID != u.ID {
				t.Errorf("by its id: %s", other.ID)
			}
		})
	}
}

func TestWhatTheLicensesOfAUserCostAgreesWithCosts(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 100}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	succeed(t, dir, "price", "set", "SPE_E5", "57.5", "EUR")
	succeed(t, dir, "price", "set", "FLOW_FREE", "3", "EUR")
	succeed(t, dir, "price", "set", "VISIOCLIENT", "24", "USD", "--per", "year")
	var rows []struct {
		UserPrincipalName string   `json:"userPrincipalName"`
		Price             *float64 `json:"price"`
		Currency          *string  `json:"currency"`
	}
	if err := json.Unmarshal([]byte(succeed(t, dir, "--json", "inventory", "costs")), &rows); err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]float64{}
	for _, row := range rows {
		of := want[row.UserPrincipalName]
		if of == nil {
			of = map[string]float64{}
			want[row.UserPrincipalName] = of
		}
		if row.Price != nil {
			of[*row.Currency] += *row.Price
		}
	}
	priced := 0
	for name, costs := range want {
		if got := userSaid(t, dir, name).Costs; !cmp.Equal(got, costs) {
			t.Errorf("%s: %v, costs lists %v", name, got, costs)
		}
		priced += len(costs)
	}
	if priced == 0 {
		t.Error("nobody has a license with a price")
	}
}

func (r *truth) details(u connector.User, devices []inventory.UserActivation) inventory.UserDetails {
	name := strings.ToLower(u.UserPrincipalName)
	state := func(since connector.Date) string {
		switch {
		case r.active(r.last[name], 90):
			return "yes"
		case r.active(since, 90):
			return "new"
		case r.names[name] != "":
			return "no"
		default:
			return "unknown"
		}
	}
	row := inventory.UserDetails{
		Connection: "Contoso", Tenant: r.server.Organization().DisplayName, TenantID: r.server.Organization().ID,
		ID: u.ID, UserPrincipalName: u.UserPrincipalName, FormerNames: []string{}, Costs: map[string]float64{}, DisplayName: u.DisplayName,
		GivenName: text(u.GivenName), Surname: text(u.Surname), Mail: text(u.Mail), Enabled: u.Enabled, UserType: text(u.UserType),
		Department: text(u.Department), CompanyName: text(u.CompanyName), JobTitle: text(u.JobTitle), OfficeLocation: text(u.OfficeLocation),
		City: text(u.City), State: text(u.State), Country: text(u.Country), UsageLocation: text(u.UsageLocation),
		EmployeeID: text(u.EmployeeID), OnPremisesSynced: u.OnPremisesSynced, Created: u.Created, LastActivity: r.last[name],
		Active: state(u.Created), Licenses: []inventory.UserLicense{}, Failed: []inventory.UserFailure{}, Usage: []inventory.UserApplication{},
		Changes:     []app.Change{}, // a first import makes none
		Activations: append([]inventory.UserActivation{}, devices...),
	}
	for _, a := range u.Assignments {
		active := state(a.Since)
		if r.skus[a.SKUID].PartNumber == "Microsoft_365_Copilot" {
			active = r.copilotState(name, a.Since)
		}
		row.Licenses = append(row.Licenses, r.license(a, active))
	}
	slices.SortFunc(row.Licenses, func(a, b inventory.UserLicense) int {
		return strings.Compare(strings.ToLower(a.SKUPartNumber), strings.ToLower(b.SKUPartNumber))
	})
	for _, f := range u.Failed {
		failure := inventory.UserFailure{
			SKUID: f.SKUID, SKUPartNumber: r.skus[f.SKUID].PartNumber,
			Product: r.products.Name(f.SKUID, r.skus[f.SKUID].PartNumber), Error: text(f.Error),
		}
		if f.Group != "" {
			failure.Group = &inventory.UserGroup{ID: f.Group, DisplayName: r.group(f.Group)}
		}
		row.Failed = append(row.Failed, failure)
	}
	for a, day := range r.used[name] {
		if day != 0 {
			used, report := connector.UsedApplication(a), r.report
			if used.OfCopilot() {
				report = r.copilotReport
			}
			row.Usage = append(row.Usage, inventory.UserApplication{
				Application: used.String(), LastActivity: day, ReportDate: report, Platforms: r.platforms(name, used),
			})
		}
	}
	slices.SortFunc(row.Activations, func(a, b inventory.UserActivation) int { return strings.Compare(a.Product, b.Product) })
	return row
}

// copilotState is that of a holder of Copilot, of whom its own report tells.
func (r *truth) copilotState(name string, since connector.Date) string {
	last, listed := r.copilot[name]
	switch {
	case r.active(r.beforeReport("Copilot", last), 90):
		return "yes"
	case r.active(r.beforeReport("Copilot", since), 90):
		return "new"
	case listed:
		return "no"
	default:
		return "unknown"
	}
}

func (r *truth) license(a connector.Assignment, active string) inventory.UserLicense {
	sku := r.skus[a.SKUID]
	row := inventory.UserLicense{
		SKUID: a.SKUID, SKUPartNumber: sku.PartNumber, Product: r.products.Name(a.SKUID, sku.PartNumber),
		Groups: []inventory.UserGroup{}, Since: a.Since, Active: active, State: text(a.State), Error: text(a.Error),
		Plans: []inventory.UserPlan{},
	}
	if row.Product == "" {
		row.Product = sku.PartNumber
	}
	if a.Direct || len(a.Groups) > 0 {
		row.Direct = &a.Direct
	}
	for _, g := range a.Groups {
		row.Groups = append(row.Groups, inventory.UserGroup{ID: g, DisplayName: r.group(g)})
	}
	for _, p := range sku.ServicePlans {
		if p.AppliesTo != "Company" {
			applications := appsOf(p.Name)
			slices.Sort(applications)
			row.Plans = append(row.Plans, inventory.UserPlan{
				ID: p.ID, Plan: p.Name, Name: orElse(r.products.Plan(p.Name), p.Name),
				Enabled: !slices.Contains(a.DisabledPlans, p.ID), Applications: applications,
			})
		}
	}
	slices.SortFunc(row.Plans, func(a, b inventory.UserPlan) int {
		return strings.Compare(strings.ToLower(a.Plan), strings.ToLower(b.Plan))
	})
	return row
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

func (r *truth) platforms(name string, a connector.UsedApplication) []string {
	used := []string{}
	for p := range connector.Platform(connector.Platforms) {
		if r.places[name].Has(a, p) {
			used = append(used, p.String())
		}
	}
	return used
}

func (r *truth) group(id string) string {
	for _, g := range r.server.Groups() {
		if g.ID == id {
			return g.DisplayName
		}
	}
	return id
}
