package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"inventorybeacon/connector"
)

// Explain returns err as one of this package's typed errors about the file at
// path when its cause is one that an administrator can mend. Every other error
// is returned as it is.
func Explain(path string, err error) error {
	var fault sqlite3.Error
	if _, advised := connector.AdviceOf(err); advised || !errors.As(err, &fault) {
		return err
	}
	switch {
	case fault.Code == sqlite3.ErrFull, isDiskFull(fault.SystemErrno):
		return diskFull(path, err)
	case fault.Code == sqlite3.ErrIoErr:
		return &DiskFaultError{Path: path, Err: err}
	case fault.Code == sqlite3.ErrCorrupt, fault.Code == sqlite3.ErrNotADB:
		return &DamagedFileError{Path: path, Err: err}
	case fault.Code == sqlite3.ErrReadonly, fault.Code == sqlite3.ErrPerm, fault.Code == sqlite3.ErrCantOpen:
		return &NotWritableError{Path: path, Err: err}
	case fault.Code == sqlite3.ErrBusy, fault.Code == sqlite3.ErrLocked:
		return &InUseError{Path: path, Err: err}
	default:
		return err
	}
}

// CannotWrite returns what the operating system said against writing a file as a
// [DiskFullError] or a [NotWritableError].
func CannotWrite(path string, err error) error {
	var errno syscall.Errno
	if errors.As(err, &errno) && isDiskFull(errno) {
		return diskFull(path, err)
	}
	return &NotWritableError{Path: path, Err: err}
}

// NewerFileError means that a newer version of the program has written the file.
type NewerFileError struct {
	Path string
	// Found is the file's schema version, Known the program's.
	Found, Known int
}

func (e *NewerFileError) Error() string {
	return fmt.Sprintf("%s has schema version %d, this program knows versions up to %d", e.Path, e.Found, e.Known)
}

// Advice implements [connector.Advised].
func (e *NewerFileError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The file %s was written by a newer version of Inventory Beacon (format %d; this version knows formats up to %d). It was not changed.", e.Path, e.Found, e.Known),
		Action:  "Install the newer version of Inventory Beacon, or use another data directory.",
	}
}

// ForeignFileError means that the file is a SQLite database of something else.
type ForeignFileError struct{ Path string }

func (e *ForeignFileError) Error() string {
	return e.Path + " is a SQLite database of another kind"
}

// Advice implements [connector.Advised].
func (e *ForeignFileError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The file %s is a database, but not the one that Inventory Beacon keeps under this name. It was not changed.", e.Path),
		Action:  "Move the file elsewhere, or use another data directory.",
	}
}

// DamagedFileError means that the file is not a database, or no longer a whole one.
type DamagedFileError struct {
	Path string
	Err  error
}

func (e *DamagedFileError) Error() string { return fmt.Sprintf("%s is damaged: %v", e.Path, e.Err) }

// Unwrap returns what SQLite found.
func (e *DamagedFileError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *DamagedFileError) Advice() connector.Advice {
	return connector.Advice{
		Message:   fmt.Sprintf("The file %s is damaged or is not a database.", e.Path),
		Action:    "Close Inventory Beacon and start it again: it then looks at the file, keeps it, and says what can be done.",
		Reference: e.Err.Error(),
	}
}

// NotWritableError means that the file or its folder cannot be written.
type NotWritableError struct {
	Path string
	Err  error
}

func (e *NotWritableError) Error() string {
	return fmt.Sprintf("%s cannot be written: %v", e.Path, e.Err)
}

// Unwrap returns what the operating system or SQLite said.
func (e *NotWritableError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *NotWritableError) Advice() connector.Advice {
	folder := filepath.Dir(e.Path)
	if errors.Is(e.Err, fs.ErrNotExist) {
		return connector.Advice{
			Message: fmt.Sprintf("The folder %s does not exist.", folder),
			Action:  "Create the folder, or use another data directory.",
		}
	}
	return connector.Advice{
		Message:   fmt.Sprintf("The file %s cannot be written.", e.Path),
		Action:    fmt.Sprintf("Run Inventory Beacon as the account that the folder %s belongs to, or give your account permission to write it and the files in it.", folder),
		Reference: e.Err.Error(),
	}
}

// InUseError means that another process has kept the file locked for too long.
type InUseError struct {
	Path string
	Err  error
}

func (e *InUseError) Error() string { return fmt.Sprintf("%s is in use: %v", e.Path, e.Err) }

// Unwrap returns what SQLite said.
func (e *InUseError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *InUseError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("Another program has been writing the file %s for more than %d seconds.", e.Path, int(busyTimeout.Seconds())),
		Action:  "Try again; if it happens again, close other programs that have the file open, such as a backup or a database viewer.",
	}
}
