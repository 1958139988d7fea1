package service

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/windows/svc/eventlog"
)

// Events writes into the event log Application.
type Events struct{ log *eventlog.Log }

// OpenEvents opens the event log; of what is no service nothing is written. What cannot
// be opened keeps nobody from work.
func OpenEvents(asService bool) Events {
	if !asService {
		return Events{}
	}
	log, err := eventlog.Open(name)
	if err != nil {
		return Events{}
	}
	return Events{log: log}
}

// Write writes an event. One that is not written must not stop an import.
func (e Events) Write(id EventID, text string) {
	if e.log == nil {
		return
	}
	write := e.log.Info
	switch id {
	case EventFailed, EventImportFailed, EventPublishFailed:
		write = e.log.Error
	case EventHeldBack, EventExpires:
		write = e.log.Warning
	}
	_ = write(uint32(id), text)
}

// Close closes the log.
func (e Events) Close() {
	if e.log != nil {
		_ = e.log.Close()
	}
}

// registerEvents has the event log show texts of the service as they are. One that was
// removed by hand has left the entry.
func registerEvents() error {
	if err := unregisterEvents(); err != nil {
		return err
	}
	return eventlog.InstallAsEventCreate(name, eventlog.Info|eventlog.Warning|eventlog.Error)
}

func unregisterEvents() error {
	if err := eventlog.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
