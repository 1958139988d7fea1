package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// DataVariable is the environment variable that names the data directory when
// --data does not.
const DataVariable = "INVENTORY_BEACON_DATA"

// DataDir returns the absolute path of the data directory, which is made, for its
// owner alone, when there is none: the value of --data, else of [DataVariable],
// else the platform's place:
//
//	Windows  %ProgramData%\Inventory Beacon as an administrator, else %LocalAppData%\Inventory Beacon
//	macOS    ~/Library/Application Support/Inventory Beacon
//	others   $XDG_DATA_HOME/inventory-beacon, by default ~/.local/share/inventory-beacon
//
// The error may be a [NotWritableError].
func DataDir(flag string) (string, error) {
	own := flag == "" && os.Getenv(DataVariable) == ""
	dir, err := DataDirPlace(flag)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(dir)
	switch {
	case err == nil && !info.IsDir():
		return "", &NotWritableError{Dir: dir, Err: errors.New("it is a file, not a folder")}
	case errors.Is(err, fs.ErrNotExist):
		err = makePrivate(dir)
	case err == nil && own:
		err = checkOwner(dir)
	}
	if err != nil {
		return "", &NotWritableError{Dir: dir, Err: err}
	}
	return dir, nil
}

// CheckWritable returns a [NotWritableError] when this process may not write the
// data directory or the files in it. It changes nothing.
func CheckWritable(dir string) error {
	probe, err := os.CreateTemp(dir, ".writable-*")
	if err != nil {
		return &NotWritableError{Dir: dir, Err: err}
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return &NotWritableError{Dir: dir, Err: err}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return &NotWritableError{Dir: dir, Err: err}
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != filepath.Ext(FileName) {
			continue
		}
		file, err := os.OpenFile(filepath.Join(dir, entry.Name()), os.O_RDWR, 0)
		if err != nil {
			return &NotWritableError{Dir: dir, Err: err}
		}
		_ = file.Close()
	}
	return nil
}

// NotWritableError means that the data directory cannot be written.
type NotWritableError struct {
	Dir string
	Err error
}

func (e *NotWritableError) Error() string {
	return fmt.Sprintf("the data directory %s cannot be written: %v", e.Dir, e.Err)
}

// Unwrap returns what the operating system said.
func (e *NotWritableError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *NotWritableError) Advice() connector.Advice {
	if full := (*sqlite.DiskFullError)(nil); errors.As(sqlite.CannotWrite(e.Dir, e.Err), &full) {
		return full.Advice()
	}
	advice := connector.Advice{
		Message:   fmt.Sprintf("The data directory %s cannot be used; nothing was changed.", e.Dir),
		Action:    "Choose a folder that can be written with --data.",
		Reference: e.Err.Error(),
	}
	if errors.Is(e.Err, fs.ErrPermission) && !Elevated() {
		advice.Message = fmt.Sprintf("Your account has no permission to write the data directory %s; nothing was changed.", e.Dir)
		advice.Action = elevationAdvice + " Or choose a folder of your own with --data."
	}
	return advice
}
