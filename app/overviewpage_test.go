package app

import (
	"strings"
	"testing"

	"inventorybeacon/app/imports"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

func TestATenantThatWasImportedTwiceStandsOnceOnThePage(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 60})))
	first, second := connect(t, b, "Contoso"), connect(t, b, "Contoso again")
	mustImport(t, b, first)
	if _, err := b.Import(t.Context(), second.ID, store.TriggerManual, imports.AllowDuplicate); err != nil {
		t.Fatal(err)
	}
	published, err := b.Published(t.Context())
	if err != nil || len(published) != 2 {
		t.Fatalf("%+v, %v", published, err)
	}
	for name, connections := range map[string][]string{"of all": nil, "of the first": {first.ID}} {
		var page strings.Builder
		if err := b.WriteOverview(t.Context(), &page, connections, 0); err != nil {
			t.Fatal(err)
		}
		tenant := published[0].Tenant.DisplayName
		if strings.Contains(page.String(), tenant+", "+tenant) || !strings.Contains(page.String(), tenant) {
			t.Errorf("%s: the tenant does not stand there once", name)
		}
	}
	// Of one that is named, it is that one's.
	o, err := b.Overview(t.Context(), []string{first.ID}, 0)
	if err != nil || len(o.Connections) != 1 || o.Connections[0] != first.ID {
		t.Errorf("%q, %v", o.Connections, err)
	}
	if all, err := b.Overview(t.Context(), nil, 0); err != nil || len(all.Connections) != 1 || all.Connections[0] != second.ID {
		t.Errorf("%q, %v", all.Connections, err)
	}
}
