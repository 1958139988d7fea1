//go:build !windows

package lock

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
)

// A lock that nobody can be told of is given back: else it was held until the process ends.
func TestALockWhoseHolderCannotBeWrittenIsNotHeld(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	dir := t.TempDir()
	path := filepath.Join(dir, Folder, windowFile)
	storetest.Must(t, os.Mkdir(filepath.Dir(path), 0o700))
	storetest.Must(t, os.WriteFile(path, nil, 0o400))
	_, err := Window(dir)
	if storetest.WantError[*sqlite.NotWritableError](t, err); !errors.Is(err, os.ErrPermission) {
		t.Errorf("it says %v", err)
	}
	storetest.Must(t, os.Chmod(path, 0o600))
	release, err := Window(dir)
	storetest.Must(t, err)
	release()
}

// Who cannot read whose the lock is knows all the same that it is held.
func TestALockWhoseHolderCannotBeReadIsHeld(t *testing.T) {
	for given, spoil := range map[string]func(path string) error{
		"it is empty":          func(path string) error { return os.Truncate(path, 0) },
		"it holds no number":   func(path string) error { return os.WriteFile(path, []byte(" serve\n12\n"), 0o600) },
		"it was removed since": os.Remove,
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir := t.TempDir()
			release, err := Scheduler(dir, "serve")
			storetest.Must(t, err)
			defer release()
			path := filepath.Join(dir, Folder, schedulerFile)
			storetest.Must(t, spoil(path))
			if held := readHolder(path); held != (holder{}) {
				t.Errorf("it is said to be %+v's", held)
			}
			if _, err := os.Lstat(path); errors.Is(err, os.ErrNotExist) {
				if by := SchedulerHolder(dir); by != nil {
					t.Errorf("without a file it is said to be %+v's", by)
				}
				return
			}
			if by := SchedulerHolder(dir); by == nil || *by != (SchedulerBusyError{}) {
				t.Errorf("it is said to be %+v's", by)
			}
		})
	}
}

// Where nobody can make the file that is locked, nobody has locked it.
func TestWhereNoLockCanBeMadeOneMayRead(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	dir := t.TempDir()
	storetest.Must(t, os.Chmod(dir, 0o500))
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	release, shared, err := StoreToRead(t.Context(), dir, func() bool { return false })
	if err != nil || shared {
		t.Fatalf("shared %v, %v", shared, err)
	}
	release()
}
