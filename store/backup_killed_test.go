package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/store/lock"
	"inventorybeacon/store/storetest"
)

func TestWhatAKilledBackupHasLeftIsRemoved(t *testing.T) {
	dir := t.TempDir()
	s := openOn(t, dir, &calendar{testTime})
	putExample(t, s, "one")
	left := filepath.Join(backupFolder(dir), ".copy-123")
	storetest.Must(t, os.MkdirAll(backupFolder(dir), 0o700))
	storetest.Must(t, os.WriteFile(left, []byte("half a copy"), 0o600))
	must2(s.BackUp(t.Context()))(t)
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half a copy stays: %v", err)
	}
}

// It takes as much of the disk as the backup, and the next one may be long in coming.
func TestWhatAKilledBackupHasLeftIsRemovedAtTheNextStart(t *testing.T) {
	for name, busy := range map[string]bool{"nobody makes a backup": false, "another process makes one": true} {
		t.Run("given "+name, func(t *testing.T) {
			dir := t.TempDir()
			left := filepath.Join(backupFolder(dir), ".copy-123")
			storetest.Must(t, os.MkdirAll(backupFolder(dir), 0o700))
			for _, path := range []string{left, left + "-journal", filepath.Join(dir, ".writable-123")} {
				storetest.Must(t, os.WriteFile(path, []byte("half a copy"), 0o600))
			}
			if busy {
				release, err := lock.Backup(dir)
				storetest.Must(t, err)
				defer release()
			}
			openOn(t, dir, &calendar{testTime})
			files, err := filepath.Glob(filepath.Join(backupFolder(dir), ".copy-*"))
			if want := map[bool]int{true: 2}[busy]; err != nil || len(files) != want {
				t.Errorf("left: %v, %v", files, err)
			}
			if probes, err := filepath.Glob(filepath.Join(dir, ".writable-*")); err != nil || len(probes) != 0 {
				t.Errorf("left: %v, %v", probes, err)
			}
		})
	}
}
