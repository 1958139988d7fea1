package store

import (
	"testing"

	"inventorybeacon/store/storetest"
)

func TestWatchNoticesWhatAnotherProcessWrites(t *testing.T) {
	dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
	open := func() *Store {
		s, err := Open(t.Context(), dir, Options{Keyring: ring})
		storetest.Must(t, err)
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	here, there := open(), open()
	watch, err := here.Watch(t.Context())
	storetest.Must(t, err)
	changed := func(want bool, because string) {
		t.Helper()
		if got, err := watch.Changed(t.Context()); err != nil || got != want {
			t.Errorf("%s: changed %v, %v", because, got, err)
		}
	}
	changed(false, "nothing was written")
	createTask(t, there, "a", StatusRunning)
	changed(true, "another one wrote")
	changed(false, "that was told")
	if _, err := there.Tasks(t.Context(), TaskQuery{}); err != nil {
		t.Fatal(err)
	}
	changed(false, "another one only read")
	storetest.Must(t, watch.Close())
}
