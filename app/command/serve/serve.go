// Package serve runs schedules without a window, as a process or as a service of the system.
package serve

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/service"
)

// Command is the command inventory-beacon serve.
type Command struct {
	metricsFlags
	AsService bool `help:"Say that a service of the system has started it." hidden:""`
}

// Run runs the schedules until it is interrupted.
func (cmd Command) Run(ctx context.Context, c *console.Console) error {
	return service.Run(ctx, cmd.AsService, func(ctx context.Context, ready func()) error {
		events := service.OpenEvents(cmd.AsService)
		defer events.Close()
		err := cmd.serve(ctx, c, newEventWriter(func(id service.EventID, text string) {
			events.Write(id, text)
			if id == service.EventExpires {
				c.Say("%s", c.Weighed(console.PriorityWarning, text))
			}
		}), ready)
		if err != nil {
			advice := c.Explain(err)
			events.Write(service.EventFailed, advice.Message+"\n\n"+advice.Action)
		}
		return err
	})
}

// servedEvent is what serve --json prints a line of.
type servedEvent struct {
	scheduler.Event
	Import *console.ImportResult `json:"import,omitempty"`
}

func (cmd Command) serve(ctx context.Context, c *console.Console, events *eventWriter, ready func()) error {
	if err := cmd.check(); err != nil {
		return err
	}
	dir, err := app.DataDirPlace(c.DataDir)
	if err != nil {
		return err
	}
	role := scheduler.RoleServe
	if cmd.AsService {
		role = scheduler.RoleService
	}
	teller := &teller{Console: c, events: events}
	beacon, closeAll, err := console.OpenDir(ctx, dir, console.Opening{Serve: role, Tell: teller.tell, Level: c.Level})
	if err != nil {
		return err
	}
	answering, err := cmd.listen(ctx, c, beacon)
	if err != nil {
		closeAll()
		return err
	}
	defer answering()
	c.TellNotices(beacon)
	events.begin(beacon.Entries())
	// Whether it is this process that runs them, or another one, the teller says.
	running := fmt.Sprintf(message.L("Ready to run the schedules of %s until Ctrl+C: %s."), dir,
		message.Count("count.schedules", len(beacon.Schedules())))
	c.Note("%s", running)
	events.write(service.EventStarted, running)
	ready()
	defer beacon.Workspace.OnChange(func() { events.expire(beacon.Entries()) })()
	events.expire(beacon.Entries())
	published := &publishTeller{Console: c, events: events, now: time.Now}
	defer beacon.Central.OnChange(func() {
		if status, err := beacon.Central.Status(ctx); err == nil {
			published.tell(status)
		}
	})()
	if _, err := beacon.KeyPlace(ctx); err != nil && ctx.Err() == nil {
		// Schedules go on: each import says it too, and another key may come.
		advice := c.Explain(err)
		c.Note("%s %s", advice.Message, advice.Action)
	}
	<-ctx.Done()
	noteEnding(c, beacon.Running())
	closeAll()
	c.Note("Ended.")
	events.write(service.EventEnded, message.L("Ended."))
	return nil
}

// noteEnding says what an end cuts short.
func noteEnding(c *console.Console, running []imports.Execution) {
	if len(running) == 0 {
		c.Note("Ending.")
		return
	}
	var names []string
	for _, e := range running {
		names = append(names, e.Task.ConnectionName)
	}
	c.Note("Ending; interrupting the import of %s, which goes on with the next start.", strings.Join(names, ", "))
}

// teller writes what the scheduler tells.
type teller struct {
	*console.Console
	events *eventWriter
	mu     sync.Mutex
}

func (t *teller) tell(e scheduler.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.NoteEvent(e)
	if e.Event == scheduler.EventImport {
		t.events.imported(e)
	}
	if !t.JSON {
		return
	}
	event := servedEvent{Event: e}
	if e.Task.ID != 0 {
		result := console.ResultOf(e.Task)
		event.Import = &result
	}
	_ = console.NewJSONEncoder(t.Out).Encode(event) // who reads may be gone; the schedules go on
}
