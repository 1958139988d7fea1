package inventory

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
)

// What former versions have imported does not say where applications are used: that is not
// known, and is after the next import, which brings the same days.
func TestPlatformsAreUnknownUntilTheNextImport(t *testing.T) {
	inv := open(t, t.TempDir())
	d := contoso()
	publishDelivery(t, inv, "one", d)
	word := func() [connector.Platforms]*int64 {
		t.Helper()
		rows, err := inv.Applications(t.Context(), ApplicationQuery{Search: "Word"})
		must(t, err)
		var said [connector.Platforms]*int64
		for i, users := range placesOf(&rows[0]) {
			said[i] = *users
		}
		return said
	}
	if diff := cmp.Diff([connector.Platforms]*int64{}, word()); diff != "" {
		t.Error("before (-want +got):\n" + diff)
	}
	d.appUsers[0].Platforms.Add(connector.Word, connector.OnMac)
	d.appUsers[0].Platforms.Add(connector.Word, connector.OnWeb)
	d.appUsers[0].Platforms.Add(connector.Exchange, connector.OnWeb) // which no report tells
	publishDelivery(t, inv, "one", d)
	none, one := int64(0), int64(1)
	if diff := cmp.Diff([connector.Platforms]*int64{&none, &one, &none, &one}, word()); diff != "" {
		t.Error("after (-want +got):\n" + diff)
	}
	users, err := inv.FindUsers(t.Context(), nil, "anna@contoso.com")
	must(t, err)
	anna, err := inv.User(t.Context(), "one", users[0].ID)
	must(t, err)
	if diff := cmp.Diff([]string{"Mac", "Web"}, anna.PlatformsOf("Word")); diff != "" {
		t.Error("anna (-want +got):\n" + diff)
	}
	must(t, inv.Forget(t.Context(), "one"))
	var left int
	must(t, inv.db.Read.QueryRow("SELECT count(*) FROM application_platform_day").Scan(&left))
	if left != 0 {
		t.Errorf("%d rows are left of a connection that was forgotten", left)
	}
}
