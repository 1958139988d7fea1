//go:build !windows

package inventory

import (
	"slices"
	"strings"
	"testing"

	"inventorybeacon/app/centralsettings"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store/central/centraltest"
	"inventorybeacon/ui/session/sessiontest"
)

func TestTheCentralDatabaseIsLookedAtOnTheSamePages(t *testing.T) {
	// Given a beacon that has published a tenant, and a computer with another one,
	server := centraltest.Start(t, centraltest.Options{})
	server.Database("assets", "owner", "o")
	password := connector.Secret("o")
	settings, changes := centralsettings.Settings{
		Server: server.Address, Database: "assets",
		User: "owner",
	}, centralsettings.SecretChanges{Password: &password}
	w := sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 20})})
	w.Import(w.Connect("Contoso"))
	l := users(w)
	w.Until("everybody here", func() bool { return l.data.Len() == 20 })
	if l.tenant.Select.Visible() {
		t.Error("without a central database there is a choice")
	}
	w.Must(w.Beacon.CentralSettings.CreateSchema(t.Context(), settings, changes))
	w.Must(w.Beacon.CentralSettings.Set(t.Context(), settings, changes))
	w.Must(w.Beacon.Central.Publish(t.Context()))
	// when the central database is chosen,
	l.Refresh()
	w.Until("the choice", l.tenant.Select.Visible)
	server.Exec("assets",
		"UPDATE beacon.user_row SET display_name = 'Zoe of the center' WHERE key = (SELECT CAST(max(CAST(key AS text)) AS uuid) FROM beacon.user_row)")
	w.Choose("All tenants", "Central database")
	// then its users are listed, as of when is said, and nothing is entered there.
	w.Await("Central database as of", "Zoe of the center")
	w.Until("everybody there", func() bool { return l.data.Len() == 20 && !l.data.Loading() })
	entered := false
	w.Session.Enter(func() { entered = true })
	w.Await("The central database is only looked at")
	if entered {
		t.Error("something was entered")
	}
	w.Press("OK")
	// A server that is gone is said, and the copy goes on being listed.
	server.Stop()
	w.RefreshCentral()
	w.Await("Nothing answers at " + server.Address)
	if l.data.Len() != 20 {
		t.Errorf("%d users are listed", l.data.Len())
	}
	// And this computer's own are listed again.
	w.Choose("Central: all tenants", "This computer")
	w.Until("everybody here", func() bool { return l.data.Len() == 20 && !strings.Contains(w.Text(), "Zoe of the center") })
	if slices.Contains(w.Enabled(), "Central: all tenants") || strings.Contains(l.footer.Text(), "Central database") {
		t.Errorf("it says:\n%s", w.Text())
	}
}
