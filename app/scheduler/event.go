package scheduler

import (
	"log/slog"
	"slices"
	"strconv"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// EventKind says what kind of thing the scheduler tells.
type EventKind string

// The kinds of events.
const (
	EventActive     EventKind = "active"      // it runs the schedules
	EventWaiting    EventKind = "waiting"     // another process does
	EventClock      EventKind = "clock"       // was set, or has stood still
	EventZone       EventKind = "time zone"   // was changed
	EventRunBegins  EventKind = "run begins"  // of a schedule
	EventImport     EventKind = "import"      // has ended
	EventPassedOver EventKind = "passed over" // a run or a connection
	EventRunEnded   EventKind = "run ended"
)

// Event is something that the scheduler tells.
type Event struct {
	At    time.Time `json:"at"`
	Event EventKind `json:"event"`
	// Schedule and Connection are names; empty when it is about none.
	Schedule   string `json:"schedule,omitempty"`
	Connection string `json:"connection,omitempty"`
	// Task is the import that has ended; its ID is zero when there is none.
	Task store.Task `json:"-"`
	// Text says it in sentences.
	Text string `json:"text"`
}

// OnScheduler calls f with everything that the scheduler tells, from any
// goroutine, until stop is called.
func (s *Scheduler) OnScheduler(f func(Event)) (stop func()) { return s.watchers.Add(f) }

func (s *Scheduler) say(e Event, m connector.Message) {
	e.At, e.Text = s.now(), message.Text(m)
	// That an import has failed was logged by the import itself.
	s.log.Log(s.life, slog.LevelInfo, "scheduler: "+m.String(), "event", string(e.Event), "schedule", e.Schedule, "connection", e.Connection)
	for _, f := range s.watchers.All() {
		f(e)
	}
}

// State says who runs the schedules, and what runs here.
type State struct {
	// Active says that this process runs them.
	Active bool
	// Role and PID say who else does; they are empty when nobody does or it cannot
	// be told.
	Role Role
	PID  int
	// Runs are the runs of this process, in the order in which they began.
	Runs []Run
}

// Run is a run of a schedule that has begun.
type Run struct {
	ScheduleID, Schedule string
	Trigger              store.Trigger
	Began                time.Time
	// Connection is what is being imported; empty while it waits for its turn.
	Connection string
}

func (s *Scheduler) state() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := stateOf(s.holder)
	state.Active = s.release != nil
	for _, run := range s.runs {
		state.Runs = append(state.Runs, *run)
	}
	slices.SortFunc(state.Runs, func(a, b Run) int { return a.Began.Compare(b.Began) })
	return state
}

// SchedulerState says who runs the schedules of the data directory, and what runs
// in this process.
func (s *Scheduler) SchedulerState() State {
	state := s.state()
	if s.role != "" {
		return state
	}
	elsewhere := At(s.dir)
	state.Role, state.PID = elsewhere.Role, elsewhere.PID
	return state
}

// At says who runs the schedules of a data directory, which need not be
// open.
func At(dir string) State { return stateOf(lock.SchedulerHolder(dir)) }

// stateOf is the state while another process holds the lock; nil is nobody.
func stateOf(holder *lock.SchedulerBusyError) State {
	if holder == nil {
		return State{}
	}
	return State{Role: Role(holder.Role), PID: holder.PID}
}

// Anywhere reports whether some process runs the schedules.
func (s State) Anywhere() bool { return s.Active || s.Role != "" || s.PID != 0 }

// Message completes "the schedules are run by ...".
func (s State) Message() connector.Message {
	m := connector.Message{ID: "scheduler.nobody"}
	switch s.Role {
	case RoleWindow:
		m.ID = "scheduler.window"
	case RoleServe:
		m.ID = "scheduler.serve"
	case RoleService:
		m.ID = "scheduler.service"
	case "":
		if s.PID != 0 {
			m.ID = "scheduler.program"
		}
	}
	if s.PID == 0 {
		return m
	}
	return connector.Message{ID: "scheduler.in-process", Data: connector.Data{"Who": m, "PID": strconv.Itoa(s.PID)}}
}

// Where is [State.Message] in words.
func (s State) Where() string { return message.Text(s.Message()) }
