package workspace

import (
	"context"
	"errors"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// Discarded returns a task whose import was held back and is not published.
func Discarded(t store.Task, why string) store.Task {
	t.Status = store.StatusDiscarded
	t.Failure = connector.Advice{Message: "The import was held back and is not published; the inventory is as it was before. " + why}
	return t
}

// discardOf decides against what was held back of a connection that is deleted.
func (w *Workspace) discardOf(ctx context.Context, connectionID string) error {
	err := w.data.DropHeldBut(connectionID, nil)
	waiting, failed := w.store.Tasks(ctx, store.TaskQuery{ConnectionID: connectionID, Status: store.StatusHeldBack})
	err = errors.Join(err, failed)
	for _, t := range waiting {
		t = Discarded(t, "Its connection was deleted.")
		err = errors.Join(err, w.store.UpdateTask(ctx, t),
			w.store.AddTaskLines(ctx, t.ID, []store.Line{{At: w.now(), Text: t.Failure.Message}}))
	}
	return err
}
