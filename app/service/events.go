package service

// EventID numbers what is written into the event log of Windows, by which servers are
// watched. The message file that every Windows has knows numbers up to 1000.
type EventID uint32

// The events. Numbers are never given again.
const (
	EventStarted      EventID = 100 // the schedules are run
	EventEnded        EventID = 101
	EventFailed       EventID = 102 // the service could not begin, and is started again
	EventImportFailed EventID = 200
	EventHeldBack     EventID = 201 // an import waits for a decision
	EventSucceeds     EventID = 202 // an import or a publish, after one that had failed
	// EventPublishFailed says that a tenant cannot be published into the central database.
	EventPublishFailed EventID = 203
	EventExpires       EventID = 300 // a client secret or certificate, soon or already
)
