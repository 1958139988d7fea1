package app

import (
	"bytes"
	"strings"
	"testing"

	"inventorybeacon/app/export"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// Programs that read the rows of several tenants have to know whose they are; those who have one are told nothing new.
func TestRowsNameTheirTenantWhenThereAreSeveral(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	first := connect(t, b, "First")
	mustImport(t, b, first)
	written := func(list lists.List) string {
		t.Helper()
		var text bytes.Buffer
		if _, err := b.WriteList(t.Context(), &text, export.JSON, lists.Query{List: list, Limit: 1}); err != nil {
			t.Fatal(err)
		}
		return text.String()
	}
	for _, list := range lists.All {
		if text := written(list); strings.Contains(text, `"tenant"`) {
			t.Errorf("of one tenant: %s", text)
		}
	}
}
