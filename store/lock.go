package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// lockFolder holds the lock files in the data directory. A lock is the operating
// system's, so it ends with its process, however that ends; the files stay.
const lockFolder = "locks"

// BusyError means that another import of the connection is running.
type BusyError struct {
	ConnectionID string
	// PID is the process that runs it; zero when it cannot be told.
	PID int
}

func (e *BusyError) Error() string {
	return fmt.Sprintf("connection %s is locked by process %d", e.ConnectionID, e.PID)
}

// Advice implements [connector.Advised].
func (e *BusyError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("Another import of this connection is running%s.", inProcess(e.PID)),
		Action:  "Wait until it has ended, or cancel it, in the window or with: inventory-beacon task cancel NAME",
	}
}

// SecondInstanceError means that the window is open already for this data
// directory.
type SecondInstanceError struct {
	Dir string
	PID int
}

func (e *SecondInstanceError) Error() string {
	return fmt.Sprintf("the window for %s is open in process %d", e.Dir, e.PID)
}

// Advice implements [connector.Advised].
func (e *SecondInstanceError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("Inventory Beacon is already open with the data directory %s%s.", e.Dir, inProcess(e.PID)),
		Action:  "Use the window that is open, close it first, or choose another data directory with --data.",
	}
}

func inProcess(pid int) string {
	if pid == 0 {
		return ""
	}
	return fmt.Sprintf(", in process %d of this computer", pid)
}

// LockConnection keeps every other import of a connection from running, in this
// process and in others, until release is called or the process ends. The error
// may be a [BusyError].
func LockConnection(dir, connectionID string) (release func(), err error) {
	if connectionID == "" || connectionID != filepath.Base(connectionID) {
		return nil, fmt.Errorf("%q is no connection id", connectionID)
	}
	release, held, err := lock(dir, connectionID+".lock", "")
	if errors.Is(err, errLocked) {
		err = &BusyError{ConnectionID: connectionID, PID: held.pid}
	}
	return release, err
}

// ConnectionLocked says whether an import of the connection is running, in this
// process or another.
func ConnectionLocked(dir, connectionID string) bool {
	release, err := LockConnection(dir, connectionID)
	if err == nil {
		release()
	}
	var busy *BusyError
	return errors.As(err, &busy)
}

// LockInstance keeps a second window from opening for the same data directory.
// The error may be a [SecondInstanceError].
func LockInstance(dir string) (release func(), err error) {
	release, held, err := lock(dir, "window.lock", "")
	if errors.Is(err, errLocked) {
		err = &SecondInstanceError{Dir: dir, PID: held.pid}
	}
	return release, err
}

// OpenElsewhereError means that the connections cannot be replaced, because they
// are open.
type OpenElsewhereError struct{ Dir string }

func (e *OpenElsewhereError) Error() string {
	return fmt.Sprintf("%s in %s is open", FileName, e.Dir)
}

// Advice implements [connector.Advised].
func (e *OpenElsewhereError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("Inventory Beacon is running with the data directory %s, so its connections cannot be replaced.", e.Dir),
		Action:  "Close its window, end what runs on the console or as a service, and try again.",
	}
}

// shareStore says, until release is called, that the connections of a data
// directory are open. Any number of processes may.
func shareStore(dir string) (release func(), err error) {
	file, err := lockFile(dir, "beacon.lock")
	if err != nil {
		return nil, err
	}
	shared, err := file.TryRLock()
	switch {
	case err != nil:
		return nil, sqlite.CannotWrite(file.Path(), err)
	case !shared: // a backup is being restored
		return nil, &OpenElsewhereError{Dir: dir}
	}
	return func() { _ = file.Unlock() }, nil
}

// ownStore keeps everybody from opening the connections of a data directory until
// release is called. The error may be an [OpenElsewhereError].
func ownStore(dir string) (release func(), err error) {
	release, _, err = lock(dir, "beacon.lock", "")
	if errors.Is(err, errLocked) {
		err = &OpenElsewhereError{Dir: dir}
	}
	return release, err
}

// LogLock is the path of the lock file of whoever renames the log.
func LogLock(dir string) string { return filepath.Join(dir, lockFolder, "log.lock") }

var errLocked = errors.New("locked by another process")

// lock returns who holds the lock when it is taken.
func lock(dir, name, role string) (release func(), by holder, err error) {
	file, err := lockFile(dir, name)
	if err != nil {
		return nil, holder{}, err
	}
	path := file.Path()
	taken, err := file.TryLock()
	if err != nil {
		return nil, holder{}, sqlite.CannotWrite(path, err)
	}
	if !taken {
		return nil, readHolder(path), errLocked
	}
	release = func() { _ = file.Unlock() } // closing the file is all it does
	if err := writeHolder(path, role); err != nil {
		release()
		return nil, holder{}, sqlite.CannotWrite(path, err)
	}
	return release, holder{}, nil
}

// holder is the process that holds a lock.
type holder struct {
	pid  int
	role string
}

func lockFile(dir, name string) (*flock.Flock, error) {
	path := filepath.Join(dir, lockFolder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, sqlite.CannotWrite(path, err)
	}
	return flock.New(path, flock.SetPermissions(0o600)), nil
}

// The lock covers the first byte of the file, which other processes cannot read
// on Windows while it is locked. The process id and its role stand after it.
const holderOffset = 1

func writeHolder(path, role string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	// Ten places are wider than any process id and role, so that none of a longer
	// one stays.
	_, err = file.WriteAt(fmt.Appendf(nil, "%-10d\n%-10s\n", os.Getpid(), role), holderOffset)
	return errors.Join(err, file.Close())
}

// readHolder returns the process that wrote itself into the lock file, or none.
func readHolder(path string) holder {
	content := make([]byte, 21)
	file, err := os.Open(path)
	if err != nil {
		return holder{}
	}
	defer func() { _ = file.Close() }()
	n, _ := file.ReadAt(content, holderOffset)
	first, second, _ := strings.Cut(string(content[:n]), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return holder{}
	}
	return holder{pid: pid, role: strings.TrimSpace(second)}
}
