package schedule

import (
	"context"
	"errors"
	"fmt"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

type runCommand struct {
	Name string `arg:"" help:"Schedule name."`
}

// passedOver is what schedule run --json prints of a connection without an import.
type passedOver struct {
	Connection string             `json:"connection"`
	Status     string             `json:"status"`
	Error      *console.TaskError `json:"error"`
}

func (cmd runCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	entry, err := beacon.ScheduleNamed(cmd.Name)
	if err != nil {
		return err
	}
	if len(entry.Connections) == 0 {
		c.Note("Schedule %s has no connections. Give it one with: %s schedule assign CONNECTION %s",
			entry.Schedule.Name, c.Program(), connector.ShellWord(entry.Schedule.Name))
	}
	stop := beacon.OnScheduler(func(e scheduler.Event) { c.NoteEvent(e) })
	results, err := beacon.RunSchedule(ctx, entry.Schedule.ID, app.TriggerConsole)
	stop()
	if err != nil {
		return err
	}
	if c.JSON {
		rows := []any{}
		for _, r := range results {
			rows = append(rows, resultRow(c, r))
		}
		if err := c.PrintJSON(rows); err != nil {
			return err
		}
	}
	return runFailure(entry, results)
}

func resultRow(c *console.Console, r scheduler.Import) any {
	if r.Task.ID != 0 {
		return console.ResultOf(r.Task)
	}
	return passedOver{Connection: r.Connection, Status: "passed over", Error: console.NewTaskError(c.Explain(r.Err), app.FailureOf(r.Err))}
}

// RunError is a run of which not every import has succeeded.
type RunError struct {
	Name        string
	Failed, All int
	// Err is why, when all of them have failed for the same kind of reason.
	Err error
}

func (e *RunError) Error() string {
	return fmt.Sprintf("%d of %d imports of schedule %q did not succeed", e.Failed, e.All, e.Name)
}

// Unwrap returns why, when there is one reason.
func (e *RunError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *RunError) Message() connector.Message {
	return connector.Message{ID: "console.run-failed", Data: connector.Data{"Name": e.Name, "Failed": e.Failed, "All": e.All}}
}

// runFailure is nil when every enabled connection of the schedule was imported.
func runFailure(entry workspace.ScheduleEntry, results []scheduler.Import) error {
	var reasons []error
	succeeded := 0
	for _, r := range results {
		var disabled *imports.DisabledError
		if r.Err == nil || errors.As(r.Err, &disabled) {
			succeeded++
			continue
		}
		reasons = append(reasons, r.Err)
	}
	if all := len(entry.Connections); succeeded < all {
		return &RunError{Name: entry.Schedule.Name, Failed: all - succeeded, All: all, Err: oneReason(reasons)}
	}
	return nil
}

// oneReason is the first reason when all are of the same kind.
func oneReason(reasons []error) error {
	for _, reason := range reasons {
		if app.FailureOf(reason) != app.FailureOf(reasons[0]) {
			return nil
		}
	}
	if len(reasons) == 0 {
		return nil
	}
	return reasons[0]
}
