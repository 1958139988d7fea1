package app

import (
	"errors"
	"strings"
	"testing"

	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

func TestADisabledConnectionIsNotExecuted(t *testing.T) {
	dir := t.TempDir()
	b := openDir(t, dir, sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	c := connect(t, b, "Contoso")
	if err := b.SetDisabled(t.Context(), c.ID, true); err != nil {
		t.Fatal(err)
	}
	expectRows(t, b, "Contoso changed")
	mustImport(t, b, c) // what waits for Save is not in force yet
	if err := b.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	if e := entryOf(t, b, c.ID); !e.Connection.Disabled || e.Status() != "Disabled" {
		t.Errorf("status %q", e.Status())
	}
	task, err := b.Import(t.Context(), c.ID, store.TriggerManual)
	var disabled *imports.DisabledError
	if !errors.As(err, &disabled) || task.ID != 0 || !strings.Contains(message.Explain(err).Message, `"Contoso" is disabled`) {
		t.Errorf("task %d, %v", task.ID, err)
	}
	b.close()

	console := openWith(t, Options{Dir: dir, Source: b.source})
	if err := console.SetDisabled(t.Context(), c.ID, false); err != nil {
		t.Fatal(err)
	}
	expectRows(t, console, "Contoso")
	mustImport(t, console, c)
}

func TestEnablingAgainLeavesNoEdit(t *testing.T) {
	b := openEmpty(t)
	c := global(b, "Contoso")
	save(t, b, c, store.SecretChanges{})
	for _, disabled := range []bool{true, false} {
		if err := b.SetDisabled(t.Context(), c.ID, disabled); err != nil {
			t.Fatal(err)
		}
	}
	expectRows(t, b, "Contoso")

	// A waiting edit stays, and its secret with it.
	c.Name = "Renamed"
	put(t, b, c, store.SecretChanges{RefreshToken: secret("token")})
	if err := b.SetDisabled(t.Context(), c.ID, true); err != nil {
		t.Fatal(err)
	}
	if e := entryOf(t, b, c.ID); e.Connection.Name != "Renamed" || !e.Connection.Disabled || e.Waiting.RefreshToken == nil {
		t.Errorf("entry %+v", e)
	}
	// A secret that waits is an edit, though nothing else of the connection differs.
	other := global(b, "Fabrikam")
	save(t, b, other, SecretChanges{})
	put(t, b, other, SecretChanges{RefreshToken: secret("token")})
	for _, disabled := range []bool{true, false} {
		if err := b.SetDisabled(t.Context(), other.ID, disabled); err != nil {
			t.Fatal(err)
		}
	}
	if e := entryOf(t, b, other.ID); e.Waiting.RefreshToken == nil {
		t.Errorf("the secret that waited is lost: %+v", e)
	}
	var missing *store.NotFoundError
	if err := b.SetDisabled(t.Context(), "nobody", true); !errors.As(err, &missing) {
		t.Errorf("nobody: %v", err)
	}
}
