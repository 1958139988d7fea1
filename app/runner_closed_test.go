package app

import (
	"errors"
	"testing"

	"inventorybeacon/app/imports"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

func TestAnUnknownConnectionCannotBeImported(t *testing.T) {
	b := openEmpty(t)
	for name, id := range map[string]string{"unknown": "11111111-2222-3333-4444-555555555555", "empty": "", "a path": "../up"} {
		t.Run("given an id that is "+name, func(t *testing.T) {
			if task, err := b.Import(t.Context(), id, store.TriggerManual); err == nil || task.ID != 0 {
				t.Errorf("imported as task %d, %v", task.ID, err)
			}
		})
	}
	if tasks, err := b.Tasks(t.Context(), store.TaskQuery{}); err != nil || len(tasks) != 0 {
		t.Errorf("tasks %v, %v", tasks, err)
	}
}

func TestAClosedProgramStartsNothing(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := connect(t, b, "Contoso")
	b.Runner.Close()
	if _, err := b.Start(t.Context(), c.ID, store.TriggerManual); !errors.Is(err, imports.ErrExit) {
		t.Errorf("started after the close: %v", err)
	}
	if lock.ConnectionHeld(b.Dir(), c.ID) {
		t.Error("the connection stayed locked")
	}
}
