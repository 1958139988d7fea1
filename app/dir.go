package app

import (
	"os"
	"path/filepath"

	"inventorybeacon/store"
)

// DataDir returns the data directory: flag when it is set, else the environment
// variable INVENTORY_BEACON_DATA, else the system's place.
func DataDir(flag string) (string, error) { return store.DataDir(flag) }

// DataDirPlace is where [DataDir] finds the data directory; it does not make it.
func DataDirPlace(flag string) (string, error) { return store.DataDirPlace(flag) }

// DemoDir returns the demonstration's data directory, which is never that of
// real connections: flag when it is set, else a folder of its own in the
// system's place.
func DemoDir(flag string) (string, error) {
	if flag != "" {
		return flag, nil
	}
	dir, err := store.DataDir("")
	if err != nil {
		return "", err
	}
	return filepath.Join(filepath.Dir(dir), filepath.Base(dir)+"-demo"), nil
}

// PrepareDir makes the data directory, for this account alone, and makes sure
// that it can be written. The error may be a [store.NotWritableError].
func PrepareDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return &store.NotWritableError{Dir: dir, Err: err}
	}
	return store.CheckWritable(dir)
}
