package inventory

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
)

const (
	copilotSKU = "639dec6b-bb19-468b-871c-c5c441c4b0cb"
	chatPlan   = "3f30311c-6b1e-48a4-ab79-725b469da960"
)

// withCopilot is a tenant of six who hold Copilot, and whom active-users shows as active today. Its
// report is a day older than the others.
func withCopilot() delivery {
	license := connector.License{
		SKUID: copilotSKU, PartNumber: "Microsoft_365_Copilot", Status: "Enabled", Enabled: 6, Assigned: 6,
		ServicePlans: []connector.ServicePlan{{ID: chatPlan, Name: "M365_COPILOT_BUSINESS_CHAT"}},
	}
	d := delivery{tenant: connector.Tenant{ID: "t"}, licenses: []connector.License{license}}
	var users []connector.User
	for _, name := range []string{"chats", "longago", "border", "never", "fresh", "unlisted"} {
		upn := name + "@contoso.com"
		assigned := connector.Assignment{SKUID: copilotSKU, Direct: true, Since: today - 300}
		if name == "fresh" { // on the first day of the window before its own report
			assigned.Since = today - 3 - 90
		}
		users = append(users, connector.User{ID: name, UserPrincipalName: upn, DisplayName: name, Assignments: []connector.Assignment{assigned}})
		active := connector.Usage{UserPrincipalName: upn, ReportDate: today - 2, LastActivity: today - 2}
		active.In[connector.Exchange] = today - 2
		d.activeUsers = append(d.activeUsers, active)
		use := connector.Usage{UserPrincipalName: upn, ReportDate: today - 3}
		switch name {
		case "chats":
			use.In[connector.CopilotChat], use.In[connector.CopilotInWord] = today-3, today-40
		case "longago":
			use.In[connector.CopilotInTeams] = today - 3 - 91
		case "border":
			use.In[connector.CopilotInTeams] = today - 3 - 90
		case "unlisted":
			continue
		}
		use.LastActivity = slices.Max(use.In[:])
		d.copilot = append(d.copilot, use)
	}
	d.pages = [][]connector.User{users}
	return d
}

// copilotStates are the holders of Copilot in each state as the license counts them, the list finds
// them, and each user shows.
func copilotStates(t *testing.T, inv *Inventory) map[Activity][]string {
	t.Helper()
	licenses, err := inv.Licenses(t.Context(), LicenseQuery{})
	must(t, err)
	counted := map[Activity]int64{
		Active: *licenses[0].Active, Inactive: *licenses[0].Inactive, New: *licenses[0].New, Unknown: licenses[0].Unknown,
	}
	found := map[Activity][]string{}
	for _, state := range Activities {
		users, err := inv.Users(t.Context(), UserQuery{License: copilotSKU, Activity: state})
		must(t, err)
		if counted[state] != int64(len(users)) {
			t.Errorf("%d holders are %s, and %d are found", counted[state], state, len(users))
		}
		for _, u := range users {
			found[state] = append(found[state], u.ID)
			one, err := inv.User(t.Context(), u.Connection, u.ID)
			must(t, err)
			if got := one.Assignments[0].Activity; got != state {
				t.Errorf("%s is %s, and found as %s", u.ID, got, state)
			}
		}
	}
	return found
}

func TestHoldersOfCopilotHaveTheirActivityFromItsReport(t *testing.T) {
	everybody := []string{"border", "chats", "fresh", "longago", "never", "unlisted"}
	evident := map[Activity][]string{Active: {"border", "chats"}, Inactive: {"longago", "never"}, New: {"fresh"}, Unknown: {"unlisted"}}
	for _, c := range []struct {
		given  string
		change func(d *delivery)
		want   map[Activity][]string
	}{
		{"its report", func(*delivery) {}, evident},
		{"no report on it, as any other license", func(d *delivery) { d.copilot = nil }, map[Activity][]string{Active: everybody}},
		{"concealed names in it, as any other license", func(d *delivery) {
			for i := range d.copilot {
				d.copilot[i].UserPrincipalName = "FE7CC8C15246EDCCA289C9A4022762F" + string(rune('0'+i))
			}
		}, map[Activity][]string{Active: everybody}},
		{"a suite that has mail beside Copilot, as any other license", func(d *delivery) {
			d.licenses[0].ServicePlans = append(d.licenses[0].ServicePlans, connector.ServicePlan{ID: mail, Name: "EXCHANGE_S_ENTERPRISE"})
		}, map[Activity][]string{Active: everybody}},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			inv := open(t, t.TempDir())
			d := withCopilot()
			c.change(&d)
			publishDelivery(t, inv, "one", d)
			if diff := cmp.Diff(c.want, copilotStates(t, inv)); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}

func TestWhatIsKnownOfCopilotStays(t *testing.T) {
	inv := open(t, t.TempDir())
	d := withCopilot()
	publishDelivery(t, inv, "one", d)
	before := copilotStates(t, inv)
	for name, change := range map[string]func(d *delivery){
		"an import without the report": func(d *delivery) { d.copilot = nil },
		"another one, of which more has changed": func(d *delivery) {
			d.copilot = nil
			d.activeUsers[0].In[connector.Teams] = today - 2
			d.pages[0][0].Department = "Sales"
		},
		"the same again": func(*delivery) {},
	} {
		later := withCopilot()
		change(&later)
		publishDelivery(t, inv, "one", later)
		if diff := cmp.Diff(before, copilotStates(t, inv)); diff != "" {
			t.Errorf("after %s (-want +got):\n%s", name, diff)
		}
	}
	usage, err := inv.Usage(t.Context(), UsageQuery{Search: "chats", Sort: "application"})
	must(t, err)
	var got []UsageRow
	for _, row := range usage {
		if row.Application == "Word Copilot" || row.Application == "Copilot Chat" {
			got = append(got, row)
		}
	}
	want := []UsageRow{
		{UserPrincipalName: "chats@contoso.com", Application: "Word Copilot", LastActivity: today - 40, ReportDate: today - 3, Connection: "one"},
		{UserPrincipalName: "chats@contoso.com", Application: "Copilot Chat", LastActivity: today - 3, ReportDate: today - 3, Connection: "one"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("usage (-want +got):\n" + diff)
	}
	// Another tenant takes its place.
	other := contoso()
	other.tenant.ID = "other"
	publishDelivery(t, inv, "one", other)
	published, err := inv.Published(t.Context())
	must(t, err)
	if published[0].CopilotDate != 0 || !published[0].CopilotRead.IsZero() {
		t.Errorf("of another tenant's Copilot %+v is known", published[0])
	}
}

// Which applications the plans of Copilot switch on follows from what Microsoft calls them.
func TestHoldersOfCopilotAreEntitledToItsApplications(t *testing.T) {
	inv := open(t, t.TempDir())
	d := withCopilot()
	d.licenses[0].ServicePlans = append(d.licenses[0].ServicePlans,
		connector.ServicePlan{ID: "b95945de-b3bd-46db-8437-f2beb6ea2347", Name: "M365_COPILOT_TEAMS"},
		connector.ServicePlan{ID: "a62f8878-de10-42f3-b68f-6149a25ceb97", Name: "M365_COPILOT_APPS"})
	publishDelivery(t, inv, "one", d)
	rows, err := inv.Applications(t.Context(), ApplicationQuery{})
	must(t, err)
	entitled := map[string]int64{}
	for _, row := range rows {
		entitled[row.Application] = *row.Entitled
	}
	for a := range connector.UsedApplication(connector.UsedApplications) {
		if a.OfCopilot() && entitled[a.String()] != 6 {
			t.Errorf("%s: %d users are entitled, want 6", a, entitled[a.String()])
		}
	}
}

// A plan of Copilot that is not known may switch on what no other plan does: then nobody can say who is entitled to it.
func TestWhatAnUnknownPlanOfCopilotSwitchesOnIsNotKnown(t *testing.T) {
	inv := open(t, t.TempDir())
	d := withCopilot()
	d.licenses[0].ServicePlans = append(d.licenses[0].ServicePlans, connector.ServicePlan{ID: "f", Name: "M365_COPILOT_OF_TOMORROW"})
	publishDelivery(t, inv, "one", d)
	for sorting, descending := range map[string]bool{"entitled": false, "": true} {
		rows, err := inv.Applications(t.Context(), ApplicationQuery{Search: "Copilot", Sort: sorting, Descending: descending})
		must(t, err)
		got := map[string]any{}
		for _, row := range rows {
			if got[row.Application] = "unknown"; row.Entitled != nil {
				got[row.Application] = *row.Entitled
			}
		}
		want := map[string]any{
			"Copilot Chat": int64(6), "M365_COPILOT_OF_TOMORROW": int64(6), "Word Copilot": "unknown",
			"Microsoft Teams Copilot": "unknown",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error("(-want +got):\n" + diff)
		}
	}
}
