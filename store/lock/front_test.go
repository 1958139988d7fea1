package lock_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"inventorybeacon/store/lock"
)

func TestAWindowIsAskedToTheFront(t *testing.T) {
	dir := t.TempDir()
	if lock.ToFront(t.Context(), dir) {
		t.Error("a window came to the front where none is open")
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("asking made %v, %v", entries, err)
	}
	release, err := lock.Window(dir)
	if err != nil {
		t.Fatal(err)
	}
	// given a window that looks
	ended, end := context.WithCancel(t.Context())
	looks := make(chan int)
	go func() {
		asked := 0
		for ended.Err() == nil {
			if lock.AskedToFront(dir) {
				asked++
			}
			time.Sleep(time.Millisecond)
		}
		looks <- asked
	}()
	if !lock.ToFront(t.Context(), dir) {
		t.Error("the open window did not come to the front")
	}
	end()
	if asked := <-looks; asked != 1 {
		t.Errorf("it was asked %d times", asked)
	}
	// given one that does not
	soon, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if lock.ToFront(soon, dir) {
		t.Error("a window that does not look came to the front")
	}
	if _, err := os.Lstat(filepath.Join(dir, lock.Folder, "window.front")); !os.IsNotExist(err) {
		t.Errorf("the request is still there: %v", err)
	}
	release()
	if lock.ToFront(t.Context(), dir) {
		t.Error("a window that was closed came to the front")
	}
}
