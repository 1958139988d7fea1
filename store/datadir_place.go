package store

import (
	"fmt"
	"os"
	"path/filepath"

	"inventorybeacon/connector"
)

// DataDirPlace returns the absolute path of the data directory, as [DataDir] finds
// it, without making it or looking at it.
func DataDirPlace(flag string) (string, error) {
	dir := flag
	if dir == "" {
		dir = os.Getenv(DataVariable)
	}
	if dir == "" {
		var err error
		if dir, err = platformDir(); err != nil {
			return "", &NoPlaceError{Err: err}
		}
	}
	return filepath.Abs(dir)
}

// NoPlaceError means that the system does not say where the files of this account
// belong, as where HOME is not set, and that no data directory is named.
type NoPlaceError struct{ Err error }

func (e *NoPlaceError) Error() string {
	return fmt.Sprintf("no place for the data directory is known: %v", e.Err)
}

// Unwrap returns what the system lacks.
func (e *NoPlaceError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *NoPlaceError) Advice() connector.Advice {
	return connector.Advice{
		Message:   "There is no place for the data directory, because this account has no home folder here.",
		Action:    "Name a folder with --data or with the environment variable " + DataVariable + ".",
		Reference: e.Err.Error(),
	}
}
