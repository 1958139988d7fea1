package imports

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"inventorybeacon/app/message"
	"inventorybeacon/store"
)

// Refuse records an import that could not even begin as a task that has failed:
// what nobody was there to read has to stand somewhere.
func (r *Runner) Refuse(ctx context.Context, connectionID string, trigger store.Trigger, why error) (store.Task, error) {
	connection, err := r.store.Connection(ctx, connectionID)
	if err != nil {
		return store.Task{}, fmt.Errorf("reading the connection: %w", err)
	}
	at := r.now()
	task, err := r.store.CreateTask(ctx, store.Task{
		ConnectionID: connectionID, ConnectionName: connection.Name, Trigger: trigger,
		Status: store.StatusFailed, Started: at, Ended: at, Failure: message.Explain(why),
	})
	if err != nil {
		return store.Task{}, fmt.Errorf("recording the task: %w", err)
	}
	r.log.Error("import could not begin", "task", task.ID, "connection", connection.Name, "error", why)
	text := strings.TrimSpace(task.Failure.Message + " " + task.Failure.Action)
	if err := r.store.AddTaskLines(ctx, task.ID, []store.Line{{At: at, Level: slog.LevelError, Text: text}}); err != nil {
		return task, fmt.Errorf("storing the task's log: %w", err)
	}
	r.ended()
	r.notify()
	return task, nil
}
