package staging

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/store/sqlite"
)

// Path is where the staging file of a connection is.
func Path(dir, connection string) string {
	return filepath.Join(dir, folder, connection+".db")
}

// HeldPath is where the import of a task lies that was held back. Each has a file of its
// own, so that an older one stays until a newer one is recorded.
func HeldPath(dir, connection string, task int64) string {
	return filepath.Join(dir, folder, connection+heldSuffix+strconv.FormatInt(task, 10)+".db")
}

// FormerHeldPath is where former versions kept the one that a connection could have.
func FormerHeldPath(dir, connection string) string {
	return filepath.Join(dir, folder, connection+heldSuffix+"db")
}

const (
	folder     = "staging"
	heldSuffix = ".held."
)

// Remove removes what an import of a connection has left behind that was cut short.
func Remove(dir, connection string) error { return remove(Path(dir, connection)) }

// HeldBut returns the files in which imports of a connection lie that were held back, but
// for those of the tasks to keep. A file of former versions does not say which task it is
// of: it stays while one of them has no file of its own.
func HeldBut(dir, connection string, keep []int64) (paths []string, err error) {
	names, err := fileNames(dir)
	has := func(task int64) bool { return slices.Contains(names, filepath.Base(HeldPath(dir, connection, task))) }
	for _, name := range names {
		rest, held := strings.CutPrefix(name, connection+heldSuffix)
		kept := slices.ContainsFunc(keep, func(task int64) bool {
			return strings.HasPrefix(name, filepath.Base(HeldPath(dir, connection, task))) ||
				strings.HasPrefix(rest, "db") && !has(task)
		})
		if held && !kept {
			paths = append(paths, filepath.Join(dir, folder, name))
		}
	}
	return paths, err
}

// RemoveHeldBut removes what [HeldBut] returns.
func RemoveHeldBut(dir, connection string, keep []int64) error {
	paths, err := HeldBut(dir, connection, keep)
	for _, path := range paths {
		if failed := os.Remove(path); failed != nil && !errors.Is(failed, fs.ErrNotExist) {
			err = errors.Join(err, &sqlite.NotWritableError{Path: path, Err: failed})
		}
	}
	return err
}

// Connections returns the connections of which there are files, whatever they hold.
func Connections(dir string) (connections []string, err error) {
	names, err := fileNames(dir)
	for _, name := range names {
		if connection, _, _ := strings.Cut(name, "."); !slices.Contains(connections, connection) {
			connections = append(connections, connection)
		}
	}
	return connections, err
}

// ours is what follows the connection in the names of staging files.
var ours = regexp.MustCompile(`^((held\.([0-9]+\.)?)|search\.|first\.)?db(-wal|-shm|-journal)?$`)

// fileNames returns the names of the staging files.
func fileNames(dir string) (names []string, err error) {
	entries, err := os.ReadDir(filepath.Join(dir, folder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, entry := range entries {
		connection, rest, _ := strings.Cut(entry.Name(), ".")
		if ValidName(connection) && ours.MatchString(rest) {
			names = append(names, entry.Name())
		}
	}
	return names, err
}

// remove removes a staging file and what was made beside it.
func remove(path string) error {
	name := strings.TrimSuffix(path, ".db")
	// Former versions wrote parts of an inventory into files of their own.
	return errors.Join(removeFile(path), removeFile(name+".search.db"), removeFile(name+".first.db"))
}

// removeFile removes a SQLite file with its logs.
func removeFile(path string) error {
	for _, name := range sqlite.Parts(path) {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &sqlite.NotWritableError{Path: name, Err: err}
		}
	}
	return nil
}

// ValidName reports whether an id can name a file on every system.
func ValidName(id string) bool {
	for _, r := range id {
		if r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return id != "" && len(id) <= 100
}
