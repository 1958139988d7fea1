// Package task has the commands that run imports, and show, follow, cancel and decide about them.
package task

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// Commands are the commands of inventory-beacon task.
type Commands struct {
	List    listCommand    `cmd:"" help:"List tasks, newest first."`
	Show    showCommand    `cmd:"" help:"Show a task with its log."`
	Follow  followCommand  `cmd:"" help:"Show the log and the progress of an import, of any process, until it has ended."`
	Cancel  cancelCommand  `cmd:"" help:"Cancel an import, whichever process runs it."`
	Keep    keepCommand    `cmd:"" help:"Say for how many days tasks are kept, or change it."`
	Publish publishCommand `cmd:"" help:"Publish an import that was held back because it would remove too much."`
	Discard discardCommand `cmd:"" help:"Decide against an import that was held back; the inventory stays as it is."`
}

// Row is a task as JSON.
type Row struct {
	ID         int64      `json:"id"`
	Connection string     `json:"connection"`
	Trigger    string     `json:"trigger"`
	Status     string     `json:"status"`
	Started    time.Time  `json:"started"`
	Ended      *time.Time `json:"ended"`
	Seconds    float64    `json:"seconds"`
	connector.Counts
	Warnings []app.Warning         `json:"warnings"`
	Phases   []connector.PhaseTime `json:"phases"`
	Error    *console.TaskError    `json:"error,omitempty"`
	// Held says what an import that was held back would take away.
	Held *connector.HeldBack `json:"held,omitempty"`
	Log  []app.Line          `json:"log,omitempty"`
}

func newRow(t app.Task) Row {
	row := Row{
		ID: t.ID, Connection: t.ConnectionName, Trigger: string(t.Trigger), Status: string(t.Status),
		Started: t.Started, Ended: console.TimeOrNull(t.Ended), Counts: t.Counts,
		Seconds:  app.Took(t, time.Now()).Round(time.Millisecond).Seconds(),
		Warnings: append([]app.Warning{}, t.Warnings...),
		Phases:   append([]connector.PhaseTime{}, t.Phases...),
		Error:    console.ErrorOf(t),
	}
	if len(t.Held.Losses) > 0 {
		row.Held = &t.Held
	}
	return row
}

type listCommand struct {
	Connection string `help:"Only tasks of this connection." placeholder:"NAME"`
	Limit      int    `help:"At most so many; ${default} when not set, 0 is all." default:"50" placeholder:"N"`
}

func (cmd listCommand) Run(ctx context.Context, c *console.Console) error {
	if err := console.CheckLimit(cmd.Limit); err != nil {
		return err
	}
	beacon, closeAll, err := c.Open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	query := app.TaskQuery{Limit: cmd.Limit}
	if cmd.Connection != "" {
		entry, err := beacon.Named(cmd.Connection)
		if err != nil {
			return err
		}
		query.ConnectionID = entry.Connection.ID
	}
	tasks, err := beacon.Tasks(ctx, query)
	if err != nil {
		return err
	}
	rows := make([]Row, len(tasks))
	for i, t := range tasks {
		rows[i] = newRow(t)
	}
	if c.JSON {
		return c.PrintJSON(rows)
	}
	t := console.NewTable("Task", "Connection", "Started", "Duration", "Trigger", "Status", "Users")
	t.LeaveOut("Trigger", "Duration")
	for _, task := range tasks {
		t.Add(console.Number(task.ID), task.ConnectionName, console.LocalTime(&task.Started),
			message.Duration(app.Took(task, time.Now())),
			message.L(string(task.Trigger)), message.L(string(task.Status)), console.Number(task.Counts.Users.Total))
	}
	return t.Write(c)
}

var levelColors = map[slog.Level]console.Color{slog.LevelWarn: console.Yellow, slog.LevelError: console.Red}

type showCommand struct {
	ID string `arg:"" help:"Task number, or the name of a connection: its last task." placeholder:"ID|NAME"`
}

func (cmd showCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	task, err := findTask(ctx, c, beacon, cmd.ID)
	if err != nil {
		return err
	}
	lines, err := beacon.TaskLines(ctx, task.ID)
	if err != nil {
		return err
	}
	lost, err := beacon.TaskLost(ctx, task.ID, 0, 0)
	if err != nil {
		return err
	}
	task.Held.Records = lost
	row := newRow(task)
	row.Log = lines
	if c.JSON {
		return c.PrintJSON(row)
	}
	c.Printf("Task %d of %s: %s, started %s by %s, took %s\n\n", task.ID, task.ConnectionName, message.L(string(task.Status)),
		console.LocalTime(&task.Started), message.L(string(task.Trigger)), message.Duration(app.Took(task, time.Now())))
	if task.Failure.Message == "" {
		if err := summary(task).Write(c); err != nil {
			return err
		}
		c.Printf("\n")
	}
	for _, line := range lines {
		level := c.OutTTY.Paint(levelColors[line.Level], fmt.Sprintf("%-5s", line.Level))
		c.Printf("%s %s %s\n", line.At.Local().Format(time.TimeOnly), level, line.Text)
	}
	c.HintButtons(task.Failure.Action, task.ConnectionName)
	return writeHeld(c, task)
}
