package sqlite

import (
	"fmt"
	"path/filepath"

	"inventorybeacon/connector"
)

// leastNeed is what is asked for when it is not known how much the work takes:
// enough for any change but an import.
const leastNeed connector.Size = 16 << 20

// DiskFullError means that there is no space left for the file to grow.
type DiskFullError struct {
	Path string
	// Free is what is left on the disk; negative when that could not be told.
	Free connector.Size
	// Need is about what the work takes; zero when that is not known.
	Need connector.Size
	Err  error
}

func diskFull(path string, err error) error {
	full := &DiskFullError{Path: path, Err: err}
	full.Measure()
	return full
}

// Measure looks how much is left on the disk now.
func (e *DiskFullError) Measure() { e.Free = freeSpace(filepath.Dir(e.Path)) }

func (e *DiskFullError) Error() string {
	return fmt.Sprintf("no space left to write %s: %v", e.Path, e.Err)
}

// Unwrap returns what SQLite or the operating system said.
func (e *DiskFullError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *DiskFullError) Message() connector.Message {
	missing := max(e.Need, leastNeed) - max(e.Free, 0)
	switch {
	case missing <= 0:
		return connector.Message{
			ID: "sqlite.limit", Data: connector.Data{"Path": e.Path, "Free": e.Free}, Reference: e.Err.Error(),
		}
	case e.Free < 0:
		return connector.Message{ID: "sqlite.disk-full.unknown", Data: connector.Data{"Path": e.Path, "Missing": missing}}
	default:
		return connector.Message{ID: "sqlite.disk-full", Data: connector.Data{"Path": e.Path, "Free": e.Free, "Missing": missing}}
	}
}

// FreeSpace is what this account may still write to the disk of a folder; negative
// when that cannot be told.
func FreeSpace(folder string) connector.Size { return freeSpace(folder) }

// ReadOnlyDiskError means that the file system of the file, or of the folder, can only be read.
type ReadOnlyDiskError struct {
	Path string
	Err  error
}

func (e *ReadOnlyDiskError) Error() string {
	return fmt.Sprintf("the file system of %s is read-only: %v", e.Path, e.Err)
}

// Unwrap returns what SQLite or the operating system said.
func (e *ReadOnlyDiskError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *ReadOnlyDiskError) Message() connector.Message {
	return connector.Message{ID: "sqlite.read-only-disk", Data: connector.Data{"Path": e.Path}, Reference: e.Err.Error()}
}
