package store

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

func TestNamesAreReadWithoutOpeningTheStore(t *testing.T) {
	dir := t.TempDir()
	storetest.Must(t, os.Chmod(dir, 0o700)) // whatever the umask is
	if names, err := NamesAt(t.Context(), dir); err != nil || len(names.Connections) > 0 {
		t.Errorf("where there is nothing: %+v, %v", names, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("the look has made %v, %v", entries, err)
	}
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Fabrikam", "contoso"} {
		if err := s.Apply(t.Context(), []Change{{Put: &connector.Connection{ID: name, Name: name}}}); err != nil {
			t.Fatal(err)
		}
	}
	task, err := s.CreateTask(t.Context(), Task{ConnectionID: "contoso", ConnectionName: "contoso", Status: StatusRunning})
	if err != nil {
		t.Fatal(err)
	}
	look := func(when string) {
		t.Helper()
		names, err := NamesAt(t.Context(), dir)
		if err != nil || !slices.Equal(names.Connections, []string{"contoso", "Fabrikam"}) ||
			!slices.Equal(names.Tasks, []NamedTask{{ID: task.ID, Connection: "contoso", Status: "running"}}) {
			t.Errorf("%s: %+v, %v", when, names, err)
		}
		g, err := GlanceAt(t.Context(), dir, nil)
		if err != nil || g.Connections != 2 || g.KeyMade || g.Sealed {
			t.Errorf("%s: %+v, %v", when, g, err)
		}
	}
	look("while it is open")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	look("when it is closed")
	if _, err := os.Stat(filepath.Join(dir, vault.FileName)); err == nil {
		t.Error("the look has made a key")
	}
}

func TestACancelIsAskedOfARunningTaskOnly(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	task, err := s.CreateTask(t.Context(), Task{ConnectionID: "one", Status: StatusRunning})
	if err != nil {
		t.Fatal(err)
	}
	if asked, err := s.CancelAsked(t.Context(), task.ID); err != nil || asked {
		t.Errorf("before anybody has: %v, %v", asked, err)
	}
	if asked, err := s.AskToCancel(t.Context(), task.ID); err != nil || !asked {
		t.Errorf("asking: %v, %v", asked, err)
	}
	if asked, err := s.CancelAsked(t.Context(), task.ID); err != nil || !asked {
		t.Errorf("after somebody has: %v, %v", asked, err)
	}
	task.Status = StatusSucceeded
	if err := s.UpdateTask(t.Context(), task); err != nil {
		t.Fatal(err)
	}
	for _, id := range []int64{task.ID, task.ID + 1} {
		if asked, err := s.AskToCancel(t.Context(), id); err != nil || asked {
			t.Errorf("asking of task %d: %v, %v", id, asked, err)
		}
	}
}
