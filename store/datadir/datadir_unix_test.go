//go:build !windows

package datadir

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"inventorybeacon/store"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
)

// stored returns a data directory with a store.
func stored(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{Keyring: storetest.NewMemoryKeyring()})
	storetest.Must(t, err)
	storetest.Must(t, s.Close())
	return dir
}

func TestFolderWithoutPermission(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	dir := stored(t)
	storetest.Must(t, os.RemoveAll(filepath.Join(dir, lock.Folder)))
	storetest.Must(t, os.Chmod(dir, 0o500))
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	before, err := os.ReadFile(filepath.Join(dir, store.FileName))
	storetest.Must(t, err)

	err = CheckWritable(dir)
	storetest.WantMessage(t, err, "store.directory.permission", dir) // which does not say sudo
	_, err = Find(filepath.Join(dir, "below"))
	storetest.WantError[*NotWritableError](t, err)
	_, err = store.Open(t.Context(), dir, store.Options{Keyring: storetest.NewMemoryKeyring()})
	storetest.WantError[*sqlite.NotWritableError](t, err)
	_, err = lock.Connection(dir, "id")
	storetest.WantError[*sqlite.NotWritableError](t, err)

	after, err := os.ReadFile(filepath.Join(dir, store.FileName))
	storetest.Must(t, err)
	entries, err := os.ReadDir(dir)
	storetest.Must(t, err)
	if string(before) != string(after) || len(entries) != 1 {
		t.Errorf("changed: %v", entries)
	}
}

func TestDataDirInAFolderOfRootsNamesRoot(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	if info, err := os.Stat("/root"); err != nil || info.Mode().Perm()&0o001 != 0 {
		return // it keeps nobody out here
	}
	for _, dir := range []string{"/root/data", "/root/data/below"} {
		_, err := Find(dir)
		storetest.WantMessage(t, err, "folder.owner.parent", "Owner:root")
	}
}

func TestFoldersWithoutPermission(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	dir := t.TempDir()
	storetest.Must(t, CheckFoldersWritable(dir)) // each is made when it is needed
	for _, name := range folders {
		path := filepath.Join(dir, name)
		storetest.Must(t, os.Mkdir(path, 0o700))
		storetest.Must(t, CheckFoldersWritable(dir))
		for _, mode := range []os.FileMode{0o500, 0o600, 0} {
			storetest.Must(t, os.Chmod(path, mode))
			storetest.WantMessage(t, CheckFoldersWritable(dir), "store.folder.permission", path)
		}
		storetest.Must(t, os.Chmod(path, 0o700))
	}
}

// What is in such a folder cannot be looked at, so that it is refused before it is written.
func TestAFolderThatCannotBeLookedIntoIsNamed(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	for _, name := range append([]string{filepath.Join(store.BackupsFolder, "of before")}, folders...) {
		for _, mode := range []os.FileMode{0o600, 0} {
			dir := filepath.Join(t.TempDir(), "data")
			path := filepath.Join(dir, name)
			storetest.Must(t, os.MkdirAll(path, 0o700))
			storetest.Must(t, os.WriteFile(filepath.Join(path, "file"), nil, 0o600))
			storetest.Must(t, os.Chmod(path, mode))
			for does, check := range map[string]func() error{
				"Make":  func() error { return Make(dir) },
				"Check": func() error { _, err := Check(dir); return err },
				"Mend":  func() error { _, err := Mend(dir); return err },
			} {
				t.Run(fmt.Sprintf("%s given %s has the mode %o", does, name, mode), func(t *testing.T) {
					storetest.WantMessage(t, check(), "store.folder.permission", path)
				})
			}
			storetest.Must(t, os.Chmod(path, 0o700))
		}
	}
}

// A process may be killed at any moment, and what it has tried would stay.
func TestWhetherAFolderCanBeWrittenIsNotTried(t *testing.T) {
	dir, then := t.TempDir(), time.Date(2026, 3, 1, 12, 30, 15, 123e6, time.UTC)
	storetest.Must(t, os.Chtimes(dir, then, then))
	storetest.Must(t, CheckWritable(dir))
	info, err := os.Stat(dir)
	storetest.Must(t, err)
	if !info.ModTime().Equal(then) {
		t.Error("a file was made in it, and removed")
	}
}

func TestFileWithoutPermission(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	dir := stored(t)
	storetest.Must(t, os.Chmod(filepath.Join(dir, store.FileName), 0o400))
	storetest.WantError[*NotWritableError](t, CheckWritable(dir))
	_, err := store.Open(t.Context(), dir, store.Options{Keyring: storetest.NewMemoryKeyring()})
	storetest.WantError[*sqlite.NotWritableError](t, err)
}

func TestElevatedIsRoot(t *testing.T) {
	if Elevated() != (os.Geteuid() == 0) {
		t.Error("Elevated is wrong")
	}
	if err := RestartElevated(nil); err == nil {
		t.Errorf("restarted on %s", runtime.GOOS)
	}
}

// A disk without room, or one that can only be read, is no matter of rights.
func TestADataDirectoryOnADiskThatCannotBeWrittenIsToldAsOne(t *testing.T) {
	storetest.WantMessage(t, &NotWritableError{Dir: "/", Err: syscall.ENOSPC},
		sqlite.CannotWrite("/", syscall.ENOSPC).(*sqlite.DiskFullError).Message().ID)
	storetest.WantMessage(t, &NotWritableError{Dir: "/data", Err: syscall.EROFS}, "sqlite.read-only-disk", "/data")
	storetest.WantMessage(t, &NotWritableError{Dir: "/data", Folder: "/data/locks", Err: syscall.EROFS}, "sqlite.read-only-disk",
		"/data/locks")
}

func TestWhatCannotBeWrittenMayBeReadable(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	for given, c := range map[string]struct {
		folder, file os.FileMode
		readable     bool
	}{
		"a folder that can only be read":    {0o500, 0o600, true},
		"a file that can only be read":      {0o700, 0o400, true},
		"a file that cannot be read either": {0o500, 0o200, false},
		"a folder that cannot be entered":   {0o600, 0o600, false},
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir := stored(t)
			storetest.Must(t, errors.Join(os.Chmod(filepath.Join(dir, store.FileName), c.file), os.Chmod(dir, c.folder)))
			t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
			if refused := storetest.WantError[*NotWritableError](t, CheckWritable(dir)); refused.Readable != c.readable {
				t.Errorf("readable: %v, %v", refused.Readable, refused)
			}
		})
	}
}

// A folder that lets nobody in, not even its own account, is told as what it is, and not taken for one that is to be made.
func TestADataDirectoryThatCannotBeReachedIsTold(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	closed := filepath.Join(t.TempDir(), "closed")
	storetest.Must(t, os.Mkdir(closed, 0))
	t.Cleanup(func() { _ = os.Chmod(closed, 0o700) })
	there, err := Check(filepath.Join(closed, "data"))
	if storetest.WantError[*NotWritableError](t, err); there || !errors.Is(err, os.ErrPermission) {
		t.Errorf("it is there: %v, %v", there, err)
	}
}
