//go:build !windows

package store

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"inventorybeacon/store/lock"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

func TestFolderWithoutPermission(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	dir, ring := stored(t, storetest.NewMemoryKeyring()), storetest.NewMemoryKeyring()
	storetest.Must(t, os.RemoveAll(filepath.Join(dir, lock.Folder)))
	storetest.Must(t, os.Chmod(dir, 0o500))
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	before, err := os.ReadFile(filepath.Join(dir, FileName))
	storetest.Must(t, err)

	err = CheckWritable(dir)
	storetest.WantMessage(t, err, "store.directory.permission", dir) // which does not say sudo
	_, err = DataDir(filepath.Join(dir, "below"))
	storetest.WantError[*NotWritableError](t, err)
	_, err = Open(t.Context(), dir, Options{Keyring: ring})
	storetest.WantError[*sqlite.NotWritableError](t, err)
	_, err = lock.Connection(dir, "id")
	storetest.WantError[*sqlite.NotWritableError](t, err)

	after, err := os.ReadFile(filepath.Join(dir, FileName))
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
		_, err := DataDir(dir)
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

// A process may be killed at any moment, and what it has tried would stay.
func TestWhetherAFolderCanBeWrittenIsNotTried(t *testing.T) {
	dir := t.TempDir()
	storetest.Must(t, os.Chtimes(dir, testTime, testTime))
	storetest.Must(t, CheckWritable(dir))
	info, err := os.Stat(dir)
	storetest.Must(t, err)
	if !info.ModTime().Equal(testTime) {
		t.Error("a file was made in it, and removed")
	}
}

func TestFileWithoutPermission(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	dir := stored(t, storetest.NewMemoryKeyring())
	storetest.Must(t, os.Chmod(filepath.Join(dir, FileName), 0o400))
	storetest.WantError[*NotWritableError](t, CheckWritable(dir))
	_, err := Open(t.Context(), dir, Options{Keyring: storetest.NewMemoryKeyring()})
	storetest.WantError[*sqlite.NotWritableError](t, err)
}

func TestKeyFileWithoutPermission(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	t.Setenv(vault.Variable, "file")
	dir := stored(t, storetest.NewMemoryKeyring())
	storetest.Must(t, os.Chmod(filepath.Join(dir, vault.FileName), 0))
	s := openStore(t, dir, storetest.NewMemoryKeyring())
	_, err := s.Secrets(t.Context(), "id")
	if problem := storetest.WantError[*vault.KeyError](t, err); problem.Problem != vault.Unavailable {
		t.Errorf("problem %d", problem.Problem)
	}
	storetest.WantMessage(t, err, "vault.key.unavailable", vault.FileName)
}

func TestElevatedIsRoot(t *testing.T) {
	if Elevated() != (os.Geteuid() == 0) {
		t.Error("Elevated is wrong")
	}
	if err := RestartElevated(nil); err == nil {
		t.Errorf("restarted on %s", runtime.GOOS)
	}
}
