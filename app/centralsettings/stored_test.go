package centralsettings

import (
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

func TestWhatIsEnteredOfTheCentralDatabaseIsStoredOrRefused(t *testing.T) {
	t.Setenv("INVENTORY_BEACON_KEY", "file")
	db, err := store.Open(t.Context(), t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	told := 0
	stored := NewStored(db, func() { told++ })
	password := connector.Secret("a password")
	if err := stored.Set(t.Context(), Settings{Server: " db.example ", Database: "assets", User: "beacon"},
		SecretChanges{Password: &password}); err != nil {
		t.Fatal(err)
	}
	want := Settings{Server: "db.example:5432", Database: "assets", User: "beacon", Schema: "beacon", TLS: "verify-full"}
	if s, found, err := stored.Get(t.Context()); !found || err != nil || s != want {
		t.Errorf("stored %+v, %v, %v", s, found, err)
	}
	if err := stored.Set(t.Context(), Settings{}, SecretChanges{}); err == nil {
		t.Errorf("empty settings: %v", err)
	}
	if s, _, err := stored.Get(t.Context()); err != nil || s != want {
		t.Errorf("now stored %+v, %v", s, err)
	}
	if told != 1 {
		t.Errorf("it was told %d times that there are others", told)
	}
	if err := stored.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, found, err := stored.Get(t.Context()); found || err != nil {
		t.Errorf("still there: %v, %v", found, err)
	}
}
