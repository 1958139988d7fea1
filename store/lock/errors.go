package lock

import (
	"fmt"
	"strconv"

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

// Message implements [connector.Explained].
func (e *BusyError) Message() connector.Message {
	if e.PID == 0 {
		return connector.Message{ID: "lock.import"}
	}
	return connector.Message{ID: "lock.import.process", Data: connector.Data{"PID": strconv.Itoa(e.PID)}}
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

// Message implements [connector.Explained].
func (e *SecondInstanceError) Message() connector.Message {
	if e.PID == 0 {
		return connector.Message{ID: "lock.window", Data: connector.Data{"Dir": e.Dir}}
	}
	return connector.Message{ID: "lock.window.process", Data: connector.Data{"Dir": e.Dir, "PID": strconv.Itoa(e.PID)}}
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

// Message implements [connector.Explained].
func (e *SchedulerBusyError) Message() connector.Message {
	if e.PID == 0 {
		return connector.Message{ID: "lock.scheduler"}
	}
	return connector.Message{ID: "lock.scheduler.process", Data: connector.Data{"PID": strconv.Itoa(e.PID)}}
}

// OpenElsewhereError means that the connections cannot be replaced, because they
// are open, or cannot be read, because another process reads them where they cannot be written.
type OpenElsewhereError struct {
	Dir     string
	Reading bool
}

func (e *OpenElsewhereError) Error() string {
	return fmt.Sprintf("beacon.db in %s is open", e.Dir)
}

// Message implements [connector.Explained].
func (e *OpenElsewhereError) Message() connector.Message {
	if e.Reading {
		return connector.Message{ID: "lock.open.reading", Data: connector.Data{"Dir": e.Dir}}
	}
	return connector.Message{ID: "lock.open", Data: connector.Data{"Dir": e.Dir}}
}

// BackupBusyError means that another process is making a backup.
type BackupBusyError struct{}

func (*BackupBusyError) Error() string { return "another process is making a backup" }

// Message implements [connector.Explained].
func (*BackupBusyError) Message() connector.Message {
	return connector.Message{ID: "lock.backup"}
}

// ConfigurationBusyError means that another process is applying a configuration.
type ConfigurationBusyError struct{ PID int }

func (e *ConfigurationBusyError) Error() string {
	return fmt.Sprintf("process %d is applying a configuration", e.PID)
}

// Message implements [connector.Explained].
func (*ConfigurationBusyError) Message() connector.Message {
	return connector.Message{ID: "lock.configuration"}
}

// CentralBusyError means that another process publishes into the central database.
type CentralBusyError struct{ PID int }

func (e *CentralBusyError) Error() string {
	return fmt.Sprintf("process %d publishes into the central database", e.PID)
}

// Message implements [connector.Explained].
func (*CentralBusyError) Message() connector.Message {
	return connector.Message{ID: "lock.central"}
}

// CentralCopyBusyError means that another process refreshes the copy of the central database.
type CentralCopyBusyError struct{ PID int }

func (e *CentralCopyBusyError) Error() string {
	return fmt.Sprintf("process %d refreshes the copy of the central database", e.PID)
}

// Message implements [connector.Explained].
func (*CentralCopyBusyError) Message() connector.Message {
	return connector.Message{ID: "lock.central-copy"}
}
