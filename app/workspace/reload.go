package workspace

import (
	"context"
	"errors"
	"fmt"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
	"inventorybeacon/store/vault"
)

// contents are what the workspace holds of the store, by the id of the connection
// or schedule.
type contents struct {
	saved     map[string]connector.Connection
	secrets   map[string]store.SecretState
	tasks     map[string]store.Task // the last of each connection
	tenants   map[string]connector.Tenant
	published map[string]time.Time
	kept      []KeptInventory
	drafts    map[string]store.Draft
	schedules map[string]schedule.Planned
	// scheduleDrafts are the edits of schedules that wait for Save.
	scheduleDrafts map[string]store.ScheduleDraft
	sealed         error // why the drafts could not be opened
}

// Load reads the workspace for the first time.
func (w *Workspace) Load(ctx context.Context) error {
	if err := w.Reload(ctx); err != nil {
		return err
	}
	w.recovered = w.Unsaved()
	return nil
}

// Reload reads what is stored again, for what another process has changed.
func (w *Workspace) Reload(ctx context.Context) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	return w.reload(ctx)
}

// reload is called while editing is held.
func (w *Workspace) reload(ctx context.Context) error {
	var read contents
	for _, part := range []struct {
		name string
		read func(context.Context, *contents) error
	}{
		{"connections", w.readConnections},
		{"schedules", w.readSchedules},
		{"drafts", w.readDrafts},
		{"tasks", w.readTasks},
		{"inventory's tenants", w.readTenants},
	} {
		if err := part.read(ctx, &read); err != nil {
			return fmt.Errorf("reading the %s: %w", part.name, err)
		}
	}
	w.mu.Lock()
	w.contents = read
	w.mu.Unlock()
	w.Notify()
	return nil
}

func (w *Workspace) readConnections(ctx context.Context, into *contents) error {
	stored, err := w.store.Connections(ctx)
	if err != nil {
		return err
	}
	into.saved = make(map[string]connector.Connection, len(stored))
	into.secrets = make(map[string]store.SecretState, len(stored))
	for _, c := range stored {
		into.saved[c.ID] = c
		if into.secrets[c.ID], err = w.store.SecretState(ctx, c.ID); err != nil {
			return fmt.Errorf("the dates of secrets: %w", err)
		}
	}
	return nil
}

func (w *Workspace) readSchedules(ctx context.Context, into *contents) error {
	stored, err := w.store.Schedules(ctx)
	into.schedules = make(map[string]schedule.Planned, len(stored))
	for _, s := range stored {
		into.schedules[s.ID] = s
	}
	return err
}

// readDrafts reads the edits of schedules also when those of connections cannot be
// opened, which waits for somebody to ask for [Workspace.SealedDrafts].
func (w *Workspace) readDrafts(ctx context.Context, into *contents) error {
	into.drafts, into.scheduleDrafts = map[string]store.Draft{}, map[string]store.ScheduleDraft{}
	if w.noDrafts {
		return nil
	}
	schedules, err := w.store.ScheduleDrafts(ctx)
	if err != nil {
		return err
	}
	for _, d := range schedules {
		into.scheduleDrafts[d.ScheduleID] = d
	}
	connections, err := w.store.Drafts(ctx)
	for _, d := range connections {
		into.drafts[d.ConnectionID] = d
	}
	var sealed *vault.KeyError
	if errors.As(err, &sealed) {
		into.sealed, err = sealed, nil
	}
	return err
}

func (w *Workspace) readTasks(ctx context.Context, into *contents) (err error) {
	into.tasks, err = w.store.LastTasks(ctx)
	return err
}

func (w *Workspace) readTenants(ctx context.Context, into *contents) error {
	published, err := w.data.Published(ctx)
	if err != nil {
		return err
	}
	into.tenants = make(map[string]connector.Tenant, len(published))
	into.published = make(map[string]time.Time, len(published))
	for _, p := range published {
		into.tenants[p.Connection] = p.Tenant
		into.published[p.Connection] = p.At
	}
	into.kept, err = ReadKept(ctx, w.store, published, into.saved, into.tasks)
	return err
}

// SealedDrafts is why edits of an earlier run that wait for Save could not be
// opened; nil when they could. They are kept as they are.
func (w *Workspace) SealedDrafts() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sealed
}
