package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/history"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/vault"
)

// UnusableError means that beacon.db, or history.db, cannot be used as it is. It is left as
// it is; [RestoreBackup] puts another in its place.
type UnusableError struct {
	// Dir is the data directory.
	Dir string
	// File is the name of the file in it.
	File string
	// Backups are there to choose from, newest first.
	Backups []Backup
	Err     error
}

func (e *UnusableError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong with the file.
func (e *UnusableError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *UnusableError) Message() connector.Message {
	data := connector.Data{"Path": filepath.Join(e.Dir, e.File), "File": e.File, "Dir": e.Dir, "Folder": backupFolder(e.Dir)}
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
	case restorable && e.File == history.FileName:
		return connector.Message{ID: "history.damaged", Data: data, Reference: e.reference()}
	case e.File == history.FileName:
		return connector.Message{ID: "history.damaged.no-backup", Data: data, Reference: e.reference()}
	case restorable:
		return connector.Message{ID: "store.damaged", Data: data, Reference: e.reference()}
	default:
		return connector.Message{ID: "store.damaged.no-backup", Data: data, Reference: e.reference()}
	}
}

// unusable adds the backups to an error that one of them may mend.
func unusable(dir, file string, err error) error {
	var damaged *sqlite.DamagedFileError
	var foreign *sqlite.ForeignFileError
	if !errors.As(err, &damaged) && !errors.As(err, &foreign) {
		return err
	}
	backups, listErr := backupsOf(dir, file)
	return errors.Join(&UnusableError{Dir: dir, File: file, Backups: backups, Err: err}, listErr)
}

// backupsOf returns the backups with a copy of beacon.db or of history.db.
func backupsOf(dir, file string) ([]Backup, error) {
	backups, err := Backups(dir)
	if file == history.FileName {
		backups = slices.DeleteFunc(backups, func(b Backup) bool { return !b.History })
	}
	return backups, err
}

// reference is what SQLite has found.
func (e *UnusableError) reference() string {
	m, _ := connector.MessageOf(e.Err)
	return m.Reference
}

// errLost means that a file is gone or empty although there are backups of it.
var errLost = errors.New("missing or empty, although there are backups")

// checkNotLost keeps the program from beginning anew, without a word, where a file
// with connections was, or one with their history.
func checkNotLost(dir, name string) error {
	path := filepath.Join(dir, name)
	for _, part := range []string{path, path + "-journal"} {
		info, err := os.Stat(part)
		if err == nil && info.Size() > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil // opening it says what is wrong
		}
	}
	backups, err := backupsOf(dir, name)
	switch {
	case err != nil:
		return err
	case len(backups) > 0:
		err = fmt.Errorf("%s: %w", path, errLost)
	case emptied(path):
		err = &sqlite.DamagedFileError{Path: path, Err: sqlite.ErrEmpty}
	default:
		return nil
	}
	return &UnusableError{Dir: dir, File: name, Backups: backups, Err: err}
}

// emptied reports whether a file without content, as a power cut leaves one, had some: there
// is something beside it that is made after it has. A file that is gone was removed by
// somebody, who may have wanted to begin anew. SQLite would begin an empty file anew, and
// remove its log.
func emptied(path string) bool {
	if _, err := os.Stat(path); err != nil {
		return false
	}
	dir, name := filepath.Split(path)
	later := []string{path + "-wal", dir + "inventory.db"}
	if name == FileName {
		later = append(later, dir+history.FileName, dir+vault.FileName)
	}
	return sizeOf(later...) > 0
}
