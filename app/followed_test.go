package app

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
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

// Neither who cancels nor who follows takes a task for one that can be interrupted later.
func TestATaskThatCannotBeMarkedIsTold(t *testing.T) {
	dir := t.TempDir()
	b := openDir(t, dir, sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	c := connect(t, b, "Contoso")
	left, err := b.store.CreateTask(t.Context(), store.Task{ConnectionID: c.ID, ConnectionName: c.Name, Status: store.StatusRunning})
	if err != nil {
		t.Fatal(err)
	}
	execOn(t, dir, "CREATE TRIGGER stays BEFORE UPDATE OF status ON task BEGIN SELECT RAISE(FAIL, 'it stays'); END")
	defer execOn(t, dir, "DROP TRIGGER stays")
	for name, do := range map[string]func() error{
		"CancelImport": func() error { return b.CancelImport(t.Context(), left.ID) },
		"FollowTask": func() error {
			_, err := b.FollowTask(t.Context(), left.ID, func(imports.Followed) { t.Error("it is followed") })
			return err
		},
	} {
		if err := do(); err == nil || !strings.Contains(err.Error(), "it stays") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// execOn changes beacon.db beside the program.
func execOn(t *testing.T, dir, text string) {
	t.Helper()
	db, err := openBeside(t, dir)
	if err == nil {
		_, err = db.Write.Exec(text)
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}
