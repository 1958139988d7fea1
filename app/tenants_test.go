package app

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"inventorybeacon/app/export"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

// Programs that read the rows of several tenants have to know whose they are; those who have one are told nothing new.
func TestRowsNameTheirTenantWhenThereAreSeveral(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 20})
	b := openDir(t, t.TempDir(), sourceOf(server))
	first := connect(t, b, "First")
	mustImport(t, b, first)
	written := func(list lists.List) string {
		t.Helper()
		var text bytes.Buffer
		if _, err := b.WriteList(t.Context(), &text, export.JSON, lists.Query{List: list}); err != nil {
			t.Fatal(err)
		}
		return text.String()
	}
	for _, list := range lists.All {
		if text := written(list); strings.Contains(text, `"tenant"`) {
			t.Errorf("of one tenant: %s", text)
		}
	}
	answerAsFabrikam(server)
	second := connect(t, b, "Second")
	if _, err := b.Import(t.Context(), second.ID, store.TriggerManual, imports.AllowDuplicate, imports.ReplaceInventory); err != nil {
		t.Fatal(err)
	}
	for _, list := range lists.All {
		text, others := strings.ReplaceAll(written(list), " ", ""), fmt.Sprintf(`"tenantId":%q`, b.InventoryTenant(first.ID).ID)
		// of which there are none yet
		if told := strings.Contains(text, `"tenantId":"f"`) &&
			strings.Contains(text, others); told != (list != lists.Applications && list != lists.Changes) {
			t.Errorf("of two tenants, the ids of %s are told: %t", list, told)
		}
	}
}
