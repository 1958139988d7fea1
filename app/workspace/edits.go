package workspace

import (
	"context"

	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
)

// Edits are written together.
type Edits struct {
	Connections       []ConnectionEdit
	DeleteConnections []connector.Connection
	// KeepData keeps the inventories of deleted connections.
	KeepData        bool
	Schedules       []schedule.Schedule
	DeleteSchedules []schedule.Schedule
}

// ConnectionEdit is a connection as it shall be.
type ConnectionEdit struct {
	Connection connector.Connection
	Secrets    store.SecretChanges
}

// SaveEdits writes edits at once, all or none, without drafts: the console's way. They were
// validated before. The error may be a [lock.BusyError].
func (w *Workspace) SaveEdits(ctx context.Context, e Edits) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	var connections []store.Draft
	for _, put := range e.Connections {
		connections = append(connections, store.Draft{
			ConnectionID: put.Connection.ID, Kind: store.DraftPut, Connection: put.Connection,
			Secrets: w.complete(put.Connection, put.Secrets), Changed: w.now(),
		})
	}
	for _, c := range e.DeleteConnections {
		connections = append(connections, store.Draft{
			ConnectionID: c.ID, Kind: store.DraftDelete, KeepData: e.KeepData, Connection: c, Changed: w.now(),
		})
	}
	var schedules []store.ScheduleDraft
	for _, s := range e.Schedules {
		schedules = append(schedules, store.ScheduleDraft{ScheduleID: s.ID, Kind: store.DraftPut, Schedule: s, Changed: w.now()})
	}
	for _, s := range e.DeleteSchedules {
		schedules = append(schedules, store.ScheduleDraft{ScheduleID: s.ID, Kind: store.DraftDelete, Schedule: s, Changed: w.now()})
	}
	return w.apply(ctx, connections, schedules)
}

// ProblemsOf are the problems of an edit but secrets that are missing: they may be entered
// later.
func (w *Workspace) ProblemsOf(c connector.Connection, changes store.SecretChanges) (problems []Problem) {
	for _, p := range w.Validate(c, changes) {
		if of := changes.Of(p.Field); of == nil || *of != nil {
			problems = append(problems, p)
		}
	}
	return problems
}

// UnstoredSecrets returns the changes without those that would store what is stored of the
// connection already. The error may be a [vault.KeyError].
func (w *Workspace) UnstoredSecrets(ctx context.Context, e Entry, changes store.SecretChanges) (store.SecretChanges, error) {
	if changes.Empty() || e.Secrets == (store.SecretState{}) {
		return changes, nil
	}
	secrets, err := w.store.Secrets(ctx, e.Connection.ID)
	if err != nil {
		return changes, err
	}
	stored := secrets.Values()
	for i, field := range connector.SecretFields {
		if change := changes.Of(field); *change != nil && **change == *stored[i] {
			*change = nil
		}
	}
	return changes, nil
}
