// Package lock holds the locks of a data directory, each a file in its folder
// [Folder]. A lock is the operating system's, so it ends with its process, however
// that ends; the files stay.
package lock

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"inventorybeacon/store/sqlite"
)

// Folder holds the lock files in the data directory.
const Folder = "locks"

const (
	storeFile     = "beacon.lock"
	schedulerFile = "scheduler.lock"
)

// Connection keeps every other import of a connection from running, in this
// process and in others, until release is called or the process ends. The error
// may be a [BusyError].
func Connection(dir, connectionID string) (release func(), err error) {
	if connectionID != filepath.Base(connectionID) { // as no empty one is
		return nil, fmt.Errorf("%q is no connection id", connectionID)
	}
	return acquire(dir, connectionID+".lock", "", func(held holder) error {
		return &BusyError{ConnectionID: connectionID, PID: held.pid}
	})
}

// ConnectionHeld reports whether an import of the connection is running, in this
// process or another.
func ConnectionHeld(dir, connectionID string) bool {
	release, err := Connection(dir, connectionID)
	if err == nil {
		release()
	}
	var busy *BusyError
	return errors.As(err, &busy)
}

// Window keeps a second window from opening for the same data directory.
// The error may be a [SecondInstanceError].
func Window(dir string) (release func(), err error) {
	return acquire(dir, windowFile, "", func(held holder) error { return &SecondInstanceError{Dir: dir, PID: held.pid} })
}

// Scheduler keeps the schedules of a data directory from being run twice. role
// is one word that says what this process is. The error may be a
// [SchedulerBusyError].
func Scheduler(dir, role string) (release func(), err error) {
	return acquire(dir, schedulerFile, role, func(held holder) error { return &SchedulerBusyError{PID: held.pid, Role: held.role} })
}

// SchedulerHolder returns who runs the schedules of a data directory; nil when
// nobody does.
func SchedulerHolder(dir string) *SchedulerBusyError {
	path := filepath.Join(dir, Folder, schedulerFile)
	// A look makes no file, and waits for nobody at what is none.
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	file := flock.New(path)
	acquired, err := file.TryLock()
	if acquired {
		_ = file.Unlock()
	}
	if acquired || err != nil {
		return nil
	}
	held := readHolder(path)
	return &SchedulerBusyError{PID: held.pid, Role: held.role}
}

// Backup keeps other processes from making a backup in a data directory until
// release is called. The error may be a [BackupBusyError].
func Backup(dir string) (release func(), err error) {
	return acquire(dir, "backup.lock", "", func(holder) error { return &BackupBusyError{} })
}

// Configuration keeps other processes from applying a configuration to a data directory
// until release is called. The error may be a [ConfigurationBusyError].
func Configuration(dir string) (release func(), err error) {
	return acquire(dir, "configuration.lock", "", func(held holder) error { return &ConfigurationBusyError{PID: held.pid} })
}

// Central keeps other processes from publishing a data directory into the central database until
// release is called. The error may be a [CentralBusyError].
func Central(dir string) (release func(), err error) {
	return acquire(dir, "central.lock", "", func(held holder) error { return &CentralBusyError{PID: held.pid} })
}

// CentralCopy keeps other processes from refreshing the copy of the central database in a data directory until release is
// called. The error may be a [CentralCopyBusyError].
func CentralCopy(dir string) (release func(), err error) {
	return acquire(dir, "central-copy.lock", "", func(held holder) error { return &CentralCopyBusyError{PID: held.pid} })
}

// Store keeps everybody from opening the connections of a data directory until
// release is called. The error may be an [OpenElsewhereError].
func Store(dir string) (release func(), err error) {
	return tryStore(dir, (*flock.Flock).TryLock)
}

// ShareStore says, until release is called, that the connections of a data
// directory are open. Any number of processes may. The error may be an
// [OpenElsewhereError].
func ShareStore(dir string) (release func(), err error) {
	return tryStore(dir, (*flock.Flock).TryRLock)
}

// tryStore writes nothing into the file: it works on a full disk, too.
func tryStore(dir string, try func(*flock.Flock) (bool, error)) (release func(), err error) {
	file, err := open(dir, storeFile)
	if err != nil {
		return nil, err
	}
	locked, err := try(file)
	switch {
	case err != nil:
		return nil, sqlite.CannotWrite(file.Path(), err)
	case !locked:
		return nil, &OpenElsewhereError{Dir: dir}
	}
	return func() { _ = file.Unlock() }, nil
}

// LogFile is the path of the lock file of whoever renames the log.
func LogFile(dir string) string { return filepath.Join(dir, Folder, "log.lock") }

// ProgressFile is where the process that imports through a connection tells others
// how far it is. It stands beside the lock and is no part of beacon.db: it changes
// all the time, and nothing is lost with it.
func ProgressFile(dir, connectionID string) string {
	return filepath.Join(dir, Folder, connectionID+".progress")
}
