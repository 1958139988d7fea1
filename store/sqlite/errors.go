package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"inventorybeacon/connector"
	"inventorybeacon/store/atomicfile"
)

// Explain returns err as one of this package's typed errors about the file at
// path when its cause is one that an administrator can mend. Every other error
// is returned as it is.
func Explain(path string, err error) error {
	var fault sqlite3.Error
	if _, explained := connector.MessageOf(err); explained || !errors.As(err, &fault) {
		return err
	}
	folder, free, lacks := lacksTemporary(err, freeSpace(filepath.Dir(path)))
	switch {
	case lacks:
		return temporaryFull(folder, free, err)
	case isTooManyFiles(fault.SystemErrno):
		return tooManyFiles(path, err)
	case fault.Code == sqlite3.ErrFull, isDiskFull(fault.SystemErrno):
		return diskFull(path, err)
	case isReadOnlyDisk(fault.SystemErrno):
		return &ReadOnlyDiskError{Path: path, Err: err}
	case fault.Code == sqlite3.ErrIoErr:
		return connector.NewError(connector.Message{
			ID: "sqlite.disk-fault", Data: connector.Data{"Path": path}, Reference: err.Error(),
		}, err)
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
// [DiskFullError], a [ReadOnlyDiskError] or a [NotWritableError], or says that too many files are
// open.
func CannotWrite(path string, err error) error {
	var errno syscall.Errno
	switch known := errors.As(err, &errno); {
	case known && isDiskFull(errno):
		return diskFull(path, err)
	case known && isReadOnlyDisk(errno):
		return &ReadOnlyDiskError{Path: path, Err: err}
	case known && isTooManyFiles(errno):
		return tooManyFiles(path, err)
	}
	var held *atomicfile.HeldError
	if errors.As(err, &held) {
		return err
	}
	return &NotWritableError{Path: path, Err: err}
}

// tooManyFiles is the error of a file that could not be opened beside those that are.
func tooManyFiles(path string, err error) error {
	return connector.NewError(connector.Message{
		ID: "sqlite.too-many-files", Data: connector.Data{"Path": path}, Reference: err.Error(),
	}, err)
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

// Message implements [connector.Explained].
func (e *NewerFileError) Message() connector.Message {
	return connector.Message{ID: "sqlite.newer-file", Data: connector.Data{
		"Path": e.Path, "Found": strconv.Itoa(e.Found), "Known": strconv.Itoa(e.Known), // without separators
	}}
}

// ForeignFileError means that the file is a SQLite database of something else.
type ForeignFileError struct{ Path string }

func (e *ForeignFileError) Error() string {
	return e.Path + " is a SQLite database of another kind"
}

// Message implements [connector.Explained].
func (e *ForeignFileError) Message() connector.Message {
	return connector.Message{ID: "sqlite.foreign-file", Data: connector.Data{"Path": e.Path}}
}

// DamagedFileError means that the file is not a database, or no longer a whole one.
type DamagedFileError struct {
	Path string
	Err  error
}

func (e *DamagedFileError) Error() string { return fmt.Sprintf("%s is damaged: %v", e.Path, e.Err) }

// Unwrap returns what SQLite found.
func (e *DamagedFileError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *DamagedFileError) Message() connector.Message {
	return connector.Message{ID: "sqlite.damaged-file", Data: connector.Data{"Path": e.Path}, Reference: e.Err.Error()}
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

// Message implements [connector.Explained].
func (e *NotWritableError) Message() connector.Message {
	folder := filepath.Dir(e.Path)
	if errors.Is(e.Err, fs.ErrNotExist) {
		return connector.Message{ID: "sqlite.no-folder", Data: connector.Data{"Folder": folder}}
	}
	return connector.Message{
		ID: "sqlite.not-writable", Data: connector.Data{"Path": e.Path, "Folder": folder}, Reference: e.Err.Error(),
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

// Message implements [connector.Explained].
func (e *InUseError) Message() connector.Message {
	return connector.Message{ID: "sqlite.in-use", Data: connector.Data{"Path": e.Path, "Count": int(busyTimeout.Seconds())}}
}
