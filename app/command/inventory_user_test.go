package command

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

// userSaid is what inventory user prints of one user as JSON.
func userSaid(t *testing.T, dir string, args ...string) userDetails {
	t.Helper()
	var said userDetails
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
	devices := map[string][]userActivation{}
	for a := range server.Activations() {
		key := strings.ToLower(a.UserPrincipalName)
		devices[key] = append(devices[key], userActivation{
			a.Product, a.LastActivated, a.Devices(), a.Windows, a.Mac, a.IOS, a.Android, a.WindowsMobile, a.SharedComputer, a.ReportDate,
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

func (r *truth) details(u connector.User, devices []userActivation) userDetails {
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
	row := userDetails{
		Connection: "Contoso", Tenant: r.server.Organization().DisplayName, TenantID: r.server.Organization().ID,
		ID: u.ID, UserPrincipalName: u.UserPrincipalName, FormerNames: []string{}, DisplayName: u.DisplayName,
		GivenName: text(u.GivenName), Surname: text(u.Surname), Mail: text(u.Mail), Enabled: u.Enabled, UserType: text(u.UserType),
		Department: text(u.Department), CompanyName: text(u.CompanyName), JobTitle: text(u.JobTitle), OfficeLocation: text(u.OfficeLocation),
		City: text(u.City), State: text(u.State), Country: text(u.Country), UsageLocation: text(u.UsageLocation),
		EmployeeID: text(u.EmployeeID), OnPremisesSynced: u.OnPremisesSynced, Created: u.Created, LastActivity: r.last[name],
		Active: state(u.Created), Licenses: []userLicense{}, Failed: []userFailure{}, Usage: []userApplication{},
		Changes:     []app.Change{}, // a first import makes none
		Activations: append([]userActivation{}, devices...),
	}
	for _, a := range u.Assignments {
		active := state(a.Since)
		if r.skus[a.SKUID].PartNumber == "Microsoft_365_Copilot" {
			active = r.copilotState(name, a.Since)
		}
		row.Licenses = append(row.Licenses, r.license(a, active))
	}
	slices.SortFunc(row.Licenses, func(a, b userLicense) int {
		return strings.Compare(strings.ToLower(a.SKUPartNumber), strings.ToLower(b.SKUPartNumber))
	})
	for _, f := range u.Failed {
		failure := userFailure{SKUID: f.SKUID, SKUPartNumber: r.skus[f.SKUID].PartNumber, Product: r.products.Name(f.SKUID, r.skus[f.SKUID].PartNumber), Error: text(f.Error)}
		if f.Group != "" {
			failure.Group = &userGroup{f.Group, r.group(f.Group)}
		}
		row.Failed = append(row.Failed, failure)
	}
	for a, day := range r.used[name] {
		if day != 0 {
			used, report := connector.UsedApplication(a), r.report
			if used.OfCopilot() {
				report = r.copilotReport
			}
			row.Usage = append(row.Usage, userApplication{used.String(), day, report, r.platforms(name, used)})
		}
	}
	slices.SortFunc(row.Activations, func(a, b userActivation) int { return strings.Compare(a.Product, b.Product) })
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

func (r *truth) license(a connector.Assignment, active string) userLicense {
	sku := r.skus[a.SKUID]
	row := userLicense{
		SKUID: a.SKUID, SKUPartNumber: sku.PartNumber, Product: r.products.Name(a.SKUID, sku.PartNumber), Direct: a.Direct,
		Groups: []userGroup{}, Since: a.Since, Active: active, State: text(a.State), Error: text(a.Error), Plans: []userPlan{},
	}
	if row.Product == "" {
		row.Product = sku.PartNumber
	}
	for _, g := range a.Groups {
		row.Groups = append(row.Groups, userGroup{g, r.group(g)})
	}
	for _, p := range sku.ServicePlans {
		if p.AppliesTo != "Company" {
			applications := appsOf(p.Name)
			slices.Sort(applications)
			row.Plans = append(row.Plans, userPlan{p.ID, p.Name, orElse(r.products.Plan(p.Name), p.Name), !slices.Contains(a.DisabledPlans, p.ID), applications})
		}
	}
	slices.SortFunc(row.Plans, func(a, b userPlan) int { return strings.Compare(strings.ToLower(a.Plan), strings.ToLower(b.Plan)) })
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
