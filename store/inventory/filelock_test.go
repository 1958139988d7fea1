package inventory

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/gofrs/flock"
)

// holdReading begins to read the inventory and goes on when release is called.
func holdReading(t *testing.T, inv *Inventory, read func(meanwhile func()) error) (release func()) {
	t.Helper()
	begun, goOn, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- read(func() { close(begun); <-goOn })
	}()
	<-begun
	return func() {
		t.Helper()
		close(goOn)
		must(t, <-ended)
	}
}

func TestALongReaderHoldsNothingUp(t *testing.T) {
	inv := open(t, t.TempDir())
	d := contoso()
	d.pages = manyUsers(50, "v1")
	// Nothing here ends before what it follows: a publish that waits for the reader
	// would wait for ever.
	publishDelivery(t, inv, "one", d)
	rows := 0
	release := holdReading(t, inv, func(meanwhile func()) error {
		return inv.EachUser(t.Context(), UserQuery{}, func(UserRow) error {
			if rows++; rows == 1 {
				meanwhile()
			}
			return nil
		})
	})
	publishDelivery(t, inv, "two", contoso().of("u"))
	wantUsers(t, inv, 503)
	d.pages = manyUsers(40, "v2")
	publishDelivery(t, inv, "one", d)
	wantUsers(t, inv, 403)

	imp := begin(t, inv, "three")
	contoso().deliver(t, imp)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := imp.Publish(ctx, noon, func(int64, int64) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a publish that is cancelled ends with %v", err)
	}
	must(t, imp.Close(true))
	release()
	if rows != 500 {
		t.Errorf("the reader has read %d users of the import that it began with", rows)
	}
}

func TestAReaderOfAnEmptyInventoryHoldsNothingUp(t *testing.T) {
	inv := open(t, t.TempDir())
	release := holdReading(t, inv, func(meanwhile func()) error {
		return inv.read(t.Context(), func(*sql.Tx) error { meanwhile(); return nil })
	})
	publishDelivery(t, inv, "one", contoso())
	wantUsers(t, inv, 3)
	release()
}

// Whoever wants to replace a damaged file waits for a reader, can be cancelled, and
// holds up neither other readers nor the ends of imports.
func TestWhoWaitsForAReaderHoldsNothingUp(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	must(t, inv.AwaitIndex(t.Context()))
	release := holdReading(t, inv, func(meanwhile func()) error {
		return inv.read(t.Context(), func(*sql.Tx) error { meanwhile(); return nil })
	})
	inv.writeMarker()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := inv.Reserve(ctx)
		ended <- err
	}()
	for waits := false; !waits; runtime.Gosched() {
		inv.lock.mu.Lock()
		waits = inv.lock.idle != nil
		inv.lock.mu.Unlock()
	}
	wantUsers(t, inv, 3)
	inv.lock.acquire(&inv.lock.imports)()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("given it was cancelled, Reserve: %v", err)
	}
	release()
	done, err := inv.Reserve(t.Context())
	must(t, err)
	done()
	wantUsers(t, inv, 0)
}

// Between giving up the shared lock and taking the exclusive one a process is not
// known to have the file open: nobody else may try then.
func TestOnlyOneProcessAtATimeGivesTheSharedLockUp(t *testing.T) {
	dir := t.TempDir()
	inv := open(t, dir)
	other := flock.New(filepath.Join(dir, "locks", "inventory-alone.lock"))
	if got, err := other.TryLock(); !got || err != nil {
		t.Fatal(got, err)
	}
	done, err := inv.lock.tryExclusive(func() error { t.Error("the file is replaced"); return nil })
	if done || err != nil {
		t.Errorf("given another process is about to replace the file: %v, %v", done, err)
	}
	must(t, other.Unlock())
	replaced := false
	done, err = inv.lock.tryExclusive(func() error {
		replaced = true
		if got, err := other.TryLock(); got || err != nil {
			t.Errorf("another one may try meanwhile: %v, %v", got, err)
		}
		return nil
	})
	if !done || err != nil || !replaced {
		t.Errorf("given nobody else uses it: %v, %v", done, err)
	}
	second := open(t, dir)
	if done, err := second.lock.tryExclusive(func() error { t.Error("the file is replaced"); return nil }); done || err != nil {
		t.Errorf("given another process has it open: %v, %v", done, err)
	}
	shared := flock.New(filepath.Join(dir, "locks", "inventory.lock"))
	if got, err := shared.TryLock(); got || err != nil {
		t.Errorf("the shared locks are gone: %v, %v", got, err)
	}
}
