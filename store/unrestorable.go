package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"inventorybeacon/connector"
	"inventorybeacon/store/history"
	"inventorybeacon/store/sqlite"
)

// UnrestorableError means that a file cannot be restored as a backup. What the program says
// of its own files does not fit: nothing looks at a backup before it is chosen.
type UnrestorableError struct {
	// Path is the file: what was chosen, or the copy of history.db that belongs to it.
	Path string
	Err  error
}

func (e *UnrestorableError) Error() string {
	return fmt.Sprintf("%s cannot be restored: %v", e.Path, e.Err)
}

// Unwrap returns what is wrong with the file.
func (e *UnrestorableError) Unwrap() error { return e.Err }

// errNoFile means that a folder was chosen, or a device.
var errNoFile = errors.New("it is no file")

// Message implements [connector.Explained].
func (e *UnrestorableError) Message() connector.Message {
	m := connector.Message{ID: "store.backup.damaged", Data: connector.Data{"Path": e.Path}}
	var newer *sqlite.NewerFileError
	var damaged *sqlite.DamagedFileError
	var migration *sqlite.MigrationError
	switch {
	case errors.Is(e.Err, errNoFile):
		m.ID = "store.backup.no-file"
	case errors.Is(e.Err, fs.ErrPermission):
		m.ID, m.Reference = "store.backup.unreadable", e.Err.Error()
	case errors.As(e.Err, &newer):
		m.ID, m.Data = "store.backup.newer", newer.Message().Data
	case errors.Is(e.Err, sqlite.ErrEmpty):
		m.ID = "store.backup.empty"
	case errors.As(e.Err, &damaged):
		m.Reference = damaged.Message().Reference
	case errors.As(e.Err, &migration):
		m.Reference = migration.Error()
	default:
		m.ID = "store.backup.foreign"
		if beacon := beaconOf(e.Path); beacon != "" {
			m.ID, m.Data["Beacon"] = "store.backup.history", beacon
		}
	}
	return m
}

// unrestorable returns err as an [UnrestorableError] when it says what is wrong with the
// file at path, which is restored or is to be.
func unrestorable(path string, err error) error {
	var damaged *sqlite.DamagedFileError
	var foreign *sqlite.ForeignFileError
	var newer *sqlite.NewerFileError
	var migration *sqlite.MigrationError
	switch {
	case errors.As(err, &migration) && migration.Path == path && migration.IsOfTheFile(),
		errors.As(err, &damaged) && damaged.Path == path,
		errors.As(err, &foreign) && foreign.Path == path,
		errors.As(err, &newer) && newer.Path == path:
		return &UnrestorableError{Path: path, Err: err}
	}
	return err
}

// checkIsFile says why what is at path is not even a file that can be read.
func checkIsFile(path string) error {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return &UnrestorableError{Path: path, Err: errNoFile}
	}
	var file *os.File
	if err == nil {
		if file, err = os.Open(path); err == nil {
			return file.Close()
		}
	}
	if errors.Is(err, fs.ErrPermission) {
		return &UnrestorableError{Path: path, Err: err}
	}
	return err
}

// beaconOf is the copy of beacon.db that a copy of history.db belongs to, when that is there.
func beaconOf(past string) string {
	folder, name := filepath.Split(past)
	for _, beacon := range []string{
		name[:len(name)-min(len(name), len(historyExt))] + filepath.Ext(FileName),
		FileName + name[min(len(name), len(history.FileName)):],
	} {
		path := filepath.Join(folder, beacon)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && historyOf(path) == past {
			return path
		}
	}
	return ""
}
