//go:build linux

package journey

import (
	"strings"
	"testing"

	"inventorybeacon/connector/demotenant"
)

func TestWhatAnImportHasChangedLeadsToItsUser(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h)
	w.resize(pictureWidth, pictureHeight)

	// Given a tenant of 150 users that was imported,
	addresses, stop := offlineTenant(t, "--users", "150")
	graph := addresses["Graph Endpoint"]
	w.create()
	w.fill("Connection Name", "Contoso 365")
	w.choose("Cloud", "Custom")
	w.choose("Authentication Flow", "Client Credentials")
	w.fill("Token Endpoint", graph+"/contoso.example/oauth2/v2.0/token")
	w.fill("Application (client) ID", demotenant.ConfidentialClientID)
	w.fill("Graph Endpoint", graph)
	w.fill("Client Secret", demotenant.ConfidentialClientSecret)
	w.press("OK")
	w.page()
	w.save()
	w.press("Execute Now")
	w.succeeded("Contoso 365")
	// of which nothing is said to have changed,
	w.open("Changes")
	w.shows("No changes yet")

	// when two more are imported,
	stop()
	_, _ = offlineTenant(t, "--users", "152", "--listen", strings.TrimPrefix(graph, "http://"))
	w.open("Inventory Systems")
	w.press("Execute Now")
	w.shows("users: +2")
	// then they are the newest changes,
	w.open("Changes")
	added := w.until("the two", func(v view) bool {
		rows := v.rows()
		return len(rows) > 1 && rows[0][1] == "User added" && rows[1][1] == "User added"
	}).row(0)[2]
	w.picture("changes")
	// and a user is looked at from there.
	w.use("cell", added)
	w.press("Show User")
	w.until("the user", func(v view) bool { return v.Layer == "dialog" && v.says("User Principal Name") && v.says(added) })
	w.keys("Escape")
	w.page()
	w.exit()
}
