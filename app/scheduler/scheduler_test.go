package scheduler

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

func TestAWeekOfTwoHundredConnectionsOnTenSchedules(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleServe)
		all := []schedule.Schedule{
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
		o.Serve()
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

func TestOneOfTwoProcessesRunsTheSchedules(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		window := openOffice(t, dir, RoleWindow)
		window.save(everyHour("s"), "c")
		window.Serve()
		pass(time.Minute)
		service := openOffice(t, dir, RoleService)
		service.Serve()
		pass(90 * time.Minute)
		state := service.state()
		if state.Active || state.Role != RoleWindow || state.PID == 0 || !strings.HasPrefix(state.Where(), "the window (process ") {
			t.Errorf("who runs the schedules, as the service sees it: %+v", state)
		}
		if state := window.state(); !state.Active || state.PID != 0 {
			t.Errorf("who runs the schedules, as the window sees it: %+v", state)
		}
		window.wantTimes("c", "01 00:10:00, 01 01:10:00")
		window.closeAll()
		pass(time.Hour)
		service.wantTimes("c", "01 02:10:00")
		if state := service.state(); !state.Active {
			t.Errorf("after the window was closed: %+v", state)
		}
		service.wantTold(EventWaiting, 1)
		service.wantTold(EventActive, 1)
		service.closeAll()
	})
}

func TestARunThatWasMissedIsMadeUpOnceOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleServe)
		never := everyHour("not made up")
		never.CatchUp = false
		o.save(everyHour("made up"), "a")
		o.save(never, "b")
		check(t, errors.Join(o.data.Close(), o.store.Close()))

		pass(5*time.Hour + 30*time.Minute) // while nothing is running
		o = openOffice(t, dir, RoleServe)
		o.Serve()
		pass(time.Hour)
		o.wantTimes("a", "01 05:30:00, 01 06:10:00")
		o.wantTimes("b", "01 06:10:00")
		o.wantTold(EventPassedOver, 1)
		if last, err := o.store.Tasks(t.Context(), store.TaskQuery{ConnectionID: "a"}); err != nil || len(last) != 2 ||
			last[1].Trigger != store.TriggerCatchUp || last[0].Trigger != store.TriggerSchedule {
			t.Errorf("tasks %+v, %v", last, err)
		}
		o.closeAll()
	})
}

func TestARunThatIsCutShortGoesOnWhereItWas(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleServe)
		o.save(everyHour("s"), "1", "2", "3")
		o.Serve()
		pass(10*time.Minute + 30*time.Second)
		o.closeAll() // while the second is imported
		o.wantTimes("1", "01 00:10:00")
		o.wantTimes("2", "01 00:10:20")
		o.wantTimes("3", "")

		pass(time.Minute)
		o = openOffice(t, dir, RoleServe)
		o.Serve()
		pass(10 * time.Minute)
		o.wantTimes("1", "")
		o.wantTimes("2", "01 00:11:30")
		o.wantTimes("3", "01 00:11:50")
		if o.trigger["2"] != store.TriggerCatchUp {
			t.Errorf("its trigger is %s", o.trigger["2"])
		}
		o.closeAll()
	})
}

func TestAnImportThatEndedJustBeforeAKillIsNotRepeated(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleServe)
		o.save(everyHour("s"), "done", "left")
		_, err := o.store.BeginRun(t.Context(), "s", time.Now())
		check(t, err)
		task, err := o.store.CreateTask(t.Context(), store.Task{ConnectionID: "done", Status: store.StatusRunning})
		check(t, err)
		task.Status = store.StatusSucceeded
		check(t, o.store.UpdateTask(t.Context(), task))
		o.Serve()
		pass(time.Minute)
		o.wantTimes("done", "")
		o.wantTimes("left", "01 00:00:00")
		o.closeAll()
	})
}

func TestASlowRunIsFollowedByOneForAllThatCameDueMeanwhile(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleServe)
		o.takes = 17 * time.Minute
		o.save(schedule.Schedule{ID: "s", Name: "s", Kind: schedule.Minutes, Every: 5}, "c")
		o.Serve()
		pass(23 * time.Minute)
		o.wantTimes("c", "01 00:05:00, 01 00:22:00")
		o.closeAll()
	})
}

func TestEditsHaveEffectAtOnce(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleServe)
		o.save(everyHour("s"), "1", "2", "3", "4")
		o.Serve()
		pass(5 * time.Minute)
		s := everyHour("s")
		s.Time = 7
		o.save(s) // an earlier time
		pass(2*time.Minute + 10*time.Second)
		o.wantTimes("1", "01 00:07:00")
		// While the first is imported, the others leave in all ways.
		check(t, o.store.Apply(t.Context(), []store.Change{
			{Put: &connector.Connection{ID: "2", Name: "2"}},
			{Put: &connector.Connection{ID: "3", Name: "3", ScheduleID: "s", Disabled: true}},
			{Delete: "4"},
		}))
		pass(5 * time.Minute)
		o.wantTimes("2", "")
		o.wantTimes("3", "")
		o.wantTimes("4", "")
		o.wantTold(EventPassedOver, 1)
		o.wantTold(EventRunEnded, 1)
		check(t, o.store.Apply(t.Context(), nil, store.ScheduleChange{Delete: "s"}))
		pass(3 * time.Hour)
		o.wantTimes("1", "01 00:07:00")
		o.closeAll()
	})
}

func TestAnImportThatCannotBeginIsATaskThatFailed(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleServe)
		o.save(everyHour("s"), "1", "2")
		o.errs["1"] = &workspace.DuplicateTenantError{Name: "1", Tenant: "Contoso", Others: []string{"2"}}
		o.Serve()
		pass(15 * time.Minute)
		o.wantTimes("2", "01 00:10:00")
		tasks, err := o.store.Tasks(t.Context(), store.TaskQuery{ConnectionID: "1"})
		if err != nil || len(tasks) != 1 || tasks[0].Status != store.StatusFailed || tasks[0].Trigger != store.TriggerSchedule ||
			tasks[0].Failure.Message == "" {
			t.Errorf("tasks %+v, %v", tasks, err)
		}
		if lines, err := o.store.TaskLines(t.Context(), tasks[0].ID, 0); err != nil || len(lines) != 1 {
			t.Errorf("its log: %v, %v", lines, err)
		}
		o.closeAll()
	})
}

func TestAConnectionThatIsBusy(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleServe)
		o.save(everyHour("s"), "token", "import")
		busy := &lock.BusyError{PID: 1}
		o.errs["token"], o.errs["import"] = busy, busy
		o.Serve()
		pass(5 * time.Minute)
		_, err := o.store.CreateTask(t.Context(), store.Task{ConnectionID: "import", Status: store.StatusRunning})
		check(t, err)
		pass(5*time.Minute + 30*time.Second + 500*time.Millisecond)
		o.wantTold(EventPassedOver, 1) // the one that is imported by hand
		o.mu.Lock()
		clear(o.errs)
		o.mu.Unlock()
		pass(time.Minute)
		o.wantTimes("token", "01 00:10:31")
		o.wantTimes("import", "")
		o.closeAll()
	})
}

func TestRunNow(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleWindow)
		o.save(everyHour("s"), "1", "2")
		o.Serve()
		pass(time.Minute)
		check(t, o.StartSchedule(t.Context(), "s", store.TriggerManual))
		pass(time.Second)
		var runs *RunningError
		if _, err := o.RunSchedule(t.Context(), "s", store.TriggerManual); !errors.As(err, &runs) {
			t.Errorf("a second time at once: %v", err)
		}
		if state := o.state(); len(state.Runs) != 1 || state.Runs[0].Connection != "1" || state.Runs[0].Trigger != store.TriggerManual {
			t.Errorf("what runs: %+v", state.Runs)
		}
		pass(time.Minute)
		o.wantTimes("1", "01 00:01:00")
		o.wantTimes("2", "01 00:01:20")
		if state := o.state(); len(state.Runs) != 0 {
			t.Errorf("what runs: %+v", state.Runs)
		}
		results, err := o.RunSchedule(t.Context(), "s", store.TriggerConsole)
		if err != nil || len(results) != 2 || results[1].Task.Status != store.StatusSucceeded {
			t.Errorf("%+v, %v", results, err)
		}
		var missing *store.NotFoundError
		if err := o.StartSchedule(t.Context(), "gone", store.TriggerManual); !errors.As(err, &missing) {
			t.Errorf("a schedule that is gone: %v", err)
		}
		check(t, o.StartSchedule(t.Context(), "s", store.TriggerManual))
		pass(time.Second)
		o.closeAll() // interrupts it
		if err := o.StartSchedule(t.Context(), "s", store.TriggerManual); err == nil {
			t.Error("it runs after the end")
		}
	})
}

// Somebody starts a schedule by hand in the very moment in which its run has begun.
func TestARunThatMeetsOneByHandFollowsIt(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleServe)
		o.save(everyHour("s"), "1", "2")
		o.Serve()
		pass(time.Minute)
		check(t, o.StartSchedule(t.Context(), "s", store.TriggerManual))
		pass(time.Second)
		_, err := o.store.BeginRun(t.Context(), "s", time.Now())
		check(t, err)
		o.run(t.Context(), everyHour("s"), store.TriggerSchedule, connector.Message{ID: "scheduler.begins"})
		pass(2 * time.Minute)
		o.wantTimes("1", "01 00:01:00, 01 00:01:40")
		o.wantTimes("2", "01 00:01:20, 01 00:02:00")
		o.wantTold(EventRunBegins, 2)
		o.wantTold(EventRunEnded, 2)
		if left, err := o.store.DueImports(t.Context()); err != nil || len(left) > 0 {
			t.Errorf("left: %+v, %v", left, err)
		}
		o.closeAll()
	})
}

func TestTheClockIsSet(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleServe)
		never := everyHour("not made up")
		never.CatchUp = false
		o.save(everyHour("made up"), "a")
		o.save(never, "b")
		o.Serve()
		pass(5 * time.Minute)
		o.setClock(2*time.Hour, time.UTC) // two runs are jumped over
		pass(time.Minute)
		o.wantTold(EventClock, 1)
		o.wantTimes("a", "01 00:05:05")
		o.wantTimes("b", "")
		pass(5 * time.Minute) // 02:10 comes
		o.wantTimes("a", "01 00:05:05, 01 00:10:00")
		o.wantTimes("b", "01 00:10:00")
		o.setClock(-10*time.Minute, time.UTC) // 02:10 comes again
		pass(time.Minute)
		o.wantTold(EventClock, 2)
		pass(20 * time.Minute)
		o.wantTimes("b", "01 00:10:00")
		half := time.FixedZone("half", 1800)
		o.setClock(0, half)
		pass(time.Minute)
		o.wantTold(EventZone, 1)
		before := o.times("a")
		pass(time.Hour)
		// The clock is 1:50 ahead of the bubble's, and the zone half an hour of UTC.
		if after := o.times("a"); after != before+", 01 00:50:00" {
			t.Errorf("in another zone: %s; before %s", after, before)
		}
		o.closeAll()
	})
}

func TestOldTasksAreForgotten(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleServe)
		o.save(schedule.Schedule{ID: "s", Name: "s", Kind: schedule.Daily, Time: 12 * 60}, "c")
		for range 100 { // days
			_, err := o.store.CreateTask(t.Context(), store.Task{ConnectionID: "c", Status: store.StatusSucceeded})
			check(t, err)
			pass(24 * time.Hour)
		}
		kept := func(want int) {
			t.Helper()
			if tasks, err := o.store.Tasks(t.Context(), store.TaskQuery{}); err != nil || len(tasks) != want {
				t.Errorf("%d tasks, want %d; %v", len(tasks), want, err)
			}
		}
		check(t, o.store.PassOver(t.Context(), "s", time.Now()))
		o.Serve()
		pass(time.Minute)
		kept(DefaultHistoryDays)
		check(t, o.store.SetSetting(t.Context(), historySetting, "30"))
		pass(24 * time.Hour)
		kept(30) // and the one of today in place of the oldest
		o.closeAll()
	})
}

// A clock that is ahead once must not cost the tasks and their logs, which nothing brings back.
func TestTasksStayWhenTheClockIsAheadOnce(t *testing.T) {
	for _, c := range []struct {
		given string
		days  int // with the wrong clock
		gone  int // of the ten tasks of before
	}{
		{"it is put right at once", 1, 0},
		{"it is put right within a week", 6, 0},
		{"it was right", 7, 10}, // by now it is the time
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				o := openOffice(t, dir, RoleServe)
				o.save(schedule.Schedule{ID: "s", Name: "s", Kind: schedule.Daily, Time: 12 * 60, CatchUp: true}, "c")
				for range 10 {
					_, err := o.store.CreateTask(t.Context(), store.Task{ConnectionID: "c", Status: store.StatusSucceeded})
					check(t, err)
					pass(24 * time.Hour)
				}
				began := o.clock()
				o.setClock(400*24*time.Hour, time.UTC)
				o.Serve()
				pass(time.Duration(c.days) * 24 * time.Hour)
				o.setClock(-400*24*time.Hour, time.UTC)
				pass(24 * time.Hour)
				tasks, err := o.store.Tasks(t.Context(), store.TaskQuery{})
				check(t, err)
				left := 0
				for _, task := range tasks {
					if task.Created.Before(began) {
						left++
					}
				}
				if left != 10-c.gone {
					t.Errorf("%d of the ten tasks are left, want %d", left, 10-c.gone)
				}
				o.closeAll()
			})
		})
	}
}
