package store

import (
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/store/storetest"
)

// What else lies in the folder is no backup: it is not offered, and not dropped as
// an old one.
func TestOnlyBackupsAreBackups(t *testing.T) {
	dir := t.TempDir()
	storetest.Must(t, os.MkdirAll(backupFolder(dir), 0o700))
	for _, name := range []string{
		"notes.db", "daily-.db", "daily-tomorrow.db", "manual-20261301T000000Z.db", "20260301T123015Z.db", "daily-20260301T123015Z.txt",
		"daily-20260301T123015Z",
	} {
		storetest.Must(t, os.WriteFile(filepath.Join(backupFolder(dir), name), []byte("x"), 0o600))
	}
	storetest.Must(t, os.MkdirAll(filepath.Join(backupFolder(dir), "daily-20260302T123015Z.db"), 0o700))
	if found, err := Backups(dir); err != nil || len(found) != 0 {
		t.Errorf("%+v, %v", found, err)
	}
	storetest.Must(t, os.WriteFile(filepath.Join(backupFolder(dir), "daily-20260301T123015Z.db"), []byte("x"), 0o600))
	if found, err := Backups(dir); err != nil || len(found) != 1 || !found[0].Daily || found[0].Size != 1 {
		t.Errorf("%+v, %v", found, err)
	}
}
