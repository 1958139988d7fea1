package workspace

import (
	"context"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// change edits a connection beside its dialog: the edit waits for Save or, on the
// console, is written at once. The fields are not judged, so that also a
// connection with problems can be changed.
func (w *Workspace) change(ctx context.Context, id string, edit func(*connector.Connection)) error {
	w.editing.Lock()
	defer w.editing.Unlock()
	entry, found := w.Entry(id)
	if !found || entry.Edit == EditDeleted {
		return &store.NotFoundError{What: "connection", Key: id}
	}
	c := entry.Connection
	edit(&c)
	draft := store.Draft{ConnectionID: id, Kind: store.DraftPut, Connection: c, Secrets: entry.Waiting, Changed: w.now()}
	if w.noDrafts {
		return w.apply(ctx, []store.Draft{draft}, nil)
	}
	if saved, known := w.savedConnection(id); known {
		if entry.Waiting.Empty() && SameConnection(saved, c) {
			return w.dropDrafts(ctx, []string{id}, nil)
		}
		draft.Base = &saved
	}
	return w.putDraft(ctx, draft)
}

func (w *Workspace) savedConnection(id string) (connector.Connection, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, known := w.saved[id]
	return c, known
}

// SetDisabled disables or enables a connection: an edit that waits for Save or,
// on the console, is written at once.
func (w *Workspace) SetDisabled(ctx context.Context, id string, disabled bool) error {
	return w.change(ctx, id, func(c *connector.Connection) { c.Disabled = disabled })
}
