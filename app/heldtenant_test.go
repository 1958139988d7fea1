package app

import (
	"errors"
	"testing"

	"inventorybeacon/app/imports"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

// A connection belongs to a tenant: another one replaces nothing unless it may.
func TestAnotherTenantIsRefused(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 50})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := connect(t, b, "Contoso")
	mustImport(t, b, c)
	answerAsFabrikam(server)
	task, err := b.Import(t.Context(), c.ID, store.TriggerManual)
	var other *connector.OtherTenantError
	if !errors.As(err, &other) || other.Had.DisplayName != "Contoso" || other.Got.DisplayName != "Fabrikam" {
		t.Fatalf("%v", err)
	}
	wantTask(t, b, task.ID, store.StatusFailed, "Fabrikam (fabrikam.example)")
	if task.Failure.Code != connector.CodeOtherTenant || userCount(t, b) != 50 {
		t.Errorf("%+v, %d users", task.Failure, userCount(t, b))
	}
	c.ReplaceTenant = "f"
	save(t, b, c, store.SecretChanges{})
	if task := mustImport(t, b, c); task.Counts.Users.Added != 50 || task.Counts.Users.Removed != 0 {
		t.Errorf("%+v", task.Counts)
	}
	if e := entryOf(t, b, c.ID); e.Connection.ReplaceTenant != "" || b.InventoryTenant(c.ID).DisplayName != "Fabrikam" {
		t.Errorf("%q may still replace the inventory of %+v", e.Connection.ReplaceTenant, b.InventoryTenant(c.ID))
	}
	server.Script(nil)
	if _, err := b.Import(t.Context(), c.ID, store.TriggerManual); !errors.As(err, &other) || other.Had.DisplayName != "Fabrikam" {
		t.Errorf("%v", err)
	}
	if _, err := b.Import(t.Context(), c.ID, store.TriggerManual, imports.ReplaceInventory); err != nil {
		t.Error(err)
	}
}
