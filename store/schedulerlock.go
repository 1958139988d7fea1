package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"inventorybeacon/connector"
)

const schedulerLock = "scheduler.lock"

// SchedulerBusyError means that another process runs the schedules.
type SchedulerBusyError struct {
	// Role says what the process is, as it has called itself; empty when it cannot
	// be told.
	Role string
	// PID is the process; zero when it cannot be told.
	PID int
}

func (e *SchedulerBusyError) Error() string {
	return fmt.Sprintf("the schedules are run by process %d (%s)", e.PID, e.Role)
}

// Advice implements [connector.Advised].
func (e *SchedulerBusyError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The schedules of this data directory are run already%s.", inProcess(e.PID)),
		Action:  "Nothing has to be done; another process takes over when that one ends.",
	}
}

// LockScheduler keeps the schedules of a data directory from being run twice. role
// is one word that says what this process is. The error may be a
// [SchedulerBusyError].
func LockScheduler(dir, role string) (release func(), err error) {
	release, held, err := lock(dir, schedulerLock, role)
	if errors.Is(err, errLocked) {
		err = &SchedulerBusyError{PID: held.pid, Role: held.role}
	}
	return release, err
}

// SchedulerHolder returns who runs the schedules of a data directory; nil when
// nobody does.
func SchedulerHolder(dir string) *SchedulerBusyError {
	path := filepath.Join(dir, lockFolder, schedulerLock)
	// A look makes no file, and waits for nobody at what is none.
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	file := flock.New(path)
	taken, err := file.TryLock()
	if taken {
		_ = file.Unlock()
	}
	if taken || err != nil {
		return nil
	}
	held := readHolder(path)
	return &SchedulerBusyError{PID: held.pid, Role: held.role}
}
