package scheduler

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"inventorybeacon/app/imports"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
)

// office is a scheduler over a real store whose imports only take their time. It
// lives in a bubble of testing/synctest, where a week passes in a moment.
type office struct {
	*Scheduler
	data  *inventory.Inventory
	t     *testing.T
	takes time.Duration

	mu      sync.Mutex
	began   map[string][]time.Time   // by connection
	trigger map[string]store.Trigger // of the last
	now     map[string]int           // imports that run, by connection
	most    int
	errs    map[string]error
	told    []string
	// set is how far the clock of the computer is ahead, and zone its time zone.
	set  time.Duration
	zone *time.Location
}

// clock is what the computer's clock says.
func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return time.Now().Round(0).Add(o.set)
}

func (o *office) setClock(by time.Duration, zone *time.Location) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.set += by
	o.zone = zone
}

func (o *office) place() *time.Location {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.zone
}

// openOffice opens a data directory. begin starts it.
func openOffice(t *testing.T, dir string, role Role) *office {
	t.Helper()
	o := &office{
		t: t, takes: 20 * time.Second, began: map[string][]time.Time{}, trigger: map[string]store.Trigger{}, now: map[string]int{},
		errs: map[string]error{},
		zone: time.UTC,
	}
	log := slog.New(slog.DiscardHandler)
	st, err := store.Open(context.Background(), dir, store.Options{Now: o.clock})
	check(t, err)
	o.data, err = inventory.Open(context.Background(), dir, inventory.Options{Now: o.clock})
	check(t, err)
	runner := imports.New(imports.Options{
		Dir: dir, Store: st, Inventory: o.data, Log: log, Now: o.clock, AfterTask: func(context.Context) error { return nil },
	})
	o.Scheduler = New(Options{Dir: dir, Role: role, Store: st, Runner: runner, Log: log, Now: o.clock, Place: o.place})
	o.execute = o.imports
	o.OnScheduler(func(e Event) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.told = append(o.told, string(e.Event)+" "+e.Schedule+" "+e.Connection)
	})
	return o
}

func (o *office) closeAll() {
	o.t.Helper()
	o.Close()
	check(o.t, o.data.Close())
	check(o.t, o.store.Close())
}

func (o *office) imports(ctx context.Context, id string, trigger store.Trigger, _ ...imports.Option) (store.Task, error) {
	o.mu.Lock()
	if err := o.errs[id]; err != nil {
		o.mu.Unlock()
		return store.Task{}, err
	}
	o.began[id] = append(o.began[id], time.Now())
	o.trigger[id] = trigger
	o.now[id]++
	if o.now[id] > 1 {
		o.t.Errorf("%s is imported twice at a time", id)
	}
	o.most = max(o.most, len(o.now))
	o.mu.Unlock()
	defer func() {
		o.mu.Lock()
		delete(o.now, id)
		o.mu.Unlock()
	}()
	task, err := o.store.CreateTask(ctx,
		store.Task{ConnectionID: id, ConnectionName: id, Trigger: trigger, Status: store.StatusRunning, Started: time.Now()})
	if err != nil {
		return task, err
	}
	task.Status = store.StatusSucceeded
	select {
	case <-time.After(o.takes):
	case <-ctx.Done():
		task.Status = store.StatusInterrupted
	}
	task.Ended = time.Now()
	return task, o.store.UpdateTask(context.WithoutCancel(ctx), task)
}

// save stores a schedule with connections of the given names, which are their ids.
func (o *office) save(s schedule.Schedule, connections ...string) {
	o.t.Helper()
	var changes []store.Change
	for _, name := range connections {
		changes = append(changes,
			store.Change{Put: &connector.Connection{ID: name, Name: name, ScheduleID: s.ID, Flow: connector.ClientCredentials}})
	}
	check(o.t, o.store.Apply(o.t.Context(), changes, store.ScheduleChange{Put: &s}))
}

func (o *office) times(id string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var texts []string
	for _, at := range o.began[id] {
		texts = append(texts, at.UTC().Format("02 15:04:05"))
	}
	return strings.Join(texts, ", ")
}

func (o *office) wantTimes(id, want string) {
	o.t.Helper()
	if got := o.times(id); got != want {
		o.t.Errorf("%s is imported at %s; want %s", id, got, want)
	}
}

func (o *office) wantTold(event EventKind, want int) {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	got := 0
	for _, line := range o.told {
		if strings.HasPrefix(line, string(event)+" ") {
			got++
		}
	}
	if got != want {
		o.t.Errorf("told %d times of %q, want %d: %q", got, event, want, o.told)
	}
}

// pass lets time pass, and what is to happen then happen.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// everyHour is a schedule that runs at ten past.
func everyHour(id string) schedule.Schedule {
	return schedule.Schedule{ID: id, Name: id, Kind: schedule.Hourly, Time: 10, CatchUp: true}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
