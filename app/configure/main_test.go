package configure

import (
	"log/slog"
	"os"
	"testing"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365"
	"inventorybeacon/store"
)

func TestMain(m *testing.M) {
	if err := os.Setenv("INVENTORY_BEACON_KEY", "file"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// openConsole opens a data directory as the console does.
func openConsole(t *testing.T, dir string) *app.Beacon {
	t.Helper()
	return openWith(t, dir)
}

// openWith opens a data directory with clouds of its own.
func openWith(t *testing.T, dir string, clouds ...connector.Cloud) *app.Beacon {
	t.Helper()
	b, err := app.Open(t.Context(), app.Options{
		Dir: dir, Source: microsoft365.New(microsoft365.Options{Clouds: clouds}), Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	return b
}

// storeOf opens what a data directory stores beside whoever has it open.
func storeOf(t *testing.T, b *app.Beacon) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), b.Dir(), store.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
