package inventory

import (
	"maps"
	"testing"

	"inventorybeacon/connector"
)

// TestALicenseOfWhichNoReportTellsSaysSo looks at licenses by what is in them, and at the user who holds all.
func TestALicenseOfWhichNoReportTellsSaysSo(t *testing.T) {
	inv := open(t, t.TempDir())
	plans := map[string][]string{
		"SUITE": {"EXCHANGE_S_ENTERPRISE", "VISIOONLINE"}, // given mail beside it
		"VISIO": {"VISIOONLINE", "ONEDRIVE_BASIC", "EXCHANGE_S_FOUNDATION"},
		"EMPTY": nil,
	}
	want := map[string]bool{"SUITE": false, "VISIO": true, "EMPTY": true}
	var licenses []connector.License
	var held []connector.Assignment
	for name, of := range plans {
		l := connector.License{SKUID: guid(1, len(licenses)), PartNumber: name, Status: "Enabled", Enabled: 9, Assigned: 1}
		for i, plan := range of {
			l.ServicePlans = append(l.ServicePlans, connector.ServicePlan{ID: guid(9, 10*len(licenses)+i), Name: plan})
		}
		licenses = append(licenses, l)
		held = append(held, connector.Assignment{SKUID: l.SKUID, Direct: true, State: "Active", Since: today - 300})
	}
	imp := begin(t, inv, "one")
	must(t, imp.Tenant(t.Context(), connector.Tenant{ID: "t"}))
	must(t, imp.Licenses(t.Context(), licenses))
	must(t, imp.Users(t.Context(), connector.UserPage{Stream: connector.StreamUsers, Users: []connector.User{{
		ID: guid(3, 1), UserPrincipalName: upn(1), DisplayName: upn(1), Enabled: true, UserType: "Member", Assignments: held,
	}}}))
	_, err := imp.Publish(t.Context(), noon, nil)
	must(t, err)

	rows, err := inv.Licenses(t.Context(), LicenseQuery{})
	must(t, err)
	got := map[string]bool{}
	for _, l := range rows {
		got[l.SKUPartNumber] = l.Unreported
	}
	if !maps.Equal(got, want) {
		t.Errorf("the licenses: %v", got)
	}
	user, err := inv.User(t.Context(), "one", guid(3, 1))
	must(t, err)
	got = map[string]bool{}
	for _, a := range user.Assignments {
		got[a.PartNumber] = a.Unreported
	}
	if !maps.Equal(got, want) {
		t.Errorf("the licenses of a user: %v", got)
	}
}
