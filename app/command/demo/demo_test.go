package demo

import (
	"log/slog"
	"os"
	"testing"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365"
)

func TestMain(m *testing.M) {
	if err := os.Setenv("INVENTORY_BEACON_KEY", "file"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// The tenant listens at another address when another program has its usual one.
func TestConnectionsFollowTheDemonstrationToAnotherAddress(t *testing.T) {
	dir := t.TempDir()
	for _, given := range []string{"http://127.0.0.1:1001", "http://127.0.0.1:1002"} {
		cloud := connector.Cloud{ID: connector.CloudDemonstration, Label: "Demonstration tenant", Login: given, Graph: given}
		beacon, err := app.Open(t.Context(), app.Options{
			Dir: dir, Source: microsoft365.New(microsoft365.Options{Clouds: []connector.Cloud{cloud}}), Logger: slog.New(slog.DiscardHandler),
			Window: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(beacon.Entries()) == 0 {
			addConnections(t, beacon)
		}
		if err := moveDemoConnections(t.Context(), beacon); err != nil {
			t.Fatal(err)
		}
		for _, entry := range beacon.Entries() {
			if want := beacon.Defaults(connector.CloudDemonstration).TokenEndpoint; entry.Connection.TokenEndpoint != want {
				t.Errorf("%s signs in at %s, want %s", entry.Name(), entry.Connection.TokenEndpoint, want)
			}
			if saved := entry.Name() == "Saved"; entry.Saved() != saved {
				t.Errorf("%s is saved: %t", entry.Name(), entry.Saved())
			}
		}
		if entries := len(beacon.Entries()); entries != 2 {
			t.Errorf("there are %d connections", entries)
		}
		if err := beacon.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// addConnections adds one connection that is saved, and one that waits for it.
func addConnections(t *testing.T, beacon *app.Beacon) {
	t.Helper()
	token := connector.Secret("a token")
	for _, name := range []string{"Saved", "Waiting"} {
		c := beacon.NewConnection(connector.CloudDemonstration)
		c.Name = name
		keep := beacon.SaveConnection
		if name == "Waiting" {
			keep = beacon.Put
		}
		if err := keep(t.Context(), c, app.SecretChanges{RefreshToken: &token}); err != nil {
			t.Fatal(err)
		}
	}
}
