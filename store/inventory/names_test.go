package inventory

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
)

// Two service plans with one friendly name are two rows, and that name finds the users
// of both.
func TestApplicationsHaveTheNamesOfTheirServicePlans(t *testing.T) {
	names, renewed := map[string]string{"FLOW_O365_P2": "Power Automate", "FLOW_O365_P3": "Power Automate"}, 0
	inv, err := Open(t.Context(), t.TempDir(), Options{
		PlanName: func(plan string) string { return names[plan] }, Renew: func(context.Context) { renewed++ },
	})
	must(t, err)
	t.Cleanup(func() { must(t, inv.Close()) })
	d := contoso()
	d.licenses[0].ServicePlans = append(d.licenses[0].ServicePlans, connector.ServicePlan{ID: "p2", Name: "FLOW_O365_P2"})
	d.licenses[1].ServicePlans = append(d.licenses[1].ServicePlans, connector.ServicePlan{ID: "p3", Name: "FLOW_O365_P3"})
	d.pages[0][0].Assignments[0].DisabledPlans = []string{"p3"} // Anna's
	publishDelivery(t, inv, "one", d)

	renewed = 0
	applications, err := inv.Applications(t.Context(), ApplicationQuery{Search: "automate"})
	must(t, err)
	var got [][2]string
	for _, a := range applications {
		got = append(got, [2]string{a.Application, a.Plan})
	}
	if diff := cmp.Diff([][2]string{
		{"Power Automate (FLOW_O365_P2)", "FLOW_O365_P2"}, {"Power Automate (FLOW_O365_P3)", "FLOW_O365_P3"},
	}, got); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
	if renewed != 1 {
		t.Errorf("the names were renewed %d times for one query", renewed)
	}
	for name, want := range map[string]int64{
		"power automate": 2, "FLOW_O365_P2": 2, "flow_o365_p3": 0, "power automate (flow_o365_p2)": 2,
		"Automate": 0,
	} {
		if n, err := inv.CountUsers(t.Context(), UserQuery{Application: name}); err != nil || n != want {
			t.Errorf("%s: %d users, want %d, %v", name, n, want, err)
		}
	}
	user, err := inv.User(t.Context(), "one", "a")
	must(t, err)
	if diff := cmp.Diff([]string{"Power Automate"},
		append(user.Assignments[0].DisabledPlans, user.Assignments[1].DisabledPlans...)); diff != "" {
		t.Error("disabled plans (-want +got):\n" + diff)
	}
}
