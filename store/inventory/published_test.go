package inventory

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
)

func TestWhoHasPublishedAnInventoryIsKnown(t *testing.T) {
	inv := open(t, t.TempDir())
	nothing, err := inv.LastPublishing(t.Context(), "one")
	must(t, err)
	if nothing.Task != 0 || nothing.Counts != (connector.Counts{}) {
		t.Errorf("before any import: %+v", nothing)
	}
	counts := publishDelivery(t, inv, "one", contoso())
	got, err := inv.LastPublishing(t.Context(), "one")
	must(t, err)
	if diff := cmp.Diff(Publishing{Task: firstTask, At: noon, Counts: counts}, got); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
	// A former version has not written the counts.
	_, err = inv.db.Write.ExecContext(t.Context(), "UPDATE source SET counts = ''")
	must(t, err)
	if got, err = inv.LastPublishing(t.Context(), "one"); err != nil || got.Task != firstTask || got.Counts != (connector.Counts{}) {
		t.Errorf("without counts: %+v, %v", got, err)
	}
	_, err = inv.db.Write.ExecContext(t.Context(), "UPDATE source SET counts = 'nonsense'")
	must(t, err)
	if got, err = inv.LastPublishing(t.Context(), "one"); err == nil {
		t.Errorf("counts that cannot be read are %+v", got.Counts)
	}
}

func TestALicenseOfTwoTenantsIsOne(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso().of("T1"))
	publishDelivery(t, inv, "two", contoso().of("t2"))
	got, err := inv.SKUs(t.Context())
	must(t, err)
	if diff := cmp.Diff([]SKU{
		{ID: e3, PartNumber: "SPE_E3", Product: "SPE_E3", Tenants: []string{"t1", "t2"}},
		{ID: f3, PartNumber: "SPE_F1", Product: "SPE_F1", Tenants: []string{"t1", "t2"}},
	}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestListsAreCountedWithoutTheirPages(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	licenses, err := inv.CountLicenses(t.Context(), LicenseQuery{Limit: 1, Offset: 1})
	must(t, err)
	found, err := inv.CountLicenses(t.Context(), LicenseQuery{Search: "e3"})
	must(t, err)
	applications, err := inv.CountApplications(t.Context(), ApplicationQuery{Limit: 1})
	must(t, err)
	all, err := inv.Applications(t.Context(), ApplicationQuery{})
	must(t, err)
	if licenses != 2 || found != 1 || applications != int64(len(all)) || applications < 2 {
		t.Errorf("%d licenses, %d found, %d of %d applications", licenses, found, applications, len(all))
	}
}

func TestALicenseSaysHowItsHoldersGotIt(t *testing.T) {
	inv := open(t, t.TempDir())
	d := contoso()
	plans := d.licenses[0].ServicePlans
	both := connector.Assignment{SKUID: e3, Direct: true, Groups: []string{"g1"}, DisabledPlans: []string{word}}
	d.pages[1] = append(d.pages[1], connector.User{
		ID: "d", UserPrincipalName: "dora@contoso.com", DisplayName: "Dora", Assignments: []connector.Assignment{both},
	}, connector.User{
		ID: "e", UserPrincipalName: "emil@contoso.com", DisplayName: "Emil", Assignments: []connector.Assignment{{SKUID: e3, Direct: true}},
	})
	d.subscriptions[0].NextLifecycle = connector.EndOfTime
	publishDelivery(t, inv, "one", d)
	publishDelivery(t, inv, "two", contoso().of("other")) // whose holders do not count
	got, err := inv.License(t.Context(), "one", e3, 0)
	must(t, err)
	wantWays := []Way{{Holders: 3}, {Group: connector.Group{ID: "g1", DisplayName: "Everybody"}, Holders: 2}}
	if diff := cmp.Diff(wantWays, got.Ways); diff != "" || got.SeveralWays != 1 {
		t.Errorf("%d in several ways; (-want +got):\n%s", got.SeveralWays, diff)
	}
	wantPlans := []LicensePlan{
		{ID: mail, Name: plans[0].Name, Status: "Success"}, {ID: word, Name: plans[1].Name, Status: "Success", Off: 2},
	}
	if diff := cmp.Diff(wantPlans, got.Plans); diff != "" {
		t.Error("plans (-want +got):\n" + diff)
	}
	var next []connector.Date
	for _, s := range got.Subscriptions {
		next = append(next, s.Next)
	}
	if diff := cmp.Diff([]connector.Date{today - 1, today + 1, today + 30, 0}, next); diff != "" {
		t.Error("subscriptions (-want +got):\n" + diff)
	}
	for _, c := range [][2]string{{"one", e5}, {"none", e3}} {
		if _, err := inv.License(t.Context(), c[0], c[1], 0); !errors.Is(err, ErrNotFound) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

func TestOneInventoryOfATenantCounts(t *testing.T) {
	const day = 24 * time.Hour
	published := func(connection, tenant string, after time.Duration, report connector.Date) Published {
		return Published{Connection: connection, Tenant: connector.Tenant{ID: tenant}, At: noon.Add(after), AppUsersDate: report}
	}
	for _, c := range []struct {
		given string
		all   []Published
		want  []string
	}{
		{"the last one of each tenant", []Published{
			published("a", "one", 1, today), published("b", "ONE", 2*time.Second, today), published("c", "two", 1, today),
			published("d", "one", 0, today),
		}, []string{"b", "c"}},
		{"tenants that are not known", []Published{published("a", "", 0, 0), published("b", "", 0, 0)}, []string{"a", "b"}},
		{"a later one without usage", []Published{published("a", "one", 0, today), published("b", "one", 6*day, 0)}, []string{"a"}},
		{"one without usage that is much later", []Published{published("a", "one", 0, today), published("b", "one", 8*day, 0)}, []string{"b"}},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			var names []string
			for _, p := range Once(c.all) {
				names = append(names, p.Connection)
			}
			if diff := cmp.Diff(c.want, names); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}
