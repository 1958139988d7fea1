package staging

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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

// RemoveHeld removes what is kept of imports of a connection that were held back, but for
// that of the task to keep; 0 keeps none.
func RemoveHeld(dir, connection string, keep int64) error {
	entries, err := os.ReadDir(filepath.Join(dir, folder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	kept := filepath.Base(HeldPath(dir, connection, keep))
	var failures []error
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, connection+heldSuffix) || strings.HasPrefix(name, kept) {
			continue
		}
		path := filepath.Join(dir, folder, name)
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failures = append(failures, &sqlite.NotWritableError{Path: path, Err: err})
		}
	}
	return errors.Join(failures...)
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
