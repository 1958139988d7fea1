package app

import (
	"errors"
	"testing"
	"time"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
)

// nightly returns a schedule that exists nowhere yet.
func nightly(b *opened, name string) schedule.Schedule {
	s := b.NewSchedule()
	s.Name = name
	return s
}

func putSchedule(t testing.TB, b *opened, s schedule.Schedule) {
	t.Helper()
	if err := b.PutSchedule(t.Context(), s); err != nil {
		t.Fatal(err)
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func scheduleNamed(t testing.TB, b *opened, name string) workspace.ScheduleEntry {
	t.Helper()
	e, err := b.ScheduleNamed(name)
	check(t, err)
	return e
}

func TestSchedulesWaitForSave(t *testing.T) {
	dir, source := t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 10}))
	b := openDir(t, dir, source)
	c := connect(t, b, "Contoso")
	s := nightly(b, "Nightly")
	putSchedule(t, b, s)
	check(t, b.Assign(t.Context(), c.ID, s.ID))

	if b.Unsaved() != 2 || scheduleNamed(t, b, "NIGHTLY").Edit != workspace.EditNew || entryOf(t, b, c.ID).Edit != workspace.EditChanged {
		t.Errorf("%d edits wait: %+v", b.Unsaved(), b.Schedules())
	}
	if !scheduleNamed(t, b, "Nightly").NextRunWaits || !entryOf(t, b, c.ID).NextRunWaits {
		t.Error("before Save, it is not said that the next run waits for that")
	}
	if stored, err := b.store.Schedules(t.Context()); err != nil || len(stored) != 0 {
		t.Errorf("stored before Save: %v, %v", stored, err)
	}

	b.close()
	b = openDir(t, dir, source)
	if b.Unsaved() != 2 || b.Recovered() != 2 || entryOf(t, b, c.ID).Schedule.Name != "Nightly" {
		t.Errorf("after an end of the program, %d edits came back: %+v", b.Recovered(), b.Schedules())
	}
	check(t, b.Save(t.Context()))
	e := entryOf(t, b, c.ID)
	if b.Unsaved() != 0 || e.Schedule != s.Trimmed() || !e.NextRun.After(time.Now()) {
		t.Errorf("after Save: %d edits, schedule %+v, next run %s", b.Unsaved(), e.Schedule, e.NextRun)
	}
	if e.NextRunWaits || scheduleNamed(t, b, "Nightly").NextRunWaits {
		t.Error("after Save, the next run waits for it")
	}
	if its := scheduleNamed(t, b, "Nightly"); len(its.Connections) != 1 || !its.NextRun.Equal(e.NextRun) || len(b.NotScheduled()) != 0 {
		t.Errorf("the schedule: %+v, not scheduled %v", its, b.NotScheduled())
	}

	t.Run("given an edit back to what is saved, nothing waits", func(t *testing.T) {
		changed := s
		changed.Time++
		putSchedule(t, b, changed)
		check(t, b.Assign(t.Context(), c.ID, ""))
		if b.Unsaved() != 2 {
			t.Errorf("%d edits wait", b.Unsaved())
		}
		putSchedule(t, b, s)
		check(t, b.Assign(t.Context(), c.ID, s.ID))
		if b.Unsaved() != 0 {
			t.Errorf("%d edits wait", b.Unsaved())
		}
	})
	t.Run("given Cancel, a deleted schedule is back", func(t *testing.T) {
		check(t, b.DeleteSchedule(t.Context(), s.ID))
		if e := entryOf(t, b, c.ID); !e.Schedule.IsZero() || !e.NextRun.IsZero() || len(b.NotScheduled()) != 1 {
			t.Errorf("the connection of a deleted schedule: %+v", e)
		}
		check(t, b.Cancel(t.Context()))
		if e := entryOf(t, b, c.ID); b.Unsaved() != 0 || e.Schedule.IsZero() {
			t.Errorf("after Cancel: %+v", e)
		}
	})
	t.Run("given Save, its connections are not scheduled", func(t *testing.T) {
		check(t, b.DeleteSchedule(t.Context(), s.ID))
		check(t, b.Save(t.Context()))
		if e := entryOf(t, b, c.ID); e.Connection.ScheduleID != "" || len(b.Schedules()) != 0 || e.Edit != workspace.EditNone {
			t.Errorf("after Save: %+v", e)
		}
	})
}

func TestOneSaveMayExchangeNamesAndReuseThoseOfDeletedSchedules(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 10})))
	first, second, third := nightly(b, "First"), nightly(b, "Second"), nightly(b, "Third")
	for _, s := range []schedule.Schedule{first, second, third} {
		putSchedule(t, b, s)
	}
	check(t, b.Save(t.Context()))

	var refused *workspace.ProblemsError
	second.Name = "fIRST"
	if err := b.PutSchedule(t.Context(), second); !errors.As(err, &refused) || refused.Problems[0].Field != schedule.FieldName {
		t.Errorf("a name that is taken: %v", err)
	}
	first.Name = "Aside"
	putSchedule(t, b, first)
	putSchedule(t, b, second)
	first.Name = "Second"
	putSchedule(t, b, first)
	check(t, b.DeleteSchedule(t.Context(), third.ID))
	putSchedule(t, b, nightly(b, "THIRD"))
	check(t, b.Save(t.Context()))
	var names []string
	for _, e := range b.Schedules() {
		names = append(names, e.Schedule.Name)
	}
	if len(names) != 3 || names[0] != "fIRST" || names[1] != "Second" || names[2] != "THIRD" {
		t.Errorf("names %v", names)
	}
}

func TestSaveAndExecuteSavesTheNewScheduleToo(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 10})))
	c := connect(t, b, "Contoso")
	s, other := nightly(b, "Nightly"), nightly(b, "Other")
	putSchedule(t, b, s)
	putSchedule(t, b, other)
	check(t, b.Assign(t.Context(), c.ID, s.ID))
	check(t, b.SaveOne(t.Context(), c.ID))
	if e := entryOf(t, b, c.ID); e.Schedule.Name != "Nightly" || b.Unsaved() != 1 {
		t.Errorf("%+v, %d edits wait", e.Schedule, b.Unsaved())
	}
}

func TestWhatIsGoneCannotBeAssigned(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 10})))
	c := connect(t, b, "Contoso")
	var missing *store.NotFoundError
	if err := b.Assign(t.Context(), c.ID, "gone"); !errors.As(err, &missing) || missing.What != "schedule" {
		t.Errorf("a schedule that is gone: %v", err)
	}
	if err := b.Assign(t.Context(), "gone", ""); !errors.As(err, &missing) || missing.What != "connection" {
		t.Errorf("a connection that is gone: %v", err)
	}
	t.Run("given another process deletes the schedule before Save, the connection is not scheduled", func(t *testing.T) {
		s := nightly(b, "Nightly")
		putSchedule(t, b, s)
		check(t, b.Save(t.Context()))
		check(t, b.Assign(t.Context(), c.ID, s.ID))
		check(t, b.store.Apply(t.Context(), nil, store.ScheduleChange{Delete: s.ID}))
		check(t, b.Save(t.Context()))
		if e := entryOf(t, b, c.ID); e.Connection.ScheduleID != "" || !e.Schedule.IsZero() {
			t.Errorf("%+v", e.Schedule)
		}
	})
}

func TestADisabledConnectionHasNoNextRun(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 10})))
	c := connect(t, b, "Contoso")
	s := nightly(b, "Nightly")
	putSchedule(t, b, s)
	check(t, b.Assign(t.Context(), c.ID, s.ID))
	check(t, b.SetDisabled(t.Context(), c.ID, true))
	if e := entryOf(t, b, c.ID); !e.NextRun.IsZero() || e.Schedule.Name != "Nightly" {
		t.Errorf("%+v", e)
	}
}
