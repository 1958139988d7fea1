package task

import (
	"context"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/imports"
	"inventorybeacon/connector"
)

type cancelCommand struct {
	ID   string        `arg:"" help:"Task number, or the name of a connection: its last task." placeholder:"ID|NAME"`
	Wait time.Duration `help:"Wait so long for its end, ${default} when not set; 0s does not." default:"1m" placeholder:"DURATION"`
}

// Run cancels an import, also one of the window, of serve or of the service.
func (cmd cancelCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	task, err := findTask(ctx, c, beacon, cmd.ID)
	if err != nil {
		return err
	}
	if err := beacon.CancelImport(ctx, task.ID); err != nil {
		return err
	}
	if cmd.Wait > 0 {
		if task, err = awaitEnd(ctx, beacon, task, cmd.Wait); err != nil {
			return err
		}
	}
	switch task.Status {
	case app.StatusCancelled:
		c.Note("Cancelled the import of %s (task %d); the inventory is as it was before.", task.ConnectionName, task.ID)
	case app.StatusInterrupted:
		c.Note("The process that imported through %s is gone; task %d is interrupted, and the next import goes on from the last page it had stored.",
			task.ConnectionName, task.ID)
	case app.StatusRunning:
		c.Note("Asked the process that imports through %s to cancel task %d.", task.ConnectionName, task.ID)
	default:
		c.Note("The import of %s (task %d) had ended before it could be cancelled: %s.", task.ConnectionName, task.ID, task.Status)
	}
	if c.JSON {
		return c.PrintJSON(newRow(task))
	}
	return nil
}

// awaitEnd waits until a cancelled task has ended.
func awaitEnd(ctx context.Context, beacon *app.Beacon, task app.Task, limit time.Duration) (app.Task, error) {
	limited, cancel := context.WithTimeoutCause(ctx, limit, connector.NewError(connector.Message{
		ID: "console.not-cancelled", Data: connector.Data{"Name": task.ConnectionName, "Number": console.Number(task.ID), "Task": taskWord(task)},
	}, nil))
	defer cancel()
	task, err := beacon.FollowTask(limited, task.ID, func(imports.Followed) {})
	if err != nil && limited.Err() != nil { // whatever was being read when the time was up says only that
		err = context.Cause(limited)
	}
	return task, err
}
