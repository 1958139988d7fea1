package datadir

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/sqlite"
)

// CheckWritable returns a [NotWritableError] when this process may not write the
// data directory or the files in it, which says whether it may read them. It changes nothing, not
// even for a moment.
func CheckWritable(dir string) error {
	err := folderWritable(dir)
	if err == nil {
		err = checkFiles(dir, os.O_RDWR)
	}
	if err == nil {
		return nil
	}
	return &NotWritableError{Dir: dir, Readable: checkFiles(dir, os.O_RDONLY) == nil, Err: err}
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

// checkFiles says why this process may not open the databases in the data directory with
// flags. It changes nothing, not even for a moment.
func checkFiles(dir string, flags int) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != filepath.Ext(store.FileName) {
			continue
		}
		file, err := os.OpenFile(filepath.Join(dir, entry.Name()), flags, 0)
		if err != nil {
			return err
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
	// Readable says that everything in it can be read.
	Readable bool
	Err      error
}

func (e *NotWritableError) Error() string {
	return fmt.Sprintf("%s cannot be written: %v", cmp.Or(e.Folder, e.Dir), e.Err)
}

// Unwrap returns what the operating system said.
func (e *NotWritableError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *NotWritableError) Message() connector.Message {
	of := sqlite.CannotWrite(cmp.Or(e.Folder, e.Dir), e.Err)
	var full *sqlite.DiskFullError
	var readOnly *sqlite.ReadOnlyDiskError
	switch {
	case errors.As(of, &full):
		return full.Message()
	case errors.As(of, &readOnly):
		return readOnly.Message()
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
