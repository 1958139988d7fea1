package app

import (
	"bytes"
	"strings"
	"testing"

	"inventorybeacon/app/export"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// Programs that read the rows of several tenants have to know whose they are; those who have one are told nothing new.
func TestRowsNameTheirTenantWhenThereAreSeveral(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	first := connect(t, b, "First")
	mustImport(t, b, first)
	written := func(list List) string {
		t.Helper()
		var text bytes.Buffer
		if _, err := b.WriteList(t.Context(), &text, export.JSON, ListQuery{List: list, Limit: 1}); err != nil {
			t.Fatal(err)
		}
		return text.String()
	}
	for _, list := range Lists {
		if text := written(list); strings.Contains(text, `"tenant"`) {
			t.Errorf("of one tenant: %s", text)
		}
	}
	published, err := b.Published(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	several := func(tenants ...string) bool {
		var of []Published
		for _, id := range tenants {
			p := published[0]
			p.Tenant.ID = id
			of = append(of, p)
		}
		return severalTenants(of)
	}
	if several() || several("a") || several("a", "A") || !several("a", "b") || !several("a", "a", "b") {
		t.Error("tenants are told apart by their ids, whatever the case")
	}
}
