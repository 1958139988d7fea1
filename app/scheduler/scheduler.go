// Package scheduler imports at the times of the schedules.
package scheduler

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"inventorybeacon/app/complaints"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/listeners"
	"inventorybeacon/app/message"
	"inventorybeacon/app/rounds"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// betweenLooks is how often the scheduler looks at the clock. It never sleeps
// until a run: a clock that is set and a computer that sleeps would make it late.
const betweenLooks = 5 * time.Second

// mostImports is how many imports the scheduler does at a time.
const mostImports = 4

// betweenHousekeeping is how often old tasks are deleted.
const betweenHousekeeping = 24 * time.Hour

// Role says which kind of process runs the schedules.
type Role string

// The roles.
const (
	RoleWindow  Role = "window"
	RoleServe   Role = "serve"
	RoleService Role = "service"
)

// Scheduler imports at the times of the schedules. Of all processes with the same
// data directory one does, as long as it has the lock.
type Scheduler struct {
	dir   string
	role  Role
	store *store.Store
	// execute is [imports.Runner.Import].
	execute    func(ctx context.Context, connectionID string, trigger store.Trigger, options ...imports.Option) (store.Task, error)
	refuse     func(ctx context.Context, connectionID string, trigger store.Trigger, err error) (store.Task, error)
	settle     func(ctx context.Context) (some bool, err error)
	place      func() *time.Location
	now        func() time.Time
	log        *slog.Logger
	complaints *complaints.Log
	slots      chan struct{}
	wake       chan struct{}
	work       sync.WaitGroup

	life context.Context // ends with the scheduler
	end  context.CancelCauseFunc

	// The goroutine that looks at the clock has these for itself.
	table      schedule.Timetable
	looked     time.Time
	zone       *time.Location
	cleaned    time.Time
	takingOver bool // it has the lock, and has yet to look for what is left

	mu       sync.Mutex
	closed   bool
	release  func() // of the lock; nil while another process has it
	holder   *lock.SchedulerBusyError
	runs     map[string]*Run
	left     map[string]bool // schedules with a run that was cut short
	lastLook time.Time       // by the clock, when it has last looked
	watchers listeners.Set[func(Event)]
}

// Options are what a scheduler works with.
type Options struct {
	Dir string // the data directory
	// Role is how this process calls itself; empty when it runs no schedules.
	Role   Role
	Store  *store.Store
	Runner *imports.Runner
	Log    *slog.Logger
	Now    func() time.Time
	// Place has the clocks that schedules go by.
	Place func() *time.Location
}

// New returns a scheduler that does nothing before [Scheduler.Serve].
func New(o Options) *Scheduler {
	life, end := context.WithCancelCause(context.Background())
	return &Scheduler{
		life: life, end: end,
		dir: o.Dir, role: o.Role, store: o.Store, execute: o.Runner.Import, refuse: o.Runner.Refuse, settle: o.Runner.Settle,
		place: o.Place, now: o.Now, log: o.Log, complaints: complaints.New(o.Log, o.Now),
		slots: make(chan struct{}, mostImports), wake: make(chan struct{}, 1),
		runs: map[string]*Run{}, left: map[string]bool{}, lastLook: o.Now(),
	}
}

// Serve looks at the clock again and again until the scheduler is closed.
func (s *Scheduler) Serve() {
	s.work.Go(func() {
		for range rounds.Every(s.life, betweenLooks, nil, s.wake) {
			s.look(s.life)
		}
	})
}

// Close interrupts what is running and waits for it.
func (s *Scheduler) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.end(imports.ErrExit)
	s.work.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.release != nil {
		s.release()
		s.release = nil
	}
}

// LookNow makes the scheduler look at the clock and the schedules at once.
func (s *Scheduler) LookNow() {
	select {
	case s.wake <- struct{}{}:
	default: // it will anyway
	}
}

// LastLook is when the scheduler has last looked at the clock, which it does every few
// seconds; when it was made, before the first time.
func (s *Scheduler) LastLook() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lastLook
}

func (s *Scheduler) look(ctx context.Context) {
	now := s.now()
	s.mu.Lock()
	s.lastLook = now
	s.mu.Unlock()
	s.checkClock(now)
	place := s.place()
	if s.zone != nil && s.zone != place {
		s.say(Event{Event: EventZone}, connector.Message{ID: "scheduler.zone", Data: connector.Data{"Zone": place.String()}})
	}
	s.zone = place
	// First the lock: what a process that had it has handled is to be seen.
	locked, acquired := s.acquireLock()
	planned, err := s.store.Schedules(ctx)
	if err != nil {
		s.complaints.Complain(ctx, "reading the schedules", err)
		return
	}
	s.table.Set(planned, place)
	due := s.table.Ask(now)
	if !locked {
		return
	}
	if acquired || now.Round(0).Sub(s.cleaned).Abs() >= betweenHousekeeping {
		s.cleaned = now.Round(0)
		s.cleanUp(ctx)
	}
	if s.takingOver = s.takingOver || acquired; s.takingOver {
		s.takingOver = !s.takeOver(ctx)
	}
	s.begin(ctx, due)
	s.resume(ctx, planned)
}

// checkClock says when the clock has not gone as it should.
func (s *Scheduler) checkClock(now time.Time) {
	before := s.looked
	s.looked = now
	if before.IsZero() {
		return
	}
	// ran is by the monotonic clock, which nobody can set.
	passed, ran := now.Round(0).Sub(before.Round(0)), now.Sub(before)
	m := connector.Message{ID: "scheduler.clock-forward", Data: connector.Data{"Time": passed.Round(time.Second)}}
	switch {
	case passed < 0:
		m.ID, m.Data["Time"] = "scheduler.clock-back", max(ran-passed, -passed).Round(time.Second)
	case passed <= schedule.Patience:
		return
	}
	s.say(Event{Event: EventClock}, m)
}

// acquireLock reports whether this process runs the schedules, and whether it has just
// begun to.
func (s *Scheduler) acquireLock() (locked, acquired bool) {
	s.mu.Lock()
	if s.release != nil {
		s.mu.Unlock()
		return true, false
	}
	release, err := lock.Scheduler(s.dir, string(s.role))
	var busy *lock.SchedulerBusyError
	errors.As(err, &busy)
	waits := busy != nil && (s.holder == nil || *s.holder != *busy)
	s.release, s.holder = release, busy
	s.mu.Unlock()
	switch {
	case err == nil:
		s.say(Event{Event: EventActive}, connector.Message{ID: "scheduler.here"})
	case waits:
		s.say(Event{Event: EventWaiting}, connector.Message{ID: "scheduler.elsewhere", Data: connector.Data{
			"Where": stateOf(busy).Message(),
		}})
	case busy == nil:
		s.complaints.Complain(context.Background(), "locking the schedules", err)
	}
	return err == nil, err == nil
}

// takeOver looks for what a process that had the lock before has left.
func (s *Scheduler) takeOver(ctx context.Context) (done bool) {
	var left []store.DueImport
	err := s.store.EndDoneImports(ctx)
	if err == nil {
		left, err = s.store.DueImports(ctx)
	}
	if err != nil {
		s.complaints.Complain(ctx, "looking for runs that were cut short", err)
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range left {
		s.left[d.ScheduleID] = true
	}
	return true
}

// begin begins the runs that are due. One whose schedule still runs stays due.
func (s *Scheduler) begin(ctx context.Context, due []schedule.Due) {
	slices.SortFunc(due, func(a, b schedule.Due) int { return a.At.Compare(b.At) })
	for _, d := range due {
		if s.isRunning(d.Schedule.ID) {
			continue
		}
		trigger := store.TriggerSchedule
		if d.Missed {
			trigger = store.TriggerCatchUp
		}
		if d.Missed && !d.Schedule.CatchUp {
			if err := s.store.PassOver(ctx, d.Schedule.ID, d.At); err != nil {
				s.complaints.Complain(ctx, "passing over a run that was missed", err)
				continue
			}
			s.say(Event{Event: EventPassedOver, Schedule: d.Schedule.Name}, runMessage("scheduler.missed", d))
			continue
		}
		imports, err := s.store.BeginRun(ctx, d.Schedule.ID, d.At)
		if err != nil {
			s.complaints.Complain(ctx, "beginning a run", err)
		}
		if imports == 0 {
			continue
		}
		s.mu.Lock()
		delete(s.left, d.Schedule.ID) // is part of it
		s.mu.Unlock()
		m := runMessage("scheduler.begins", d)
		if d.Missed {
			m.ID = "scheduler.made-up"
		}
		s.run(ctx, d.Schedule, trigger, m)
	}
}

// runMessage says when the run was due, by the clocks that schedules go by.
func runMessage(id string, d schedule.Due) connector.Message {
	return connector.Message{ID: id, Data: connector.Data{"At": message.Moment(d.At)}}
}

// resume goes on with runs that were cut short.
func (s *Scheduler) resume(ctx context.Context, planned []schedule.Planned) {
	s.mu.Lock()
	left := slices.Collect(maps.Keys(s.left))
	s.mu.Unlock()
	for _, id := range left {
		i := slices.IndexFunc(planned, func(p schedule.Planned) bool { return p.ID == id })
		if i >= 0 && s.isRunning(id) {
			continue
		}
		s.mu.Lock()
		delete(s.left, id)
		s.mu.Unlock()
		switch {
		case i < 0: // the schedule was deleted
		case planned[i].CatchUp:
			s.run(ctx, planned[i].Schedule, store.TriggerCatchUp, connector.Message{ID: "scheduler.goes-on"})
		default:
			s.complaints.Complain(ctx, "ending a run that was cut short", s.store.GiveUpRun(ctx, id))
			s.say(Event{Event: EventPassedOver, Schedule: planned[i].Name}, connector.Message{ID: "scheduler.cut-short"})
		}
	}
}

// cleanUp deletes old tasks, and records how those have ended whose process was killed.
func (s *Scheduler) cleanUp(ctx context.Context) {
	_, err := s.settle(ctx)
	s.complaints.Complain(ctx, "recording how imports have ended that were cut short", err)
	days, err := historyDays(ctx, s.store)
	if err == nil {
		_, err = s.store.PruneTasks(ctx, s.now(), days)
	}
	s.complaints.Complain(ctx, "deleting old tasks", err)
}
