//go:build !windows

package service

// Events writes nothing on these systems, whose services say everything on standard error.
type Events struct{}

// OpenEvents opens no log.
func OpenEvents(bool) Events { return Events{} }

// Write writes nothing.
func (Events) Write(EventID, string) {}

// Close closes nothing.
func (Events) Close() {}
