package datadir

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"inventorybeacon/store/folder"
	"inventorybeacon/store/storetest"
)

func TestWhatBelongsIntoADataDirectoryIsKnown(t *testing.T) {
	for path, want := range map[string]folder.Kind{
		"beacon.db":                 folder.File,
		"beacon.db-wal":             folder.File,
		"beacon.db-shm":             folder.File,
		"inventory.db":              folder.File,
		"history.db-wal":            folder.File,
		"beacon.key":                folder.File,
		"beacon.key.next":           folder.File,
		"inventory-beacon.log":      folder.File,
		"locks":                     folder.Folder,
		"backups":                   folder.Folder,
		"staging":                   folder.Folder,
		"central":                   folder.Folder,
		"locks/window.lock":         folder.File,
		"locks/window.front":        folder.Anything,
		"backups/notes.txt":         folder.Anything,
		"beacon.db.replaced-2026":   folder.Anything,
		"inventory.db.damaged-2026": folder.Anything,
		"history.db.replaced-2026":  folder.Anything,
		"inventory-beacon.log.1":    folder.Anything,
		".copy-123":                 folder.Anything,
		".writable-123":             folder.Anything,
		"letters":                   folder.Foreign,
		"window.lock":               folder.Foreign,
	} {
		if got := kinds(filepath.FromSlash(path)); got != want {
			t.Errorf("%s is of the kind %v, want %v", path, got, want)
		}
	}
}

func TestWhyADataDirectoryCannotBeWrittenIsTold(t *testing.T) {
	denied := &fs.PathError{Err: fs.ErrPermission}
	for _, c := range []struct {
		err  NotWritableError
		id   string
		says string
	}{
		{NotWritableError{Dir: "/data", Err: errors.New("odd")}, "store.directory", "/data"},
		{NotWritableError{Dir: "/data", Folder: "/data/locks", Err: errors.New("odd")}, "store.folder", "/data/locks"},
		{NotWritableError{Dir: "/data", Err: denied}, map[bool]string{true: "store.directory", false: deniedDirectory}[Elevated()], "/data"},
		{
			NotWritableError{Dir: "/data", Folder: "/data/locks", Err: denied},
			map[bool]string{true: "store.folder", false: deniedFolder}[Elevated()], "/data/locks",
		},
	} {
		if m := storetest.WantMessage(t, &c.err, c.id, c.says); m.Reference == "" || !errors.Is(&c.err, c.err.Err) {
			t.Errorf("%+v", m)
		}
	}
}
