package command

import (
	"context"
	"strings"
	"sync"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/service"
	"inventorybeacon/connector"
)

type serveCommand struct {
	AsService bool `help:"Say that a service of the system has started it." hidden:""`
}

// Run runs the schedules until it is interrupted.
func (cmd serveCommand) Run(ctx context.Context, c *console) error {
	return service.Run(ctx, func(ctx context.Context) error { return cmd.serve(ctx, c) })
}

// servedEvent is what serve --json prints a line of.
type servedEvent struct {
	app.SchedulerEvent
	Import *importResult `json:"import,omitempty"`
}

func (cmd serveCommand) serve(ctx context.Context, c *console) error {
	dir, err := app.DataDirPlace(c.data)
	if err != nil {
		return err
	}
	role := app.RoleServe
	if cmd.AsService {
		role = app.RoleService
	}
	teller := &teller{console: c}
	beacon, closeAll, err := openDir(ctx, dir, opening{serve: role, tell: teller.tell, level: c.level})
	if err != nil {
		return err
	}
	c.tellNotices(beacon)
	c.note("Running the schedules of %s until Ctrl+C: %s.", dir, connector.CountOf(len(beacon.Schedules()), "schedule"))
	if _, err := beacon.KeyPlace(ctx); err != nil && ctx.Err() == nil {
		// Schedules go on: each import says it too, and another key may come.
		advice := app.Explain(err)
		c.note("%s %s", advice.Message, advice.Action)
	}
	<-ctx.Done()
	c.note("Ending%s.", interrupting(beacon.Running()))
	closeAll()
	c.note("Ended.")
	return nil
}

// interrupting says what an end cuts short.
func interrupting(running []app.Execution) string {
	if len(running) == 0 {
		return ""
	}
	var names []string
	for _, e := range running {
		names = append(names, e.Task.ConnectionName)
	}
	return "; interrupting the import of " + strings.Join(names, ", ") + ", which goes on with the next start"
}

// teller writes what the scheduler tells.
type teller struct {
	*console
	mu sync.Mutex
}

func (t *teller) tell(e app.SchedulerEvent) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.noteEvent(e)
	if !t.json {
		return
	}
	event := servedEvent{SchedulerEvent: e}
	if e.Task.ID != 0 {
		result := resultOf(e.Task)
		event.Import = &result
	}
	_ = jsonTo(t.Out).Encode(event) // who reads may be gone; the schedules go on
}

// noteEvent writes what the scheduler tells to standard error.
func (c *console) noteEvent(e app.SchedulerEvent) {
	text := e.Text
	if e.Schedule != "" {
		text = e.Schedule + ": " + text
	}
	line := e.At.Local().Format(time.DateTime) + " " + text
	if e.Task.Status == app.StatusFailed || e.Task.Status == app.StatusHeldBack {
		c.complain("%s", line)
		return
	}
	c.note("%s", line)
}
