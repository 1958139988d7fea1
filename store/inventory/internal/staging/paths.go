package staging

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"inventorybeacon/store/sqlite"
)

// Path is where the staging file of a connection is.
func Path(dir, connection string) string {
	return filepath.Join(dir, "staging", connection+".db")
}

// HeldPath is where an import of a connection lies that was held back.
func HeldPath(dir, connection string) string {
	return filepath.Join(dir, "staging", connection+".held.db")
}

// Remove removes what an import of a connection has left behind that was cut short.
func Remove(dir, connection string) error { return remove(Path(dir, connection)) }

// RemoveHeld removes an import of a connection that was held back, if there is any.
func RemoveHeld(dir, connection string) error { return removeFile(HeldPath(dir, connection)) }

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
