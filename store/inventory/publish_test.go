package inventory

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"inventorybeacon/connector"
)

const (
	e3   = "05e9a617-0261-4cee-bb44-138d3ef5d965"
	e5   = "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
	f3   = "66b55226-6b4f-492c-910c-a3b7a3c9d993"
	mail = "efb87545-963c-4e0d-99df-69c6916d9eb0"
	word = "43de0ff5-c92c-492b-9116-175376d08c38"
)

// contoso is a small tenant with something of everything.
func contoso() delivery {
	active := func(upn string, exchange, teams connector.Date) connector.Usage {
		u := connector.Usage{UserPrincipalName: upn, ReportDate: today - 2, LastActivity: max(exchange, teams)}
		u.In[connector.Exchange], u.In[connector.Teams] = exchange, teams
		return u
	}
	apps := func(upn string, word, teams connector.Date) connector.Usage {
		u := connector.Usage{UserPrincipalName: upn, ReportDate: today - 2, LastActivity: max(word, teams)}
		u.In[connector.Word], u.In[connector.Teams] = word, teams
		return u
	}
	return delivery{
		tenant: connector.Tenant{ID: "t", DisplayName: "Contoso", DefaultDomain: "contoso.com", CountryCode: "US"},
		licenses: []connector.License{
			{
				SKUID: e3, PartNumber: "SPE_E3", Status: "Enabled", AppliesTo: "User", Enabled: 2, Warning: 1, Suspended: 4, Assigned: 5,
				ServicePlans: []connector.ServicePlan{
					{ID: mail, Name: "EXCHANGE_S_ENTERPRISE", Status: "Success", AppliesTo: "User"},
					{ID: word, Name: "OFFICESUBSCRIPTION", Status: "Success", AppliesTo: "User"},
				},
			},
			{
				SKUID: f3, PartNumber: "SPE_F1", Status: "Enabled",
				ServicePlans: []connector.ServicePlan{{ID: mail, Name: "EXCHANGE_S_ENTERPRISE"}},
			},
		},
		subscriptions: []connector.Subscription{
			{ID: "s1", SKUID: e3, Status: "Enabled", NextLifecycle: today + 40},
			{ID: "s2", SKUID: e3, Status: "Enabled", NextLifecycle: today + 30},
			{ID: "s3", SKUID: e3, Status: "Enabled", NextLifecycle: today - 1},
			{ID: "s4", SKUID: e3, Status: "Suspended", NextLifecycle: today + 1},
		},
		groups: []connector.Group{{ID: "g1", DisplayName: "Everybody"}},
		pages: [][]connector.User{
			{
				{
					ID: "a", UserPrincipalName: "Anna@contoso.com", DisplayName: "Anna Müller", Enabled: true,
					Assignments: []connector.Assignment{
						{SKUID: f3, Direct: true, State: "Active"}, {SKUID: e3, Groups: []string{"g1"}, State: "Active"},
					},
				},
				{ID: "b", UserPrincipalName: "bert@contoso.com", DisplayName: "bert", Department: "old"},
			},
			{
				{
					ID: "b", UserPrincipalName: "bert@contoso.com", DisplayName: "Bert", Department: "new",
					Assignments: []connector.Assignment{
						{SKUID: e3, Direct: true, DisabledPlans: []string{word}},
					},
				},
				{ID: "c", UserPrincipalName: "carla@contoso.com", DisplayName: "Carla", UserType: "Guest"},
			},
		},
		activeUsers: []connector.Usage{
			active("anna@CONTOSO.com", today-10, 0), active("bert@contoso.com", today-100, today-50),
			active("gone@contoso.com", today-5, 0),
		},
		appUsers: []connector.Usage{apps("anna@contoso.com", today-3, today-3), apps("bert@contoso.com", 0, today-4)},
		activations: []connector.Activation{{
			UserPrincipalName: "anna@contoso.com", Product: "Microsoft 365 Apps for enterprise",
			ReportDate: today - 2, Windows: 2, IOS: 1,
		}},
	}
}

func TestPublishMakesAnImportTheInventory(t *testing.T) {
	inv := open(t, t.TempDir())
	counts := publishDelivery(t, inv, "one", contoso())
	want := connector.Counts{
		Users: connector.Count{Total: 3, Added: 3}, Licenses: connector.Count{Total: 2, Added: 2},
		Assignments: connector.Count{Total: 3, Added: 3}, Applications: connector.Count{Total: 8, Added: 8},
		Usage: connector.Count{Total: 3, Added: 3},
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Error("counts (-want +got):\n" + diff)
	}
	users, err := inv.Users(t.Context(), UserQuery{})
	must(t, err)
	for i, want := range []UserRow{
		{
			ID: "a", UserPrincipalName: "Anna@contoso.com", DisplayName: "Anna Müller", Enabled: true,
			Licenses: []string{"SPE_E3", "SPE_F1"}, LastActivity: today - 3, Connection: "one", Listed: true,
		},
		{
			ID: "b", UserPrincipalName: "bert@contoso.com", DisplayName: "Bert", Department: "new", Licenses: []string{"SPE_E3"},
			LastActivity: today - 4, Connection: "one", Listed: true,
		},
		{ID: "c", UserPrincipalName: "carla@contoso.com", DisplayName: "Carla", UserType: "Guest", Licenses: []string{}, Connection: "one"},
	} {
		want.TenantName = "Contoso"
		want.Products = append(want.Products, want.Licenses...) // no SKU has a friendly name here
		if diff := cmp.Diff(want, users[i], cmpopts.IgnoreUnexported(UserRow{})); diff != "" {
			t.Error("user (-want +got):\n" + diff)
		}
	}
	counts = publishDelivery(t, inv, "one", contoso())
	if differs(counts.Users) || differs(counts.Licenses) || differs(counts.Assignments) || differs(counts.Applications) ||
		differs(counts.Usage) {
		t.Errorf("the same again changed %+v", counts)
	}
}

func TestLicensesCountTheirHolders(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	licenses, err := inv.Licenses(t.Context(), LicenseQuery{Sort: "assigned", Descending: true, Limit: 1, Window: 1})
	must(t, err)
	holders, none := int64(1), int64(0) // one was active on the day before the report, the other two days before
	want := []LicenseRow{{
		SKUID: e3, SKUPartNumber: "SPE_E3", Product: "SPE_E3", Status: "Enabled", Kind: Paid, Purchased: 3, Suspended: 4, Assigned: 5,
		Available: -2,
		Active:    &holders, Inactive: &holders, New: &none, Renewal: today + 30, Connection: "one", Tenant: "t", TenantName: "Contoso",
		ReportDate: today - 2,
	}}
	if diff := cmp.Diff(want, licenses); diff != "" {
		t.Error("licenses (-want +got):\n" + diff)
	}
}

func TestApplicationsMeetEntitlementUseAndActivations(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	applications, err := inv.Applications(t.Context(), ApplicationQuery{})
	must(t, err)
	number := func(n int64) *int64 { return &n }
	want := []ApplicationRow{
		{Application: "Excel", Entitled: number(1), Active: number(0), Unknown: number(0), Activations: number(0)},
		{Application: "Exchange", Entitled: number(2), Active: number(1), Unknown: number(1), Activations: number(0)},
		{
			Application: "Microsoft 365 Apps for enterprise", Entitled: number(1), Activations: number(3), ActivatedWindows: number(2),
			ActivatedIOS: number(1),
		},
		{Application: "OneNote", Entitled: number(1), Active: number(0), Unknown: number(0), Activations: number(0)},
		{Application: "Outlook", Entitled: number(1), Active: number(0), Unknown: number(0), Activations: number(0)},
		{Application: "PowerPoint", Entitled: number(1), Active: number(0), Unknown: number(0), Activations: number(0)},
		{Application: "Teams", Entitled: number(0), Active: number(2), Unknown: number(0), Activations: number(0)},
		{Application: "Word", Entitled: number(1), Active: number(1), Unknown: number(0), Activations: number(0)},
	}
	for i := range want {
		for _, devices := range devicesOf(&want[i]) {
			if *devices == nil {
				*devices = number(0)
			}
		}
	}
	if diff := cmp.Diff(want, applications); diff != "" {
		t.Error("applications (-want +got):\n" + diff)
	}
}

func TestActivationsAreUnknownWithoutTheirReport(t *testing.T) {
	inv := open(t, t.TempDir())
	d := contoso()
	d.activations = nil
	publishDelivery(t, inv, "one", d)
	applications, err := inv.Applications(t.Context(), ApplicationQuery{})
	must(t, err)
	for _, a := range applications {
		if a.Activations != nil {
			t.Errorf("%s: %d activations", a.Application, *a.Activations)
		}
	}
}

func TestUsageHasARowForEachUserAndApplication(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	usage, err := inv.Usage(t.Context(), UsageQuery{})
	must(t, err)
	row := func(upn, application string, day connector.Date) UsageRow {
		return UsageRow{
			UserPrincipalName: upn, Application: application, LastActivity: day, ReportDate: today - 2, Connection: "one",
			TenantName: "Contoso",
		}
	}
	want := []UsageRow{
		row("Anna@contoso.com", "Exchange", today-10), row("Anna@contoso.com", "Teams", today-3), row("Anna@contoso.com", "Word", today-3),
		row("bert@contoso.com", "Exchange", today-100), row("bert@contoso.com", "Teams", today-50),
		row("gone@contoso.com", "Exchange", today-5),
	}
	if diff := cmp.Diff(want, usage); diff != "" {
		t.Error("usage (-want +got):\n" + diff)
	}
	wide, err := inv.WideUsage(t.Context(), UsageQuery{Sort: "Teams", Descending: true, Limit: 1})
	must(t, err)
	if len(wide) != 1 || wide[0].DisplayName != "Anna Müller" || wide[0].In[connector.Word] != today-3 {
		t.Errorf("WideUsage = %+v", wide)
	}
}

func TestUserHasDetails(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	user, err := inv.User(t.Context(), "one", "b")
	must(t, err)
	want := []UserAssignment{{
		SKUID: e3, PartNumber: "SPE_E3", Product: "SPE_E3", Direct: true, Activity: Active,
		DisabledPlans: []string{"OFFICESUBSCRIPTION"},
		Plans: []UserPlan{
			{ID: mail, Name: "EXCHANGE_S_ENTERPRISE", Title: "EXCHANGE_S_ENTERPRISE", Enabled: true, Applications: []string{"Exchange"}},
			{
				ID: word, Name: "OFFICESUBSCRIPTION", Title: "OFFICESUBSCRIPTION",
				Applications: []string{"Microsoft 365 Apps for enterprise", "Outlook", "Word", "Excel", "PowerPoint", "OneNote"},
			},
		},
	}}
	if diff := cmp.Diff(want, user.Assignments); diff != "" {
		t.Error("assignments (-want +got):\n" + diff)
	}
	if !slices.Equal(user.Paid, []string{e3}) {
		t.Errorf("paid are %q", user.Paid)
	}
	if len(user.Usage) != 2 {
		t.Errorf("usage = %+v", user.Usage)
	}
	user, err = inv.User(t.Context(), "one", "a")
	must(t, err)
	if len(user.Activations) != 1 || user.Assignments[0].Groups[0].DisplayName != "Everybody" {
		t.Errorf("user = %+v", user)
	}
}

func differs(c connector.Count) bool { return c.Added+c.Changed+c.Removed > 0 }
