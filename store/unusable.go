package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// UnusableError means that beacon.db cannot be used as it is. It is left as it is;
// [RestoreBackup] puts another in its place.
type UnusableError struct {
	// Dir is the data directory.
	Dir string
	// Backups are there to choose from, newest first.
	Backups []Backup
	Err     error
}

func (e *UnusableError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong with the file.
func (e *UnusableError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *UnusableError) Message() connector.Message {
	data := connector.Data{"Path": filepath.Join(e.Dir, FileName), "File": FileName, "Dir": e.Dir, "Folder": backupFolder(e.Dir)}
	if len(e.Backups) > 0 {
		data["At"] = e.Backups[0].At
	}
	var foreign *sqlite.ForeignFileError
	isForeign := errors.As(e.Err, &foreign)
	switch restorable := len(e.Backups) > 0; {
	case errors.Is(e.Err, errLost):
		return connector.Message{ID: "store.lost", Data: data}
	case isForeign && restorable:
		return connector.Message{ID: "store.foreign", Data: data}
	case isForeign:
		return connector.Message{ID: "store.foreign.no-backup", Data: data}
	case restorable:
		return connector.Message{ID: "store.damaged", Data: data, Reference: e.reference()}
	default:
		return connector.Message{ID: "store.damaged.no-backup", Data: data, Reference: e.reference()}
	}
}

// unusable adds the backups to an error that one of them may mend.
func unusable(dir string, err error) error {
	var damaged *sqlite.DamagedFileError
	var foreign *sqlite.ForeignFileError
	if !errors.As(err, &damaged) && !errors.As(err, &foreign) {
		return err
	}
	backups, listErr := Backups(dir)
	return errors.Join(&UnusableError{Dir: dir, Backups: backups, Err: err}, listErr)
}

// reference is what SQLite has found.
func (e *UnusableError) reference() string {
	m, _ := connector.MessageOf(e.Err)
	return m.Reference
}

// errLost means that beacon.db is gone or empty although there are backups of it.
var errLost = errors.New("missing or empty, although there are backups")

// checkNotLost keeps the program from beginning anew, without a word, where a file
// with connections was.
func checkNotLost(dir string) error {
	path := filepath.Join(dir, FileName)
	for _, name := range []string{path, path + "-wal", path + "-journal"} {
		info, err := os.Stat(name)
		if err == nil && info.Size() > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil // opening it says what is wrong
		}
	}
	backups, err := Backups(dir)
	if err != nil || len(backups) == 0 {
		return err
	}
	return &UnusableError{Dir: dir, Backups: backups, Err: fmt.Errorf("%s: %w", path, errLost)}
}
