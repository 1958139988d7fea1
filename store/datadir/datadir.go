// Package datadir is the data directory as a whole: where it is, whether it can be used, and
// whether this account may write it.
package datadir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/folder"
	"inventorybeacon/store/history"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/vault"
)

// Variable is the environment variable that names the data directory when
// --data does not.
const Variable = "INVENTORY_BEACON_DATA"

// Find returns the absolute path of the data directory, once [Make] has made sure
// that it can be used: the value of --data, else of [Variable], else the platform's
// place:
//
//	Windows  %ProgramData%\Inventory Beacon as an administrator, else %LocalAppData%\Inventory Beacon;
//	         the other one where there is no data directory in it but in that (see choose)
//	macOS    ~/Library/Application Support/Inventory Beacon
//	others   $XDG_DATA_HOME/inventory-beacon, by default ~/.local/share/inventory-beacon
func Find(flag string) (string, error) {
	dir, err := Place(flag)
	if err != nil {
		return "", err
	}
	return dir, Make(dir)
}

// Make makes the data directory, for its owner alone, when there is none. Of one
// that is there nothing is touched before [Check] has looked at it. The error may
// be a [NotWritableError] or one of [folder.Check].
func Make(dir string) error {
	if err := folder.CloseEmpty(dir); err != nil {
		return refused(dir, err)
	}
	there, err := Check(dir)
	if there || err != nil {
		return err
	}
	if err = makePrivate(dir); err == nil {
		err = folder.Check(dir, kinds)
	}
	return refused(dir, err)
}

// Check says whether there is a data directory, and why [Make] refuses it or
// would refuse to make one: it has to belong to this account, to let nobody else write,
// to hold no links and to be on a disk of this computer. It changes nothing.
func Check(dir string) (there bool, err error) {
	info, err := os.Stat(dir)
	switch {
	case err == nil && !info.IsDir():
		err = errors.New("it is a file, not a folder")
	case len(dir) > longestDir && runtime.GOOS != "windows":
		err = fmt.Errorf("its path has more than %d bytes, which is too long for SQLite", longestDir)
	case err == nil:
		there, err = true, folder.Check(dir, kinds)
	case errors.Is(err, fs.ErrNotExist):
		err = folder.CheckParent(dir)
	case errors.Is(err, fs.ErrPermission):
		if another := folder.Reach(dir); another != nil {
			err = another
		}
	}
	return there, refused(dir, err)
}

// longestDir leaves room in the 512 bytes of a path that SQLite opens (MAX_PATHNAME in
// sqlite.org/src/file/src/os_unix.c) for the names of the files in the data directory.
const longestDir = 400

// refused gives an error a message, when it has none of its own.
func refused(dir string, err error) error {
	if _, explained := connector.MessageOf(err); err == nil || explained {
		return err
	}
	if closed := (*folder.ClosedError)(nil); errors.As(err, &closed) {
		return &NotWritableError{Dir: dir, Folder: filepath.Join(dir, closed.Name), Err: err}
	}
	return &NotWritableError{Dir: dir, Err: err}
}

// ReplaceableIn is the folder in which another account could put another data directory
// in the place of this one; empty when there is none.
func ReplaceableIn(dir string) string { return folder.Replaceable(dir) }

// Owner is the name of the account that a data directory belongs to.
func Owner(dir string) (string, error) { return folder.Owner(dir) }

// Mend takes the files of a data directory that [Make] has let pass from their
// group, which could write to them, and returns their paths. The error may be a
// [NotWritableError].
func Mend(dir string) ([]string, error) {
	mended, err := folder.Mend(dir, kinds)
	return mended, refused(dir, err)
}

// folders are those in the data directory.
var folders = []string{lock.Folder, store.BackupsFolder, "staging", "central"}

// kinds knows the names in the data directory that this program uses.
func kinds(path string) folder.Kind {
	if filepath.Dir(path) != "." {
		if filepath.Ext(path) == ".lock" {
			return folder.File
		}
		return folder.Anything
	}
	switch strings.TrimSuffix(strings.TrimSuffix(path, "-wal"), "-shm") {
	case store.FileName, vault.FileName, vault.FileName + ".next", "inventory.db", history.FileName, "inventory-beacon.log":
		return folder.File
	}
	begins := func(prefix string) bool { return strings.HasPrefix(path, prefix) }
	switch {
	case slices.Contains(folders, path):
		return folder.Folder
	case slices.ContainsFunc([]string{"beacon.", "inventory.db", history.FileName, "inventory-beacon", ".copy-", ".writable-"}, begins):
		return folder.Anything
	default:
		return folder.Foreign
	}
}
