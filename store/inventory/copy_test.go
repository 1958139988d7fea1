package inventory

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
)

// publishCopy makes a copy of what another inventory has.
func publishCopy(t *testing.T, inv *Inventory, d delivery, c Copied) {
	t.Helper()
	imp, err := inv.BeginCopy(t.Context(), "copy", firstTask)
	must(t, err)
	d.deliver(t, imp)
	imp.Copies(c)
	_, err = imp.Publish(t.Context(), noon, nil)
	must(t, err)
	must(t, imp.Close(false))
}

func TestACopyIsAsOldAsWhatItIsCopiedFrom(t *testing.T) {
	inv := open(t, t.TempDir())
	read := func(hours int) time.Time { return noon.Add(-time.Duration(hours) * time.Hour) }
	whole := Copied{SubscriptionsRead: read(1), GroupsRead: read(2), ActiveUsersRead: read(3), AppUsersRead: read(4), ActivationsRead: read(6)}
	publishCopy(t, inv, contoso(), whole)
	want := Published{
		SubscriptionsRead: read(1), GroupsRead: read(2), ActiveUsersRead: read(3), AppUsersRead: read(4), ActivationsRead: read(6),
	}
	partsOf := func() Published {
		all, err := inv.Published(t.Context())
		must(t, err)
		if len(all) != 1 {
			t.Fatalf("%d inventories", len(all))
		}
		p := all[0]
		return Published{
			SubscriptionsRead: p.SubscriptionsRead, GroupsRead: p.GroupsRead, ActiveUsersRead: p.ActiveUsersRead,
			AppUsersRead: p.AppUsersRead, CopilotRead: p.CopilotRead, ActivationsRead: p.ActivationsRead,
		}
	}
	if diff := cmp.Diff(want, partsOf()); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
	// What the other inventory no longer has is not kept, as it would be of an import that has not read it.
	without := contoso()
	without.appUsers = nil
	part := whole
	part.AppUsersRead = time.Time{}
	publishCopy(t, inv, without, part)
	want.AppUsersRead = time.Time{}
	if diff := cmp.Diff(want, partsOf()); diff != "" {
		t.Error("given a part that is gone (-want +got):\n" + diff)
	}
	usage, err := inv.Usage(t.Context(), UsageQuery{Application: connector.Word.String()})
	must(t, err)
	if len(usage) != 0 {
		t.Errorf("of a report that is gone there is %+v", usage)
	}
}

func TestACopyHasTheFormerNamesAndUnlistedLicensesOfTheOther(t *testing.T) {
	inv := open(t, t.TempDir())
	d := contoso()
	d.licenses = d.licenses[:1] // Anna holds another one
	copied := Copied{
		FormerNames: []FormerName{
			{UserPrincipalName: "Annie@contoso.com", UserID: "A", Seen: today - 3},
			{UserPrincipalName: "nobody@contoso.com", UserID: "gone", Seen: today - 3},
		},
		Unlisted: []connector.License{{
			SKUID: f3, PartNumber: "SPE_F1",
			ServicePlans: []connector.ServicePlan{{ID: mail, Name: "EXCHANGE_S_ENTERPRISE"}},
		}},
	}
	for _, given := range []string{"the first copy", "the same again"} {
		publishCopy(t, inv, d, copied)
		anna, err := inv.User(t.Context(), "copy", "a")
		must(t, err)
		if diff := cmp.Diff([]string{"Annie@contoso.com"}, anna.FormerNames); diff != "" {
			t.Errorf("given %s (-want +got):\n%s", given, diff)
		}
		for _, a := range anna.Assignments {
			if a.SKUID == f3 && (a.PartNumber != "SPE_F1" || len(a.Plans) != 1) {
				t.Errorf("given %s: %+v", given, a)
			}
		}
	}
	publishCopy(t, inv, d, Copied{})
	anna, err := inv.User(t.Context(), "copy", "a")
	must(t, err)
	if len(anna.FormerNames) != 0 {
		t.Errorf("names that are gone are left: %q", anna.FormerNames)
	}
}
