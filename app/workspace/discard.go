package workspace

import (
	"context"
	"errors"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// Discarded returns a task whose import was held back and is not published.
func Discarded(t store.Task, why connector.Message) store.Task {
	t.Status, t.Failure = store.StatusDiscarded, message.Advice(why)
	return t
}

// discardOf decides against what was held back of a connection that is deleted.
func (w *Workspace) discardOf(ctx context.Context, connectionID string) error {
	err := w.data.DropHeldBut(connectionID, nil)
	waiting, failed := w.store.Tasks(ctx, store.TaskQuery{ConnectionID: connectionID, Status: store.StatusHeldBack})
	err = errors.Join(err, failed)
	for _, t := range waiting {
		t = Discarded(t, connector.Message{ID: "workspace.discarded"})
		err = errors.Join(err, w.store.UpdateTask(ctx, t),
			w.store.AddTaskLines(ctx, t.ID, []store.Line{{At: w.now(), Text: t.Failure.Message}}))
	}
	return err
}
