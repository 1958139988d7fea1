package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/folder"
	"inventorybeacon/store/history"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/vault"
)

// DataVariable is the environment variable that names the data directory when
// --data does not.
const DataVariable = "INVENTORY_BEACON_DATA"

// DataDir returns the absolute path of the data directory, once [MakeDir] has made sure
// that it can be used: the value of --data, else of [DataVariable], else the platform's
// place:
//
//	Windows  %ProgramData%\Inventory Beacon as an administrator, else %LocalAppData%\Inventory Beacon
//	macOS    ~/Library/Application Support/Inventory Beacon
//	others   $XDG_DATA_HOME/inventory-beacon, by default ~/.local/share/inventory-beacon
func DataDir(flag string) (string, error) {
	dir, err := DataDirPlace(flag)
	if err != nil {
		return "", err
	}
	return dir, MakeDir(dir)
}

// MakeDir makes the data directory, for its owner alone, when there is none. Of one
// that is there nothing is touched before [CheckDir] has looked at it. The error may
// be a [NotWritableError] or one of [folder.Check].
func MakeDir(dir string) error {
	there, err := CheckDir(dir)
	if there || err != nil {
		return err
	}
	if err = makePrivate(dir); err == nil {
		err = folder.Check(dir, kinds)
	}
	return refused(dir, err)
}

// CheckDir says whether there is a data directory, and why [MakeDir] refuses it or
// would refuse to make one: it has to belong to this account, to let nobody else write,
// to hold no links and to be on a disk of this computer. It changes nothing.
func CheckDir(dir string) (there bool, err error) {
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
	if _, explained := connector.MessageOf(err); err != nil && !explained {
		return &NotWritableError{Dir: dir, Err: err}
	}
	return err
}

// ReplaceableIn is the folder in which another account could put another data directory
// in the place of this one; empty when there is none.
func ReplaceableIn(dir string) string { return folder.Replaceable(dir) }

// DirOwner is the name of the account that a data directory belongs to.
func DirOwner(dir string) (string, error) { return folder.Owner(dir) }

// MendDir takes the files of a data directory that [MakeDir] has let pass from their
// group, which could write to them, and returns their paths.
func MendDir(dir string) ([]string, error) { return folder.Mend(dir, kinds) }

// folders are those in the data directory.
var folders = []string{lock.Folder, backupsName, "staging"}

// probePrefix begins the names of files by which former versions found out whether they
// could write.
const probePrefix = ".writable-"

// kinds knows the names in the data directory that this program uses.
func kinds(path string) folder.Kind {
	if filepath.Dir(path) != "." {
		if filepath.Ext(path) == ".lock" {
			return folder.File
		}
		return folder.Anything
	}
	switch strings.TrimSuffix(strings.TrimSuffix(path, "-wal"), "-shm") {
	case FileName, vault.FileName, vault.FileName + ".next", "inventory.db", history.FileName, "inventory-beacon.log":
		return folder.File
	}
	begins := func(prefix string) bool { return strings.HasPrefix(path, prefix) }
	switch {
	case slices.Contains(folders, path):
		return folder.Folder
	case slices.ContainsFunc([]string{"beacon.", "inventory.db", history.FileName, "inventory-beacon", ".copy-", probePrefix}, begins):
		return folder.Anything
	default:
		return folder.Foreign
	}
}

// CheckWritable returns a [NotWritableError] when this process may not write the
// data directory or the files in it. It changes nothing, not even for a moment.
func CheckWritable(dir string) error {
	if err := folderWritable(dir); err != nil {
		return &NotWritableError{Dir: dir, Err: err}
	}
	return checkFilesWritable(dir)
}

// CheckFoldersWritable returns a [NotWritableError] when this process may not write one of
// the folders in the data directory: its locks, its backups, or what imports stage. It
// changes nothing, not even for a moment. One that is not there yet is made when it is needed.
func CheckFoldersWritable(dir string) error {
	for _, name := range folders {
		path := filepath.Join(dir, name)
		if err := folderWritable(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &NotWritableError{Dir: dir, Folder: path, Err: err}
		}
	}
	return nil
}

// checkFilesWritable returns a [NotWritableError] when this process may not write the
// databases in the data directory. It changes nothing, not even for a moment.
func checkFilesWritable(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return &NotWritableError{Dir: dir, Err: err}
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != filepath.Ext(FileName) {
			continue
		}
		file, err := os.OpenFile(filepath.Join(dir, entry.Name()), os.O_RDWR, 0)
		if err != nil {
			return &NotWritableError{Dir: dir, Err: err}
		}
		_ = file.Close()
	}
	return nil
}

// NotWritableError means that the data directory cannot be written.
type NotWritableError struct {
	Dir string
	// Folder is the one in it that cannot be written; empty for itself.
	Folder string
	Err    error
}

func (e *NotWritableError) Error() string {
	return fmt.Sprintf("%s cannot be written: %v", cmp.Or(e.Folder, e.Dir), e.Err)
}

// Unwrap returns what the operating system said.
func (e *NotWritableError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *NotWritableError) Message() connector.Message {
	if full := (*sqlite.DiskFullError)(nil); errors.As(sqlite.CannotWrite(e.Dir, e.Err), &full) {
		return full.Message()
	}
	denied := errors.Is(e.Err, fs.ErrPermission) && !Elevated()
	m := connector.Message{
		ID: "store.directory", Data: connector.Data{"Dir": e.Dir, "Folder": e.Folder}, Reference: e.Err.Error(),
	}
	switch {
	case e.Folder != "" && denied:
		m.ID = deniedFolder
	case e.Folder != "":
		m.ID = "store.folder"
	case denied:
		m.ID = deniedDirectory
	}
	return m
}
