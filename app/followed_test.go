package app

import (
	"encoding/json"
	"os"
	"testing"

	"inventorybeacon/app/imports"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// A process that was killed leaves how far its import was.
func TestATaskThatHasEndedIsInNoPhase(t *testing.T) {
	b := openWith(t, Options{Dir: t.TempDir(), Source: sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20}))})
	c := connect(t, b, "Contoso")
	task := mustImport(t, b, c)
	left, err := json.Marshal(map[string]any{"Task": task.ID, "Phases": []imports.PhaseProgress{{}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(lock.ProgressFile(b.Dir(), c.ID), left, 0o600); err != nil {
		t.Fatal(err)
	}
	var told []imports.Followed
	ended, err := b.FollowTask(t.Context(), task.ID, func(f imports.Followed) { told = append(told, f) })
	if err != nil || ended.Status != store.StatusSucceeded {
		t.Fatalf("followed to %s, %v", ended.Status, err)
	}
	if len(told) != 1 || len(told[0].Lines) == 0 || len(told[0].Phases) != 0 {
		t.Errorf("told of %+v", told)
	}
}
