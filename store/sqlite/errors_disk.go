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

// Advice implements [connector.Advised].
func (e *DiskFullError) Advice() connector.Advice {
	missing := max(e.Need, leastNeed) - max(e.Free, 0)
	if missing <= 0 {
		return connector.Advice{
			Message:   fmt.Sprintf("The file %s cannot grow although its disk has %s free: the file system, a quota or a limit of this account allows no more. What was stored before is unharmed.", e.Path, e.Free),
			Action:    "Have the limit raised, or use a data directory on another disk, and try again.",
			Reference: e.Err.Error(),
		}
	}
	free := fmt.Sprintf(": %s are free", e.Free)
	if e.Free < 0 {
		free = ""
	}
	return connector.Advice{
		Message: fmt.Sprintf("The disk that holds %s has too little room%s. What was stored before is unharmed.", e.Path, free),
		Action:  fmt.Sprintf("Free about %s on that disk and try again.", missing),
	}
}

// DiskFaultError means that the disk did not read or write what it was told to.
type DiskFaultError struct {
	Path string
	Err  error
}

func (e *DiskFaultError) Error() string {
	return fmt.Sprintf("the disk failed at %s: %v", e.Path, e.Err)
}

// Unwrap returns what SQLite said.
func (e *DiskFaultError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *DiskFaultError) Advice() connector.Advice {
	return connector.Advice{
		Message:   fmt.Sprintf("The disk reports an error while the file %s is read or written.", e.Path),
		Action:    "Check that the disk is connected and healthy, and try again.",
		Reference: e.Err.Error(),
	}
}

// FreeSpace is what this account may still write to the disk of a folder; negative
// when that cannot be told.
func FreeSpace(folder string) connector.Size { return freeSpace(folder) }
