package workspace

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// Save writes all edits in one transaction.
func (w *Workspace) Save(ctx context.Context) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	drafts, schedules, err := w.waiting(ctx)
	if err != nil {
		return err
	}
	return w.apply(ctx, slices.Collect(maps.Values(drafts)), slices.Collect(maps.Values(schedules)))
}

// SaveConnection writes a connection at once, without a draft: the console's
// way. It refuses one with problems by a [ProblemsError].
func (w *Workspace) SaveConnection(ctx context.Context, c connector.Connection, changes store.SecretChanges) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	return w.saveConnection(ctx, c, changes)
}

// saveConnection is called while editing is held.
func (w *Workspace) saveConnection(ctx context.Context, c connector.Connection, changes store.SecretChanges) error {
	changes = w.complete(c, changes)
	if problems := w.Validate(c, changes); len(problems) > 0 {
		return &ProblemsError{Problems: problems}
	}
	return w.apply(ctx, []store.Draft{{
		ConnectionID: c.ID, Kind: store.DraftPut, Connection: c, Secrets: changes, Changed: w.now(),
	}}, nil)
}

// SaveEdited is [Workspace.SaveConnection] of an edit that began with before: what another process
// has changed since, and the edit left alone, stays. It refuses what was deleted since by a
// [store.NotFoundError], and a refresh token where what it was signed in for has changed.
func (w *Workspace) SaveEdited(ctx context.Context, before, c connector.Connection, changes store.SecretChanges) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	if err := w.reload(ctx); err != nil {
		return err
	}
	w.mu.Lock()
	stored, known := w.saved[c.ID]
	w.mu.Unlock()
	if !known {
		return &store.NotFoundError{What: "connection", Key: before.Name}
	}
	c = mergedConnection(stored, before, c)
	if changes.RefreshToken != nil && *changes.RefreshToken != "" && !signsInAlike(stored, before) {
		return connector.NewError(connector.Message{ID: "workspace.sign-in-changed", Data: connector.Data{"Name": stored.Name}}, nil)
	}
	return w.saveConnection(ctx, c, changes)
}

// signsInAlike reports whether a refresh token of one connection serves the other.
func signsInAlike(a, b connector.Connection) bool {
	return a.Cloud == b.Cloud && a.Flow == b.Flow && a.ClientID == b.ClientID && a.TokenEndpoint == b.TokenEndpoint &&
		a.AuthorizationEndpoint == b.AuthorizationEndpoint && a.GraphEndpoint == b.GraphEndpoint
}

// DeleteConnection removes a connection at once: the console's way.
func (w *Workspace) DeleteConnection(ctx context.Context, c connector.Connection, keepData bool) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	return w.apply(ctx, []store.Draft{{
		ConnectionID: c.ID, Kind: store.DraftDelete, KeepData: keepData, Connection: c, Changed: w.now(),
	}}, nil)
}

// SaveOne writes the edit of one connection at once, with that of its schedule,
// and leaves all others waiting: the way of Save and Execute.
func (w *Workspace) SaveOne(ctx context.Context, id string) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	drafts, edited, err := w.waiting(ctx)
	if err != nil {
		return err
	}
	draft, waits := drafts[id]
	var schedules []store.ScheduleDraft
	if its := edited[draft.Connection.ScheduleID]; its.Kind == store.DraftPut {
		schedules = append(schedules, its)
	}
	if !waits {
		return nil
	}
	return w.apply(ctx, []store.Draft{draft}, schedules)
}

// waiting are the edits as they are to be saved, with what other processes have stored up to
// now. It is called while editing is held.
func (w *Workspace) waiting(ctx context.Context) (map[string]store.Draft, map[string]store.ScheduleDraft, error) {
	if err := w.reload(ctx); err != nil {
		return nil, nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	drafts, schedules := maps.Clone(w.drafts), maps.Clone(w.scheduleDrafts)
	for id, d := range drafts {
		d.Connection = w.edited(d)
		drafts[id] = d
	}
	for id, d := range schedules {
		d.Schedule = w.editedSchedule(d)
		schedules[id] = d
	}
	return drafts, schedules, nil
}

// Cancel drops all edits.
func (w *Workspace) Cancel(ctx context.Context) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	w.mu.Lock()
	connections := slices.Collect(maps.Keys(w.drafts))
	schedules := slices.Collect(maps.Keys(w.scheduleDrafts))
	w.recovered = 0
	w.mu.Unlock()
	return w.dropDrafts(ctx, connections, schedules)
}

// apply is called while editing is held.
func (w *Workspace) apply(ctx context.Context, drafts []store.Draft, schedules []store.ScheduleDraft) error {
	changes := make([]store.Change, 0, len(drafts))
	for _, d := range drafts {
		changes = append(changes, w.changeOf(d))
	}
	scheduleChanges := make([]store.ScheduleChange, 0, len(schedules))
	for _, d := range schedules {
		scheduleChanges = append(scheduleChanges, w.scheduleChangeOf(d))
	}
	release, err := w.lockDeleted(drafts)
	if err != nil {
		return err
	}
	defer release()
	if err := w.store.Apply(ctx, changes, scheduleChanges...); err != nil {
		return fmt.Errorf("saving: %w", err)
	}
	// The connections are saved, whatever becomes of the inventory: what cannot be
	// removed now is at the next start.
	var failed error
	for _, d := range drafts {
		if d.Kind != store.DraftDelete {
			continue
		}
		if err := w.FinishDeletion(ctx, d.ConnectionID); err != nil {
			failed = errors.Join(failed, unfinishedDeletion(d.Connection.Name, err))
		}
	}
	w.mu.Lock()
	w.recovered = 0
	w.mu.Unlock()
	return errors.Join(failed, w.reload(ctx))
}

// lockDeleted keeps imports from running through connections that are deleted:
// one that ended afterward would leave an inventory that belongs to nothing. The
// error may be a [lock.BusyError].
func (w *Workspace) lockDeleted(drafts []store.Draft) (release func(), err error) {
	var held []func()
	release = func() {
		for _, unlock := range held {
			unlock()
		}
	}
	for _, d := range drafts {
		if d.Kind != store.DraftDelete {
			continue
		}
		unlock, err := lock.Connection(w.dir, d.ConnectionID)
		if err != nil {
			release()
			return nil, fmt.Errorf("deleting %s: %w", d.Connection.Name, err)
		}
		held = append(held, unlock)
	}
	return release, nil
}

func (w *Workspace) changeOf(d store.Draft) store.Change {
	if d.Kind == store.DraftDelete {
		return store.Change{Delete: d.ConnectionID, KeepInventory: d.KeepData}
	}
	return store.Change{Put: &d.Connection, Secrets: d.Secrets, LeaveDraft: w.noDrafts}
}

// putDraft is called while editing is held.
func (w *Workspace) putDraft(ctx context.Context, d store.Draft) error {
	if err := w.store.PutDraft(ctx, d); err != nil {
		return fmt.Errorf("keeping the edit: %w", err)
	}
	w.mu.Lock()
	w.drafts[d.ConnectionID] = d
	w.mu.Unlock()
	w.Notify()
	return nil
}

// dropDrafts drops edits of connections and schedules, all or none. It is called while
// editing is held.
func (w *Workspace) dropDrafts(ctx context.Context, connections, schedules []string) error {
	if err := w.store.DropDrafts(ctx, connections, schedules); err != nil {
		return fmt.Errorf("dropping the edits: %w", err)
	}
	w.mu.Lock()
	for _, id := range connections {
		delete(w.drafts, id)
	}
	for _, id := range schedules {
		delete(w.scheduleDrafts, id)
	}
	w.mu.Unlock()
	w.Notify()
	return nil
}
