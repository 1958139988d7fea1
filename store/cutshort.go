package store

import (
	"errors"
	"io/fs"
	"os"

	"inventorybeacon/connector"
)

// RestoreCutShortError means that the restore of a backup has begun to rename files and has
// not ended. Whoever opens the data directory next finishes it: what is missing until then
// is not lost.
type RestoreCutShortError struct {
	// Dir is the data directory.
	Dir string
}

// Error implements error.
func (e *RestoreCutShortError) Error() string {
	return "the restore of a backup into " + e.Dir + " was cut short"
}

// Message implements [connector.Explained].
func (e *RestoreCutShortError) Message() connector.Message {
	return connector.Message{ID: "store.restore-cut-short"}
}

// checkRestored returns a [RestoreCutShortError] when there is such a restore. One that has
// only made its copy of history.db has begun nothing.
func checkRestored(dir string) error {
	unfinished, err := unfinishedRestores(dir)
	for _, e := range unfinished {
		if _, missing := os.Stat(e.ready()); !errors.Is(missing, fs.ErrNotExist) {
			return &RestoreCutShortError{Dir: dir}
		}
	}
	return err
}
