package schedule

import (
	"encoding/json"
	"testing"
	"time"
	"unsafe"
)

// What can be saved has runs, and the least and the most that can be saved too.
func TestTheLeastAndTheMostThatCanBeSavedRuns(t *testing.T) {
	begin := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		schedule Schedule
		want     string // the second run
	}{
		{Schedule{Kind: Minutes, Every: 1}, "2026-05-01 00:02"},
		{Schedule{Kind: Minutes, Every: longestEvery}, "2026-05-03 00:00"},
		{Schedule{Kind: Hourly, Time: 0}, "2026-05-01 02:00"},
		{Schedule{Kind: Hourly, Time: 59}, "2026-05-01 01:59"},
		{Schedule{Kind: Daily, Time: 0}, "2026-05-03 00:00"},
		{Schedule{Kind: Daily, Time: minutesOfADay - 1}, "2026-05-02 23:59"},
		{Schedule{Kind: Weekly, Days: DaysOf(time.Sunday)}, "2026-05-10 00:00"},
		{Schedule{Kind: Weekly, Days: DaysOf(time.Saturday)}, "2026-05-09 00:00"},
		{Schedule{Kind: Monthly, Day: 1}, "2026-07-01 00:00"},
		{Schedule{Kind: Monthly, Day: LastDay}, "2026-06-30 00:00"},
	} {
		c.schedule.Name = "Nightly"
		if problems := c.schedule.Validate(); len(problems) > 0 {
			t.Errorf("%s cannot be saved: %+v", c.schedule.Summary(), problems)
		}
		runs := c.schedule.Upcoming(begin, time.UTC, 2)
		if len(runs) != 2 || runs[1].Format("2006-01-02 15:04") != c.want {
			t.Errorf("%s runs at %s, want the second at %s", c.schedule.Summary(), runs, c.want)
			continue
		}
		if latest := c.schedule.Latest(runs[1].Add(-time.Nanosecond), time.UTC); !latest.Equal(runs[0]) {
			t.Errorf("%s: the last run before %s is at %s, want %s", c.schedule.Summary(), runs[1], latest, runs[0])
		}
	}
}

// asleep is what the clock says after a computer has slept: its monotonic part, as
// Linux and macOS count it, has stood still meanwhile. The time package offers no way
// to make such a time.
func asleep(t *testing.T, before time.Time, slept time.Duration) time.Time {
	t.Helper()
	after := before.Add(slept)
	monotonic := func(at *time.Time) *int64 {
		return (*int64)(unsafe.Add(unsafe.Pointer(at), unsafe.Sizeof(uint64(0)))) // after the wall clock
	}
	*monotonic(&after) = *monotonic(&before)
	if after.Sub(before) != 0 || after.Round(0).Sub(before.Round(0)) != slept {
		t.Fatalf("%v after %v is not %v later by the wall alone", after, before, slept)
	}
	return after
}

func TestARunWhileTheComputerSleptWasMissed(t *testing.T) {
	var table Timetable
	before := time.Now()
	table.Set([]Planned{{Schedule: Schedule{ID: "s", Kind: Minutes, Every: 60}, Handled: before}}, time.UTC)
	if due := table.Ask(before); len(due) != 0 {
		t.Fatalf("due at once: %+v", due)
	}
	after := asleep(t, before, 3*time.Hour)
	due := table.Ask(after)
	if len(due) != 1 || !due[0].Missed || after.Round(0).Sub(due[0].At) > time.Hour {
		t.Errorf("due after the sleep: %+v", due)
	}
}

// A draft or a transferred schedule that is not one does not become another one.
func TestWhatIsNoScheduleIsNotRead(t *testing.T) {
	for _, text := range []string{`{"days":"funday"}`, `{"days":"mon,"}`, `{"time":"24:00"}`, `{"time":""}`} {
		var s Schedule
		if err := json.Unmarshal([]byte(text), &s); err == nil {
			t.Errorf("%s was read as %+v", text, s)
		}
	}
}

func TestNoDaysAreReadAsNone(t *testing.T) {
	s := Schedule{Days: EveryDay}
	if err := json.Unmarshal([]byte(`{"days":""}`), &s); err != nil || s.Days != 0 {
		t.Errorf("%v, %v", s.Days.List(), err)
	}
}
