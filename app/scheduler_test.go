package app

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
)

// office is a scheduler over a real store whose imports only take their time. It
// lives in a bubble of testing/synctest, where a week passes in a moment.
type office struct {
	*Scheduler
	t     *testing.T
	takes time.Duration

	mu      sync.Mutex
	began   map[string][]time.Time // by connection
	trigger map[string]Trigger     // of the last
	now     map[string]int         // imports that run, by connection
	most    int
	errs    map[string]error
	told    []string
}

// openOffice opens a data directory. begin starts it.
func openOffice(t *testing.T, dir string, role Role) *office {
	t.Helper()
	o := &office{
		t: t, takes: 20 * time.Second, began: map[string][]time.Time{}, trigger: map[string]Trigger{}, now: map[string]int{}, errs: map[string]error{},
	}
	log := slog.New(slog.DiscardHandler)
	st, err := store.Open(context.Background(), dir, store.Options{})
	check(t, err)
	b := &Beacon{dir: dir, store: st, now: time.Now, log: log, Runner: newRunner(dir, nil, st, nil, log, time.Now)}
	b.Runner.ended = func() {}
	o.Scheduler = newScheduler(b, role, func() *time.Location { return time.UTC })
	o.execute = o.imports
	o.OnScheduler(func(e SchedulerEvent) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.told = append(o.told, string(e.Event)+" "+e.Schedule+" "+e.Connection)
	})
	return o
}

func (o *office) closeAll() {
	o.t.Helper()
	o.close()
	check(o.t, o.store.Close())
}

func (o *office) imports(ctx context.Context, id string, trigger Trigger, _ ...ImportOption) (Task, error) {
	o.mu.Lock()
	if err := o.errs[id]; err != nil {
		o.mu.Unlock()
		return Task{}, err
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
	task, err := o.store.CreateTask(ctx, Task{ConnectionID: id, ConnectionName: id, Trigger: trigger, Status: StatusRunning, Started: time.Now()})
	if err != nil {
		return task, err
	}
	task.Status = StatusSucceeded
	select {
	case <-time.After(o.takes):
	case <-ctx.Done():
		task.Status = StatusInterrupted
	}
	task.Ended = time.Now()
	return task, o.store.UpdateTask(context.WithoutCancel(ctx), task)
}

// save stores a schedule with connections of the given names, which are their ids.
func (o *office) save(s Schedule, connections ...string) {
	o.t.Helper()
	var changes []store.Change
	for _, name := range connections {
		changes = append(changes, store.Change{Put: &connector.Connection{ID: name, Name: name, ScheduleID: s.ID, Flow: connector.ClientCredentials}})
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
func everyHour(id string) Schedule {
	return Schedule{ID: id, Name: id, Kind: schedule.Hourly, Time: 10, CatchUp: true}
}

func TestAWeekOfTwoHundredConnectionsOnTenSchedules(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleServe)
		all := []Schedule{
			{Kind: schedule.Minutes, Every: 120},
			{Kind: schedule.Hourly, Time: 10},
			{Kind: schedule.Hourly, Time: 10},
			{Kind: schedule.Daily, Time: 2 * 60},
			{Kind: schedule.Daily, Time: 2*60 + 1},
			{Kind: schedule.Daily, Time: 23*60 + 59},
			{Kind: schedule.Weekly, Days: schedule.DaysOf(time.Monday, time.Thursday)},
			{Kind: schedule.Weekly, Days: schedule.EveryDay},
			{Kind: schedule.Monthly, Day: 3, Time: 12 * 60},
			{Kind: schedule.Monthly, Day: schedule.LastDay, Time: 10 * 60},
		}
		for i := range all {
			all[i].ID, all[i].Name, all[i].CatchUp = fmt.Sprint("schedule ", i), fmt.Sprint("Schedule ", i), true
			var names []string
			for n := range 20 {
				names = append(names, fmt.Sprintf("%d of %d", n, i))
			}
			o.save(all[i], names...)
		}
		begin, end := time.Now(), time.Now().AddDate(0, 0, 7)
		o.start()
		pass(24 * time.Hour)
		before := heap()
		pass(time.Until(end) + time.Hour)
		if grown := heap() - before; grown > 4<<20 {
			t.Errorf("the heap grew by %d KiB in six days", grown>>10)
		}
		o.closeAll()

		for i, one := range all {
			runs := one.Upcoming(begin, time.UTC, 200)
			for n := range 20 {
				id, due := fmt.Sprintf("%d of %d", n, i), 0
				for _, run := range runs {
					if run.After(end) {
						break
					}
					if due >= len(o.began[id]) || o.began[id][due].Before(run) || o.began[id][due].Sub(run) > 20*time.Minute {
						t.Fatalf("%s: run %d of %s is not made: %s", one.Summary(), due, run, o.times(id))
					}
					due++
				}
				if more := o.began[id][due:]; len(more) > 1 || len(more) == 1 && !more[0].After(end) {
					t.Errorf("%s: %d runs are due, %d were made", one.Summary(), due, len(o.began[id]))
				}
			}
		}
		if o.most != mostImports {
			t.Errorf("%d imports at a time, want %d", o.most, mostImports)
		}
	})
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
