package task

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

type followCommand struct {
	ID string `arg:"" help:"Task number, or the name of a connection: its last task." placeholder:"ID|NAME"`
}

// Run shows an import of any process until it has ended, as import shows its own.
func (cmd followCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	task, err := findTask(ctx, c, beacon, cmd.ID)
	if err != nil {
		return err
	}
	c.Note("Task %d of %s, started %s by %s.", task.ID, task.ConnectionName, console.LocalTime(&task.Started), message.L(string(task.Trigger)))
	f := newFollower(c)
	started := task
	task, err = beacon.FollowTask(ctx, started.ID, f.tell)
	f.progress.clear()
	if err != nil && ctx.Err() != nil {
		return connector.NewError(connector.Message{
			ID: "console.not-followed", Data: connector.Data{"Number": console.Number(started.ID), "Task": taskWord(started)},
		}, context.Cause(ctx))
	}
	if err != nil {
		return err
	}
	c.Connection = task.ConnectionName
	if task.Status == app.StatusHeldBack {
		c.HeldBack = task
	}
	outcome := imports.Outcome(task)
	switch {
	case c.JSON:
		result := console.ResultOf(task)
		return errors.Join(outcome, f.print(FollowedRow{Import: &result}))
	case outcome != nil:
		return outcome
	default:
		return printSummary(c, task)
	}
}

// taskWord is what names a task most easily in a command: its connection, unless that has
// to be quoted or may be taken for something else. The task has to be the last one of the
// connection, or the one of it that waits for a decision.
func taskWord(t app.Task) string {
	name := t.ConnectionName
	_, notNumber := strconv.ParseInt(name, 10, 64)
	if notNumber == nil || strings.HasPrefix(name, "-") || connector.ShellWord(name) != name {
		return console.Number(t.ID)
	}
	return name
}

// findTask finds a task by its number, or the last one of a connection by its name.
func findTask(ctx context.Context, c *console.Console, beacon *app.Beacon, text string) (app.Task, error) {
	id, notNumber := strconv.ParseInt(text, 10, 64)
	entry, unnamed := beacon.Named(text)
	if notNumber == nil {
		task, err := beacon.Task(ctx, id)
		if err == nil || unnamed != nil {
			return task, err
		}
	}
	if unnamed != nil {
		return app.Task{}, unnamed
	}
	c.Connection = entry.Connection.Name
	tasks, err := beacon.Tasks(ctx, app.TaskQuery{ConnectionID: entry.Connection.ID, Limit: 1})
	switch {
	case err != nil:
		return app.Task{}, err
	case len(tasks) == 0:
		return app.Task{}, console.UsageErrorf("nothing was imported through %q yet", entry.Connection.Name)
	}
	return tasks[0], nil
}

// FollowedRow is a line of task follow --json; one of its fields is set.
type FollowedRow struct {
	Line     *app.Line             `json:"line,omitempty"`
	Progress *progressRow          `json:"progress,omitempty"`
	Import   *console.ImportResult `json:"import,omitempty"`
}

// progressRow is how far a phase has come.
type progressRow struct {
	Phase    string  `json:"phase"`
	Done     int64   `json:"done"`
	Total    int64   `json:"total"` // 0 while it is unknown
	Finished bool    `json:"finished"`
	Rate     float64 `json:"rate"` // records a second lately, 0 while unknown
	Left     float64 `json:"left"` // seconds, 0 while unknown
}

// follower writes what is new of a task: as JSON, or as import does.
type follower struct {
	*console.Console
	progress *progressPrinter
	last     time.Time // when the progress was written as JSON
}

func newFollower(c *console.Console) *follower {
	return &follower{Console: c, progress: &progressPrinter{Console: c}}
}

func (f *follower) tell(t imports.Followed) {
	if !f.JSON {
		f.progress.tell(t.Lines, t.Phases)
		return
	}
	for _, line := range t.Lines {
		_ = f.print(FollowedRow{Line: &line}) // the result says whether it can be written
	}
	if len(t.Phases) == 0 || time.Since(f.last) < betweenProgress {
		return
	}
	f.last = time.Now()
	for _, p := range t.Phases {
		_ = f.print(FollowedRow{Progress: &progressRow{string(p.Phase), p.Done, p.Total, p.Finished, p.Rate, p.Left.Seconds()}})
	}
}

func (f *follower) print(row FollowedRow) error { return console.NewJSONEncoder(f.Out).Encode(row) }
