//go:build linux

package journey

import (
	"testing"

	"inventorybeacon/store/central/centraltest"
)

// A central database is set up, its schema made, an import published, and a server that is gone is
// seen at the bottom of the window.
func TestAnImportIsPublishedIntoACentralDatabase(t *testing.T) {
	server := centraltest.Start(t, centraltest.Options{})
	server.Database("assets", "owner", "o")
	s, h := newScreen(t, 1024, 700), newHome(t)
	w := s.start(h, "demo", "--users", "60")
	w.imported("First", false)
	w.open("Central")
	w.until("that there is none", func(v view) bool { return v.says("No central database is set up.") })
	w.picture("central-none")

	w.use("menu", "File")
	w.menu("Central Database...")
	w.use("menu item", "Central Database...")
	w.dialog("Central Database")
	w.fill("Server", server.Address)
	w.fill("Database", "assets")
	w.fill("User", "owner")
	w.fill("Password", "o")
	w.press("Create Schema...")
	w.until("the statements", func(v view) bool { return v.says("Nothing was run yet.") })
	w.picture("central-schema")
	w.press("Run")
	w.until("the schema", func(v view) bool { return v.says("The schema is there.") })
	w.press("Close")
	w.press("Test")
	w.until("the checks", func(v view) bool { return v.says("Imports can be published.") })
	w.picture("central-test")
	w.press("Close")
	w.press("OK")
	w.page()
	w.until("everything to be published", func(v view) bool { return v.says(server.Address + " has everything that was imported.") })
	w.picture("central-published")
	if got := server.Exec("assets", "SELECT count(*) FROM beacon.users"); got != "60" {
		t.Errorf("%s users were published", got)
	}

	server.Stop()
	w.press("Publish Now")
	w.until("why not", func(v view) bool { return v.says("Nothing answers at " + server.Address) })
	w.press("OK")
	w.page()
	w.until("the failure at the bottom", func(v view) bool { return v.says("Central database: 1 tenant could not be published") })
	w.picture("central-failed")
	w.exit()
}
