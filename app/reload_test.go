package app

import (
	"context"
	"errors"
	"testing"

	"inventorybeacon/connector/demotenant"
)

// What cannot be read is not shown as if there were nothing.
func TestEachPartThatCannotBeReadIsAnError(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(startTenant(t, demotenant.Options{Users: 1})))
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for given, read := range map[string]func(context.Context, *contents) error{
		"connections": b.Workspace.readConnections, "schedules": b.Workspace.readSchedules, "drafts": b.Workspace.readDrafts,
		"tasks": b.Workspace.readTasks, "tenants": b.Workspace.readTenants,
	} {
		t.Run("given the "+given, func(t *testing.T) {
			if err := read(canceled, &contents{}); !errors.Is(err, context.Canceled) {
				t.Errorf("error = %v", err)
			}
		})
	}
}
