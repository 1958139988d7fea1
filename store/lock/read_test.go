package lock

import (
	"context"
	"errors"
	"testing"

	"inventorybeacon/store/storetest"
)

func TestWhoOnlyReadsKeepsOutWhoWrites(t *testing.T) {
	dir := t.TempDir()
	open := func() bool { return false }
	release, shared, err := StoreToRead(t.Context(), dir, open)
	if err != nil || shared {
		t.Fatalf("shared %v, %v", shared, err)
	}
	_, err = ShareStore(dir)
	storetest.WantError[*OpenElsewhereError](t, err)

	t.Run("given another process reads", func(t *testing.T) {
		waiting, stop := context.WithCancel(t.Context())
		stop()
		if _, _, err := StoreToRead(waiting, dir, open); !errors.Is(err, context.Canceled) {
			t.Errorf("it has not waited: %v", err)
		}
		second := make(chan error)
		go func() {
			release, _, err := StoreToRead(t.Context(), dir, open)
			if err == nil {
				release()
			}
			second <- err
		}()
		release()
		storetest.Must(t, <-second)
	})
	t.Run("given another process writes", func(t *testing.T) {
		writes, err := ShareStore(dir)
		storetest.Must(t, err)
		defer writes()
		release, shared, err := StoreToRead(t.Context(), dir, func() bool { return true })
		if err != nil || !shared {
			t.Fatalf("shared %v, %v", shared, err)
		}
		release()
	})
}
