package scheduler

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// betweenTries is how long the scheduler waits for a connection whose token is
// just being kept alive.
const betweenTries = time.Second

// RunningError is a run that was refused, because the schedule runs.
type RunningError struct{ Name string }

func (e *RunningError) Error() string { return fmt.Sprintf("schedule %q is running", e.Name) }

// Message implements [connector.Explained].
func (e *RunningError) Message() connector.Message {
	return connector.Message{ID: "scheduler.running", Data: connector.Data{"Name": e.Name}}
}

// Import is what became of a connection in a run.
type Import struct {
	Connection string
	// Task is the import; its ID is zero when none was made.
	Task store.Task
	// Err is why it did not succeed, or why none was made.
	Err error
}

// StartSchedule imports through every connection of a saved schedule now, one
// after another, without waiting for it. The error may be a [RunningError].
func (s *Scheduler) StartSchedule(ctx context.Context, id string, trigger store.Trigger) error {
	run, err := s.enterByHand(ctx, id, trigger)
	if err != nil {
		return err
	}
	// It outlives the click: its owner is the scheduler, whose end cancels it.
	go func() {
		defer s.LookNow()
		run(s.life)
	}()
	return nil
}

// RunSchedule imports through every connection of a saved schedule now, one after
// another, and returns what became of each. The error may be a [RunningError].
func (s *Scheduler) RunSchedule(ctx context.Context, id string, trigger store.Trigger) ([]Import, error) {
	run, err := s.enterByHand(ctx, id, trigger)
	if err != nil {
		return nil, err
	}
	return run(ctx), nil
}

// enterByHand makes a saved schedule run; run, which must be called, imports through
// all of its connections and ends that.
func (s *Scheduler) enterByHand(ctx context.Context, id string, trigger store.Trigger) (run func(context.Context) []Import, err error) {
	planned, err := s.store.Schedules(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the schedules: %w", err)
	}
	i := slices.IndexFunc(planned, func(p schedule.Planned) bool { return p.ID == id })
	if i < 0 {
		return nil, &store.NotFoundError{What: "schedule", Key: id}
	}
	connections, err := s.store.Connections(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the connections: %w", err)
	}
	var due []store.DueImport
	for _, c := range connections {
		if c.ScheduleID == id {
			due = append(due, store.DueImport{ScheduleID: id, ConnectionID: c.ID, ConnectionName: c.Name, Disabled: c.Disabled})
		}
	}
	end, err := s.enter(planned[i].Schedule, trigger)
	return func(ctx context.Context) []Import {
		defer end()
		return s.importEach(ctx, planned[i].Schedule, due, trigger)
	}, err
}

func (s *Scheduler) importEach(ctx context.Context, one schedule.Schedule, due []store.DueImport, trigger store.Trigger) []Import {
	s.say(Event{Event: EventRunBegins, Schedule: one.Name}, connector.Message{ID: "scheduler.by-hand"})
	results := []Import{}
	for _, d := range due {
		task, err := s.importDue(ctx, one, d, trigger)
		results = append(results, Import{Connection: d.ConnectionName, Task: task, Err: err})
		if ctx.Err() != nil {
			return results
		}
	}
	s.say(Event{Event: EventRunEnded, Schedule: one.Name}, connector.Message{ID: "scheduler.ended"})
	return results
}

// run does what is recorded of a run that has begun, beside everything else.
func (s *Scheduler) run(ctx context.Context, one schedule.Schedule, trigger store.Trigger, begins connector.Message) {
	end, err := s.enter(one, trigger)
	if err != nil { // it has been started by hand this very moment
		s.mu.Lock()
		s.left[one.ID] = true
		s.mu.Unlock()
		return
	}
	s.say(Event{Event: EventRunBegins, Schedule: one.Name}, begins)
	go func() {
		defer s.LookNow() // for a run that has come due meanwhile
		defer end()
		if err := s.importDueOnes(ctx, one, trigger); err != nil && ctx.Err() == nil {
			s.complaints.Complain(ctx, "running the schedule "+one.Name, err)
			s.mu.Lock()
			s.left[one.ID] = true // to be tried again with the next look
			s.mu.Unlock()
			return
		}
		if ctx.Err() == nil {
			s.say(Event{Event: EventRunEnded, Schedule: one.Name}, connector.Message{ID: "scheduler.ended"})
		}
	}()
}

// importDueOnes asks after each import for the next one: a connection that leaves
// the schedule, and a schedule that is deleted, have effect at once.
func (s *Scheduler) importDueOnes(ctx context.Context, one schedule.Schedule, trigger store.Trigger) error {
	for {
		due, found, err := s.store.NextDueImport(ctx, one.ID)
		if err != nil {
			return err
		}
		if !found {
			return s.store.EndRun(ctx, one.ID)
		}
		// How it ended stands in its task.
		_, _ = s.importDue(ctx, one, due, trigger)
		if ctx.Err() != nil {
			return ctx.Err() // the next start goes on with it
		}
		if err := s.store.EndDueImport(ctx, due); err != nil {
			return err
		}
	}
}

// importDue imports through one connection when it is its turn.
func (s *Scheduler) importDue(ctx context.Context, one schedule.Schedule, due store.DueImport, trigger store.Trigger) (store.Task, error) {
	passedOver := Event{Event: EventPassedOver, Schedule: one.Name, Connection: due.ConnectionName}
	if due.Disabled {
		err := &imports.DisabledError{Name: due.ConnectionName}
		s.say(passedOver, connector.Message{ID: "scheduler.disabled", Data: connector.Data{"Name": due.ConnectionName}})
		return store.Task{}, err
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return store.Task{}, ctx.Err()
	}
	s.showConnection(one.ID, due.ConnectionName)
	defer s.showConnection(one.ID, "")
	task, err := s.importWhenFree(ctx, due.ConnectionID, trigger)
	var busy *lock.BusyError
	var disabled *imports.DisabledError
	var gone *store.NotFoundError
	switch {
	case ctx.Err() != nil && task.ID == 0:
		return task, ctx.Err()
	case errors.As(err, &busy), errors.As(err, &disabled), errors.As(err, &gone):
		s.say(passedOver, connector.Message{ID: "scheduler.passed-over", Data: connector.Data{
			"Name": due.ConnectionName, "Reason": message.Of(err),
		}})
		return task, err
	case task.ID == 0:
		// Nobody is there to read why: it has to stand among the tasks.
		var recording error
		if task, recording = s.refuse(ctx, due.ConnectionID, trigger, err); recording != nil {
			s.log.Error("recording the task", "connection", due.ConnectionName, "error", recording)
		}
	}
	s.say(Event{Event: EventImport, Schedule: one.Name, Connection: due.ConnectionName, Task: task},
		connector.Message{ID: "scheduler.import", Data: connector.Data{
			"Name": due.ConnectionName, "Status": message.L(string(task.Status)), "Closing": imports.ClosingLine(task),
		}})
	return task, err
}

// importWhenFree waits while something else than an import has the connection,
// such as the keeping alive of its token.
func (s *Scheduler) importWhenFree(ctx context.Context, id string, trigger store.Trigger) (store.Task, error) {
	for {
		task, err := s.execute(ctx, id, trigger)
		var busy *lock.BusyError
		if !errors.As(err, &busy) || task.ID != 0 {
			return task, err
		}
		last, failure := s.store.Tasks(ctx, store.TaskQuery{ConnectionID: id, Limit: 1})
		if failure != nil || len(last) > 0 && last[0].Status == store.StatusRunning {
			return task, errors.Join(err, failure)
		}
		select {
		case <-time.After(betweenTries):
		case <-ctx.Done():
			return task, ctx.Err()
		}
	}
}

// enter makes a schedule run until end is called, unless it does already.
func (s *Scheduler) enter(one schedule.Schedule, trigger store.Trigger) (end func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, imports.ErrExit
	}
	if _, runs := s.runs[one.ID]; runs {
		return nil, &RunningError{Name: one.Name}
	}
	s.runs[one.ID] = &Run{ScheduleID: one.ID, Schedule: one.Name, Trigger: trigger, Began: s.now()}
	s.work.Add(1) // here, where it cannot come after the close
	return func() {
		s.mu.Lock()
		delete(s.runs, one.ID)
		s.mu.Unlock()
		s.work.Done()
	}, nil
}

func (s *Scheduler) isRunning(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, runs := s.runs[id]
	return runs
}

func (s *Scheduler) showConnection(id, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if run, runs := s.runs[id]; runs {
		run.Connection = name
	}
}
