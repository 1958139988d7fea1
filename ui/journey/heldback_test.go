//go:build linux

package journey

import (
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector/demotenant"
)

func TestAnImportThatLosesTooMuchIsReviewed(t *testing.T) {
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

	// when it has lost a third of them,
	stop()
	_, _ = offlineTenant(t, "--users", "100", "--listen", strings.TrimPrefix(graph, "http://"))
	w.press("Execute Now")
	w.until("the import to be held back", func(v view) bool { return slices.Contains(v.cells("Contoso 365"), "Held back") })
	// then what would go can be looked at, and nothing has changed.
	w.press("Review...")
	w.dialog("Import of Contoso 365 held back")
	w.shows("Users: 150 before, 100 after")
	w.picture("heldback")
	w.press("Discard")
	w.page()
	w.until("it to be discarded", func(v view) bool { return slices.Contains(v.cells("Contoso 365"), "Discarded") })
	w.open("Users")
	w.shows("150 users")

	// When it is held back again, and published anyway,
	w.open("Inventory Systems")
	w.press("Execute Now")
	w.until("the next import to be held back", func(v view) bool { return slices.Contains(v.cells("Contoso 365"), "Held back") })
	w.open("Tasks")
	w.press("Review...")
	w.dialog("Import of Contoso 365 held back")
	w.press("Publish Anyway")
	w.dialog("Publish the import of Contoso 365 anyway?")
	w.press("Publish Anyway")
	w.page()
	w.until("it to be published", func(v view) bool { return slices.Contains(v.row(0), "Succeeded") && v.says("Published: 100 users") })
	// then its users are there.
	w.open("Users")
	w.shows("100 users")
	w.exit()
}
