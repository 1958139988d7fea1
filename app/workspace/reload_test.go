package workspace

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
)

// What cannot be read is not shown as if there were nothing.
func TestEachPartThatCannotBeReadIsAnError(t *testing.T) {
	dir := t.TempDir()
	stored, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stored.Close() }()
	data, err := inventory.Open(t.Context(), dir, inventory.Options{Logger: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = data.Close() }()
	w := New(Options{Dir: dir, Store: stored, Inventory: data, Now: time.Now, Drafts: true})
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for given, read := range map[string]func(context.Context, *contents) error{
		"connections": w.readConnections, "schedules": w.readSchedules, "drafts": w.readDrafts,
		"tasks": w.readTasks, "tenants": w.readTenants,
	} {
		t.Run("given the "+given, func(t *testing.T) {
			if err := read(canceled, &contents{}); !errors.Is(err, context.Canceled) {
				t.Errorf("error = %v", err)
			}
		})
	}
}
