package inventory

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
)

// heldBy is a tenant in which each user holds E3 since a day, and a report tells of
// each under a name when it was last active.
type heldBy struct {
	id, name string
	since    connector.Date
	reported string // the name in the report; empty for none
	last     connector.Date
}

func holdersOf(users ...heldBy) delivery {
	d := delivery{
		tenant:   connector.Tenant{ID: "t"},
		licenses: []connector.License{{SKUID: e3, PartNumber: "SPE_E3", Status: "Enabled", Enabled: 10, Assigned: len(users)}},
		pages:    [][]connector.User{{}}, activeUsers: []connector.Usage{},
	}
	for _, u := range users {
		d.pages[0] = append(d.pages[0], connector.User{
			ID: u.id, UserPrincipalName: u.name, DisplayName: u.id,
			Assignments: []connector.Assignment{{SKUID: e3, Direct: true, State: "Active", Since: u.since}},
		})
		if u.reported != "" {
			row := connector.Usage{UserPrincipalName: u.reported, ReportDate: today - 2, LastActivity: u.last}
			row.In[connector.Exchange] = u.last
			d.activeUsers = append(d.activeUsers, row)
		}
	}
	return d
}

// states are the states of the holders of E3 by their ids, as the details of each say,
// after what Licenses and Users say was held against them.
func states(t *testing.T, inv *Inventory) map[string]Activity {
	t.Helper()
	found, counts := map[string]Activity{}, map[Activity]int64{}
	for _, state := range Activities {
		users, err := inv.Users(t.Context(), UserQuery{License: "SPE_E3", Activity: state})
		must(t, err)
		for _, u := range users {
			found[u.ID] = state
			counts[state]++
			details, err := inv.User(t.Context(), u.Connection, u.ID)
			must(t, err)
			if got := details.Assignments[0].Activity; got != state {
				t.Errorf("%s is listed as %s, its details say %s", u.ID, state, got)
			}
		}
	}
	licenses, err := inv.Licenses(t.Context(), LicenseQuery{Search: "SPE_E3"})
	must(t, err)
	value := func(n *int64) int64 {
		if n == nil {
			return 0
		}
		return *n
	}
	l := licenses[0]
	want := map[Activity]int64{Active: value(l.Active), New: value(l.New), Inactive: value(l.Inactive), Unknown: l.Unknown}
	for _, state := range Activities {
		if counts[state] != want[state] {
			t.Errorf("%d holders are %s, the license counts %d", counts[state], state, want[state])
		}
	}
	return found
}

func TestEachHolderHasAState(t *testing.T) {
	const first = DefaultWindow // days before the report's date
	report := today - 2
	anybody := heldBy{"x", "x@contoso.com", 0, "x@contoso.com", report}
	for _, c := range []struct {
		given string
		user  heldBy
		want  Activity
	}{
		{"activity on the first day of the window", heldBy{"a", "a@contoso.com", 0, "a@contoso.com", report - first}, Active},
		{
			"activity in the window with a license that is younger",
			heldBy{"a", "a@contoso.com", report - 1, "a@contoso.com", report},
			Active,
		},
		{"activity before the window", heldBy{"a", "a@contoso.com", report - 400, "a@contoso.com", report - first - 1}, Inactive},
		{"a report that lists the user without activity", heldBy{"a", "a@contoso.com", 0, "a@contoso.com", 0}, Inactive},
		{"a license of the first day of the window", heldBy{"a", "a@contoso.com", report - first, "a@contoso.com", 0}, New},
		{"a license of the day before", heldBy{"a", "a@contoso.com", report - first - 1, "a@contoso.com", 0}, Inactive},
		{"a new license of a user whom no report lists", heldBy{"a", "a@contoso.com", report - 3, "", 0}, New},
		{"a license that is younger than the report", heldBy{"a", "a@contoso.com", today, "", 0}, New},
		{"an old license of a user whom no report lists", heldBy{"a", "a@contoso.com", report - 400, "", 0}, Unknown},
		{"a user whom no report lists, and no day of the license", heldBy{"a", "a@contoso.com", 0, "", 0}, Unknown},
		{"a name that the report conceals", heldBy{"a", "a@contoso.com", report - 400, "<PII:H105(0d6b=)>@contoso.com", report}, Unknown},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			inv := open(t, t.TempDir())
			publishDelivery(t, inv, "one", holdersOf(anybody, c.user))
			want := map[string]Activity{"x": Active, "a": c.want}
			if diff := cmp.Diff(want, states(t, inv)); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}

func TestNothingIsKnownOfHoldersWhomNoReportMeets(t *testing.T) {
	report := today - 2
	for given, users := range map[string][]heldBy{
		"names that look like names": {
			{"a", "a@contoso.com", report - 1, "<PII:H105(0d6b=)>@contoso.com", report},
			{"b", "b@contoso.com", 0, "<PII:H105(1f38=)>@contoso.com", report},
		},
		"names of hexadecimal digits": {
			{"a", "a@contoso.com", report - 1, "FE7CC8C15246EDCCA289C9A4022762F7", report},
			{"b", "b@contoso.com", 0, "", 0},
		},
		"no report": {{"a", "a@contoso.com", report - 1, "", 0}, {"b", "b@contoso.com", 0, "", 0}},
	} {
		t.Run("given "+given, func(t *testing.T) {
			inv := open(t, t.TempDir())
			d := holdersOf(users...)
			if len(d.activeUsers) == 0 {
				d.activeUsers = nil
			}
			publishDelivery(t, inv, "one", d)
			if diff := cmp.Diff(map[string]Activity{"a": Unknown, "b": Unknown}, states(t, inv)); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
			licenses, err := inv.Licenses(t.Context(), LicenseQuery{})
			must(t, err)
			if l := licenses[0]; l.Active != nil || l.Inactive != nil || l.New != nil || l.Unknown != 2 {
				t.Errorf("%+v", l)
			}
		})
	}
}

// Nothing but the day differs: neither users nor reports do.
func TestADayOfAnAssignmentIsKeptWhenNothingElseDiffers(t *testing.T) {
	inv := open(t, t.TempDir())
	withAllReports := func(since connector.Date) delivery {
		d := holdersOf(heldBy{"a", "a@contoso.com", since, "a@contoso.com", 0})
		d.appUsers = []connector.Usage{{UserPrincipalName: "a@contoso.com", ReportDate: today - 2}}
		d.activations = []connector.Activation{{UserPrincipalName: "a@contoso.com", Product: "Word", ReportDate: today - 2}}
		return d
	}
	publishDelivery(t, inv, "one", withAllReports(today-400))
	counts := publishDelivery(t, inv, "one", withAllReports(today-10))
	if differs(counts.Users) || differs(counts.Assignments) || states(t, inv)["a"] != New {
		t.Errorf("%+v, %v", counts, states(t, inv))
	}
	user, err := inv.User(t.Context(), "one", "a")
	must(t, err)
	if user.Assignments[0].Since != today-10 {
		t.Errorf("%+v", user.Assignments)
	}
}

// Nothing but who is listed differs: of neither is there any activity.
func TestWhoIsListedIsKeptWhenNothingElseDiffers(t *testing.T) {
	inv := open(t, t.TempDir())
	x := heldBy{"x", "x@contoso.com", 0, "x@contoso.com", today - 2}
	publishDelivery(t, inv, "one", holdersOf(x, heldBy{"a", "a@contoso.com", 0, "", 0}))
	if got := states(t, inv)["a"]; got != Unknown {
		t.Errorf("at first %s", got)
	}
	publishDelivery(t, inv, "one", holdersOf(x, heldBy{"a", "a@contoso.com", 0, "a@contoso.com", 0}))
	if got := states(t, inv)["a"]; got != Inactive {
		t.Errorf("then %s", got)
	}
}

func TestUsersAreNewByTheirAccountsWithoutALicense(t *testing.T) {
	inv := open(t, t.TempDir())
	d := holdersOf(heldBy{"a", "a@contoso.com", today - 5, "a@contoso.com", 0}, heldBy{"b", "b@contoso.com", 0, "b@contoso.com", 0})
	d.pages[0][1].Created = today - 5
	publishDelivery(t, inv, "one", d)
	compareUsers(t, inv, UserQuery{Activity: New}, []string{"b"})
	compareUsers(t, inv, UserQuery{Activity: Inactive}, []string{"a"})
	compareUsers(t, inv, UserQuery{Activity: New, License: e3}, []string{"a"})
	if _, err := inv.Users(t.Context(), UserQuery{Activity: "lazy"}); err == nil {
		t.Error("a state that there is none of was taken")
	}
}

// One report conceals names and the other does not: who is only in the latter may be
// active in all that the former tells of.
func TestOnlyTheReportThatTellsOfInactivityDoesSo(t *testing.T) {
	report := today - 2
	named := func(last connector.Date, names ...string) (rows []connector.Usage) {
		for _, name := range names {
			rows = append(rows, connector.Usage{UserPrincipalName: name, ReportDate: report, LastActivity: last})
		}
		return rows
	}
	users := []heldBy{{"a", "a@contoso.com", 0, "a@contoso.com", report}, {"b", "b@contoso.com", 0, "b@contoso.com", 0}}
	inactive := named(0, "a@contoso.com", "b@contoso.com")
	for _, c := range []struct {
		given  string
		active []connector.Usage // nil where the report never came
		app    []connector.Usage
		want   map[string]Activity
	}{
		{"names that active-users conceals", named(report, "FE7C", "0F83"), inactive, map[string]Activity{"a": Unknown, "b": Unknown}},
		{"half of the names concealed", named(0, "a@contoso.com", "0F83"), inactive, map[string]Activity{"a": Inactive, "b": Unknown}},
		{"no active-users", nil, inactive, map[string]Activity{"a": Inactive, "b": Inactive}},
		{
			"names that app-users conceals", named(0, "a@contoso.com", "b@contoso.com"), named(report, "FE7C", "0F83"),
			map[string]Activity{"a": Inactive, "b": Inactive},
		},
		{
			"activity in app-users alone", named(report, "FE7C", "0F83"), named(report, "a@contoso.com"),
			map[string]Activity{"a": Active, "b": Unknown},
		},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			inv := open(t, t.TempDir())
			d := holdersOf(users...)
			d.activeUsers, d.appUsers = c.active, c.app
			publishDelivery(t, inv, "one", d)
			if diff := cmp.Diff(c.want, states(t, inv)); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
			d.activeUsers = nil // what was read stays
			d.pages[0][0].Department = "Other"
			publishDelivery(t, inv, "one", d)
			if diff := cmp.Diff(c.want, states(t, inv)); diff != "" {
				t.Error("without active-users (-want +got):\n" + diff)
			}
		})
	}
}
