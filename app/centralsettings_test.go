package app

import (
	"testing"

	"inventorybeacon/connector"
)

func TestWhatIsEnteredOfTheCentralDatabaseIsStoredOrRefused(t *testing.T) {
	b := openConsole(t, t.TempDir())
	password := connector.Secret("a password")
	if err := b.SetCentral(t.Context(), CentralSettings{Server: " db.example ", Database: "assets", User: "beacon"},
		CentralSecretChanges{Password: &password}); err != nil {
		t.Fatal(err)
	}
	want := CentralSettings{Server: "db.example:5432", Database: "assets", User: "beacon", Schema: "beacon", TLS: "verify-full"}
	if s, found, err := b.CentralSettings(t.Context()); !found || err != nil || s != want {
		t.Errorf("stored %+v, %v, %v", s, found, err)
	}
	if err := b.SetCentral(t.Context(), CentralSettings{}, CentralSecretChanges{}); err == nil {
		t.Errorf("empty settings: %v", err)
	}
	if s, _, err := b.CentralSettings(t.Context()); err != nil || s != want {
		t.Errorf("now stored %+v, %v", s, err)
	}
	if err := b.ForgetCentral(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, found, err := b.CentralSettings(t.Context()); found || err != nil {
		t.Errorf("still there: %v, %v", found, err)
	}
}
