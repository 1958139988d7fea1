package connection

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

// Whoever reads the list reads a connection that is shown in the same way.
func TestAConnectionThatIsShownHasEveryKeyOfTheList(t *testing.T) {
	at := time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)
	for name, entry := range map[string]workspace.Entry{
		"a new one": {Connection: connector.Connection{Name: "Contoso", SourceType: connector.Microsoft365}},
		"one that was imported": {
			Connection: connector.Connection{Name: "Contoso", SourceType: connector.Microsoft365, Disabled: true, TokenUsed: at},
			Tenant:     "Contoso Ltd", TenantID: "11111111-2222-4333-8444-555555555555", Account: "anne@contoso.com",
			SignedIn: at, TokenUsed: at, NextRun: at, LastTask: app.Task{ID: 1, Started: at},
		},
	} {
		t.Run("given "+name, func(t *testing.T) {
			shown := valuesOf(t, newDetail(entry))
			for key, value := range valuesOf(t, newListed(entry)) {
				if diff := cmp.Diff(value, shown[key]); diff != "" {
					t.Errorf("%s: %s", key, diff)
				}
				if _, there := shown[key]; !there {
					t.Errorf("%s is missing", key)
				}
			}
		})
	}
}

func valuesOf(t *testing.T, row any) (values map[string]any) {
	t.Helper()
	text, err := json.Marshal(row)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &values); err != nil {
		t.Fatal(err)
	}
	return values
}
