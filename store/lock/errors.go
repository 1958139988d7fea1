package lock

import (
	"fmt"

	"inventorybeacon/connector"
)

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
		Action:  "Wait until it has ended, or cancel it, in the window or with task cancel.",
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

// OpenElsewhereError means that the connections cannot be replaced, because they
// are open.
type OpenElsewhereError struct{ Dir string }

func (e *OpenElsewhereError) Error() string {
	return fmt.Sprintf("beacon.db in %s is open", e.Dir)
}

// Advice implements [connector.Advised].
func (e *OpenElsewhereError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("Inventory Beacon is running with the data directory %s, so its connections cannot be replaced.", e.Dir),
		Action:  "Close its window, end what runs on the console or as a service, and try again.",
	}
}

// BackupBusyError means that another process is making a backup.
type BackupBusyError struct{}

func (*BackupBusyError) Error() string { return "another process is making a backup" }

// Advice implements [connector.Advised].
func (*BackupBusyError) Advice() connector.Advice {
	return connector.Advice{Message: "Another process is making a backup of the connections.", Action: "Try again in a moment."}
}
