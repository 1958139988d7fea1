package store

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/store/storetest"
)

func TestADeletionNotesInTheSameTransactionWhatBecomesOfTheInventory(t *testing.T) {
	s := openStore(t, t.TempDir(), storetest.NewMemoryKeyring())
	at := time.Date(2026, 11, 28, 9, 30, 0, 0, time.UTC)
	s.now = func() time.Time { return at }
	kept, removed, stays := exampleConnection("1", "Kept"), exampleConnection("2", "Removed"), exampleConnection("3", "Stays")
	storetest.Must(t, s.Apply(t.Context(), []Change{{Put: &kept}, {Put: &removed}, {Put: &stays}}))

	// What is refused as a whole notes nothing.
	taken := exampleConnection("4", "stays")
	err := s.Apply(t.Context(), []Change{{Delete: "1", KeepInventory: true}, {Put: &taken}})
	storetest.WantMessage(t, err, "store.name-taken", "stays")
	if deleted, err := s.DeletedConnections(t.Context()); err != nil || len(deleted) != 0 {
		t.Errorf("after a refused Save: %v, %v", deleted, err)
	}

	storetest.Must(t, s.Apply(t.Context(), []Change{{Delete: "1", KeepInventory: true}, {Delete: "2"}, {Delete: "never there"}}))
	deleted, err := s.DeletedConnections(t.Context())
	storetest.Must(t, err)
	want := []DeletedConnection{{ID: "1", Name: "Kept", Deleted: at, Keep: true}, {ID: "2", Name: "Removed", Deleted: at}}
	if diff := cmp.Diff(want, deleted); diff != "" {
		t.Error(diff)
	}

	want[0].Cleared = true
	storetest.Must(t, s.PutDeletedConnection(t.Context(), want[0]))
	if one, err := s.DeletedConnection(t.Context(), "1"); err != nil || one != want[0] {
		t.Errorf("%+v, %v", one, err)
	}
	storetest.Must(t, s.DropDeletedConnection(t.Context(), "2"))
	missing := (*NotFoundError)(nil)
	if _, err := s.DeletedConnection(t.Context(), "2"); !errors.As(err, &missing) {
		t.Errorf("a dropped one: %v", err)
	}
}

func TestAConnectionThatIsThereAgainIsNotDeletedAnyMore(t *testing.T) {
	s := openStore(t, t.TempDir(), storetest.NewMemoryKeyring())
	c := exampleConnection("1", "Contoso")
	storetest.Must(t, s.Apply(t.Context(), []Change{{Put: &c}}))
	storetest.Must(t, s.Apply(t.Context(), []Change{{Delete: "1"}}))
	deleted, err := s.DeletedConnection(t.Context(), "1")
	storetest.Must(t, err)

	storetest.Must(t, s.Apply(t.Context(), []Change{{Put: &c}})) // by a window that had it open
	storetest.Must(t, s.PutDeletedConnection(t.Context(), deleted))
	if left, err := s.DeletedConnections(t.Context()); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}
