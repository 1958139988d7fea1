package app

import (
	"context"
	"fmt"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// DisabledError is an import that was refused because its connection is disabled.
type DisabledError struct{ Name string }

func (e *DisabledError) Error() string { return fmt.Sprintf("connection %q is disabled", e.Name) }

// Advice implements [connector.Advised].
func (e *DisabledError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The connection %q is disabled, so nothing is imported through it.", e.Name),
		Action:  "Enable the connection, then execute the import again.",
	}
}

// SetDisabled disables or enables a connection: an edit that waits for Save or,
// on the console, is written at once. Its fields are not judged, so that also a
// connection with problems can be disabled.
func (w *Workspace) SetDisabled(ctx context.Context, id string, disabled bool) error {
	entry, found := w.Entry(id)
	if !found || entry.Edit == EditDeleted {
		return &store.NotFoundError{What: "connection", Key: id}
	}
	c := entry.Connection
	c.Disabled = disabled
	draft := store.Draft{ConnectionID: id, Kind: store.DraftPut, Connection: c, Secrets: entry.Waiting, Changed: w.now()}
	if w.noDrafts {
		return w.apply(ctx, []store.Draft{draft})
	}
	if saved, known := w.savedConnection(id); known && entry.Waiting.Empty() && SameConnection(saved, c) {
		return w.dropDrafts(ctx, id)
	}
	return w.putDraft(ctx, draft)
}

func (w *Workspace) savedConnection(id string) (connector.Connection, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, known := w.saved[id]
	return c, known
}
