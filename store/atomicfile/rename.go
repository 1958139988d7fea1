package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"inventorybeacon/connector"
)

// HeldError means that another program has a file open in a way that keeps it from being
// replaced, as Windows lets it.
type HeldError struct {
	Path string
	Err  error
}

// Error implements error.
func (e *HeldError) Error() string {
	return "another program has " + e.Path + " open: " + e.Err.Error()
}

// Unwrap returns what the system has said.
func (e *HeldError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *HeldError) Message() connector.Message {
	return connector.Message{ID: "store.held", Data: connector.Data{"Path": e.Path}, Reference: e.Err.Error()}
}

// Rename renames a file, also in the place of another one. Virus scanners, indexers and
// backups hold files of Windows for a moment: it tries for two seconds, as the go command
// does (cmd/internal/robustio). The error may be a [HeldError].
func Rename(from, to string) error { return insist(from, to, os.Rename, heldOpen, pauses) }

// pauses are those between the tries.
var pauses = []time.Duration{
	10 * time.Millisecond, 50 * time.Millisecond, 140 * time.Millisecond, 300 * time.Millisecond, 500 * time.Millisecond, time.Second,
}

// insist renames again while held says of the failure that another program has a file open.
func insist(from, to string, rename func(from, to string) error, held func(path string, err error) bool, pauses []time.Duration) error {
	for try := 0; ; try++ {
		err := rename(from, to)
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			return err
		}
		path := to
		if !held(to, err) {
			if path = from; !held(from, err) {
				return err
			}
		}
		if try == len(pauses) {
			return &HeldError{Path: path, Err: err}
		}
		time.Sleep(pauses[try]) // nothing tells when it is let go
	}
}
