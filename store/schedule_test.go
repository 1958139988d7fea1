package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/schedule"
	"inventorybeacon/store/storetest"
)

func putSchedule(t *testing.T, s *Store, one schedule.Schedule) {
	t.Helper()
	storetest.Must(t, s.Apply(t.Context(), nil, ScheduleChange{Put: &one}))
}

func handled(t *testing.T, s *Store, id string) time.Time {
	t.Helper()
	all, err := s.Schedules(t.Context())
	storetest.Must(t, err)
	for _, p := range all {
		if p.ID == id {
			return p.Handled
		}
	}
	t.Fatalf("there is no schedule %s", id)
	return time.Time{}
}

func TestSchedulesComeBackByName(t *testing.T) {
	dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
	s := openStore(t, dir, ring)
	want := []schedule.Planned{
		{Handled: testTime, Schedule: schedule.Schedule{ID: "2", Name: "Month end", Kind: schedule.Monthly, Day: schedule.LastDay, Time: 90}},
		{Handled: testTime, Schedule: schedule.Schedule{ID: "1", Name: "often", Kind: schedule.Minutes, Every: 15, CatchUp: true}},
		{Handled: testTime, Schedule: schedule.Schedule{
			ID: "3", Name: "Weekly", Kind: schedule.Weekly,
			Days: schedule.DaysOf(time.Sunday, time.Friday), Time: 5,
		}},
	}
	for _, p := range want {
		putSchedule(t, s, p.Schedule)
	}
	storetest.Must(t, s.Close())
	got, err := openStore(t, dir, ring).Schedules(t.Context())
	storetest.Must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSchedulesTakeEachOthersNames(t *testing.T) {
	for given, order := range map[string][2]string{"the first one first": {"1", "2"}, "the second one first": {"2", "1"}} {
		t.Run("given "+given, func(t *testing.T) {
			s := newStore(t)
			names := map[string]string{"1": "Nightly", "2": "Weekly"}
			for id, name := range names {
				putSchedule(t, s, schedule.Schedule{ID: id, Name: name, Kind: schedule.Daily})
			}
			names["1"], names["2"] = names["2"], names["1"]
			var changes []ScheduleChange
			for _, id := range order {
				changes = append(changes, ScheduleChange{Put: &schedule.Schedule{ID: id, Name: names[id], Kind: schedule.Daily}})
			}
			storetest.Must(t, s.Apply(t.Context(), nil, changes...))
			all, err := s.Schedules(t.Context())
			storetest.Must(t, err)
			for _, p := range all {
				if p.Name != names[p.ID] {
					t.Errorf("%s is called %s, want %s", p.ID, p.Name, names[p.ID])
				}
			}
		})
	}
}

func TestOnlyNewTimesBeginAnew(t *testing.T) {
	s := newStore(t)
	one := schedule.Schedule{ID: "1", Name: "Nightly", Kind: schedule.Daily, Time: 60}
	putSchedule(t, s, one)
	earlier := testTime.Add(-48 * time.Hour).Truncate(time.Second)
	storetest.Must(t, s.PassOver(t.Context(), "1", earlier))
	one.Name, one.CatchUp = "Every night", true
	putSchedule(t, s, one)
	if got := handled(t, s, "1"); !got.Equal(earlier) {
		t.Errorf("another name: handled up to %s, want %s", got, earlier)
	}
	for _, c := range []struct {
		changed     string
		before, now schedule.Schedule
	}{
		{"time", schedule.Schedule{Kind: schedule.Daily, Time: 60}, schedule.Schedule{Kind: schedule.Daily, Time: 61}},
		{"kind", schedule.Schedule{Kind: schedule.Daily, Time: 15}, schedule.Schedule{Kind: schedule.Hourly, Time: 15}},
		{"distance", schedule.Schedule{Kind: schedule.Minutes, Every: 15}, schedule.Schedule{Kind: schedule.Minutes, Every: 30}},
		{
			"days",
			schedule.Schedule{Kind: schedule.Weekly, Days: schedule.DaysOf(time.Monday)},
			schedule.Schedule{Kind: schedule.Weekly, Days: schedule.DaysOf(time.Monday, time.Friday)},
		},
		{"day", schedule.Schedule{Kind: schedule.Monthly, Day: 1}, schedule.Schedule{Kind: schedule.Monthly, Day: 2}},
	} {
		c.before.ID, c.before.Name, c.now.ID, c.now.Name = c.changed, c.changed, c.changed, c.changed
		putSchedule(t, s, c.before)
		storetest.Must(t, s.PassOver(t.Context(), c.changed, earlier))
		putSchedule(t, s, c.now)
		if got := handled(t, s, c.changed); !got.Equal(testTime) {
			t.Errorf("another %s: handled up to %s, want %s", c.changed, got, testTime)
		}
	}
}

// An import that ended before the run began says nothing of it.
func TestAnEarlierImportIsNotTheOneThatIsDue(t *testing.T) {
	now := testTime
	s, err := Open(t.Context(), t.TempDir(), Options{Keyring: storetest.NewMemoryKeyring(), Now: func() time.Time { return now }})
	storetest.Must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	putSchedule(t, s, schedule.Schedule{ID: "1", Name: "Nightly", Kind: schedule.Daily})
	c := exampleConnection("a", "Contoso")
	c.ScheduleID = "1"
	storetest.Must(t, s.Apply(t.Context(), put(c, SecretChanges{})))
	for _, status := range []Status{StatusSucceeded, StatusWarnings, StatusFailed, StatusCancelled} {
		_, err := s.CreateTask(t.Context(), Task{ConnectionID: "a", Status: status})
		storetest.Must(t, err)
	}
	now = now.Add(time.Hour)
	_, err = s.BeginRun(t.Context(), "1", now)
	storetest.Must(t, err)
	storetest.Must(t, s.EndDoneImports(t.Context()))
	if due, err := s.DueImports(t.Context()); err != nil || len(due) != 1 || due[0].ConnectionID != "a" {
		t.Errorf("due: %+v, %v", due, err)
	}
	now = now.Add(time.Minute)
	_, err = s.CreateTask(t.Context(), Task{ConnectionID: "a", Status: StatusWarnings})
	storetest.Must(t, err)
	storetest.Must(t, s.EndDoneImports(t.Context()))
	if due, err := s.DueImports(t.Context()); err != nil || len(due) != 0 {
		t.Errorf("due after its own import: %+v, %v", due, err)
	}
}

func TestTwoSchedulesOfOneNameAreRefused(t *testing.T) {
	s := newStore(t)
	putSchedule(t, s, schedule.Schedule{ID: "1", Name: "Größe", Kind: schedule.Daily})
	taken := schedule.Schedule{ID: "2", Name: "GRÖSSE", Kind: schedule.Daily}
	err := s.Apply(t.Context(), nil, ScheduleChange{Put: &taken})
	storetest.WantMessage(t, err, "store.schedule-name-taken", "GRÖSSE")
	for _, wrong := range []ScheduleChange{{}, {Put: &taken, Delete: "1"}, {Put: &schedule.Schedule{}}} {
		if err := s.Apply(t.Context(), nil, wrong); err == nil {
			t.Errorf("taken: %+v", wrong)
		}
	}
}

func TestConnectionsSurviveTheirSchedule(t *testing.T) {
	s := newStore(t)
	putSchedule(t, s, schedule.Schedule{ID: "1", Name: "Nightly", Kind: schedule.Daily})
	c := exampleConnection("a", "Contoso")
	c.ScheduleID = "1"
	storetest.Must(t, s.Apply(t.Context(), put(c, SecretChanges{})))
	if got, err := s.Connection(t.Context(), "a"); err != nil || got.ScheduleID != "1" {
		t.Errorf("%q, %v", got.ScheduleID, err)
	}
	storetest.Must(t, s.Apply(t.Context(), nil, ScheduleChange{Delete: "1"}))
	if got, err := s.Connection(t.Context(), "a"); err != nil || got.ScheduleID != "" {
		t.Errorf("%q, %v", got.ScheduleID, err)
	}
	c.ScheduleID = "gone"
	storetest.Must(t, s.Apply(t.Context(), put(c, SecretChanges{})))
	if got, err := s.Connection(t.Context(), "a"); err != nil || got.ScheduleID != "" {
		t.Errorf("%q, %v", got.ScheduleID, err)
	}
}

func TestScheduleDraftsNeedNoKey(t *testing.T) {
	dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
	s := openStore(t, dir, ring)
	want := []ScheduleDraft{
		{
			ScheduleID: "1", Kind: DraftPut, Changed: testTime,
			Schedule: schedule.Schedule{ID: "1", Name: "New", Kind: schedule.Weekly, Days: schedule.EveryDay},
		},
		{ScheduleID: "2", Kind: DraftDelete, Changed: testTime, Schedule: schedule.Schedule{ID: "2", Name: "Old", Kind: schedule.Hourly}},
	}
	for _, d := range want {
		storetest.Must(t, s.PutScheduleDraft(t.Context(), d))
	}
	storetest.Must(t, s.Close())
	if len(ring.Entries) != 0 {
		t.Error("a key was made")
	}
	s = openStore(t, dir, ring)
	got, err := s.ScheduleDrafts(t.Context())
	storetest.Must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	storetest.Must(t, s.Apply(t.Context(), nil, ScheduleChange{Put: &want[0].Schedule}))
	if got, err = s.ScheduleDrafts(t.Context()); err != nil || len(got) != 1 || got[0].ScheduleID != "2" {
		t.Errorf("after Save: %+v, %v", got, err)
	}
	storetest.Must(t, s.DropDrafts(t.Context(), nil, []string{"2", "nobody"}))
	if got, err = s.ScheduleDrafts(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("after Cancel: %+v, %v", got, err)
	}
	if err := s.PutScheduleDraft(t.Context(), ScheduleDraft{}); err == nil {
		t.Error("a draft without an id was kept")
	}
}

func TestWhatARunHasStillToImport(t *testing.T) {
	s := newStore(t)
	putSchedule(t, s, schedule.Schedule{ID: "1", Name: "Nightly", Kind: schedule.Daily})
	putSchedule(t, s, schedule.Schedule{ID: "2", Name: "Other", Kind: schedule.Daily})
	for _, name := range []string{"b", "a", "c"} {
		c := exampleConnection(name, name)
		c.ScheduleID = "1"
		storetest.Must(t, s.Apply(t.Context(), put(c, SecretChanges{})))
	}
	run := testTime.Truncate(time.Minute)
	n, err := s.BeginRun(t.Context(), "1", run)
	storetest.Must(t, err)
	if n != 3 {
		t.Errorf("%d imports", n)
	}
	if got := handled(t, s, "1"); !got.Equal(run) {
		t.Errorf("handled up to %s, want %s", got, run)
	}
	next := func(want string) DueImport {
		t.Helper()
		due, found, err := s.NextDueImport(t.Context(), "1")
		if err != nil || found != (want != "") || due.ConnectionID != want || found && !due.Run.Equal(run) {
			t.Errorf("next is %+v, %v; want %q", due, err, want)
		}
		return due
	}
	storetest.Must(t, s.EndDueImport(t.Context(), next("a")))
	next("b")
	moved := exampleConnection("b", "b")
	moved.ScheduleID = "2"
	storetest.Must(t, s.Apply(t.Context(), put(moved, SecretChanges{})))
	next("c")
	if all, err := s.DueImports(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("left: %+v, %v", all, err)
	}

	for i, status := range []Status{StatusInterrupted, StatusFailed} {
		_, err := s.CreateTask(t.Context(), Task{ConnectionID: "c", Status: status})
		storetest.Must(t, err)
		storetest.Must(t, s.EndDoneImports(t.Context()))
		if all, err := s.DueImports(t.Context()); err != nil || len(all) != 1-i {
			t.Errorf("after a task that is %s: %+v, %v", status, all, err)
		}
	}
	if _, err := s.BeginRun(t.Context(), "1", run); err != nil {
		t.Fatal(err)
	}
	storetest.Must(t, s.EndRun(t.Context(), "1"))
	next("")
}
