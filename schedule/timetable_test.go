package schedule

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// simulation is a computer with a clock, on which a timetable is asked.
type simulation struct {
	table   Timetable
	changed bool // since the table was set
	place   *time.Location
	planned []Planned
	runs    map[string][]Due
}

func simulate(place *time.Location, from time.Time, schedules ...Schedule) *simulation {
	s := &simulation{place: place, runs: map[string][]Due{}, changed: true}
	for i, one := range schedules {
		one.ID = fmt.Sprint(i)
		s.planned = append(s.planned, Planned{Schedule: one, Handled: from})
	}
	return s
}

// ask does what the scheduler does.
func (s *simulation) ask(now time.Time) {
	if s.changed {
		s.table.Set(s.planned, s.place)
		s.changed = false
	}
	for _, due := range s.table.Ask(now) {
		s.runs[due.Schedule.ID] = append(s.runs[due.Schedule.ID], due)
		for i := range s.planned {
			if s.planned[i].ID == due.Schedule.ID {
				s.planned[i].Handled, s.changed = due.At, true
			}
		}
	}
}

// askEvery goes on for a while, with the clock going as it should.
func (s *simulation) askEvery(step time.Duration, from time.Time, length time.Duration) (end time.Time) {
	for end = from.Add(length); from.Before(end); from = from.Add(step) {
		s.ask(from)
	}
	return end
}

// said are the runs of the first schedule: when, and whether they were missed.
func (s *simulation) said() string {
	var texts []string
	for _, due := range s.runs["0"] {
		text := due.At.In(s.place).Format("02 15:04")
		if due.Missed {
			text += " missed"
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

func TestASimulatedYearHasEachRunOnce(t *testing.T) {
	all := []Schedule{{Kind: Minutes, Every: 5}, {Kind: Minutes, Every: 90}, {Kind: Hourly, Time: 15}, {Kind: Hourly, Time: 45}}
	for _, at := range []TimeOfDay{0, 2*60 + 15, 2*60 + 30} {
		all = append(all, Schedule{Kind: Daily, Time: at},
			Schedule{Kind: Weekly, Time: at, Days: DaysOf(time.Sunday, time.Wednesday)},
			Schedule{Kind: Monthly, Time: at, Day: 31})
	}
	eachYear(t, years[:5], func(t *testing.T, y *year) {
		s := simulate(y.place, y.first.Add(-1), all...)
		for minute := range y.wall {
			s.ask(y.at(minute))
		}
		for i, one := range all {
			var got []time.Time
			for _, due := range s.runs[fmt.Sprint(i)] {
				if due.Missed {
					t.Errorf("%s: the run at %s counts as missed", one.Summary(), due.At)
				}
				got = append(got, due.At)
			}
			compareRuns(t, one, y.expected(one), got)
		}
	})
}

func TestWhatHappensToTheClock(t *testing.T) {
	const step = 30 * time.Second
	daily := Schedule{Kind: Daily, Time: 2 * 60}
	begin := time.Date(2026, 5, 1, 1, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name     string
		schedule Schedule
		happens  func(s *simulation)
		want     string
	}{
		{"given nothing, it runs at its times", daily, func(s *simulation) {
			s.askEvery(step, begin, 48*time.Hour)
		}, "01 02:00, 02 02:00"},
		{"given the computer sleeps through a run, it was missed", daily, func(s *simulation) {
			s.askEvery(step, begin, 10*time.Minute)
			s.askEvery(step, begin.Add(7*time.Hour), 24*time.Hour)
		}, "01 02:00 missed, 02 02:00"},
		{"given it sleeps for a week, one run was missed", daily, func(s *simulation) {
			s.askEvery(step, begin, 10*time.Minute)
			s.askEvery(step, begin.AddDate(0, 0, 7), 3*time.Hour)
		}, "07 02:00 missed, 08 02:00"},
		{"given it wakes at the very time, nothing was missed", daily, func(s *simulation) {
			s.askEvery(step, begin, 10*time.Minute)
			s.askEvery(step, begin.Add(time.Hour), time.Hour)
		}, "01 02:00"},
		{"given the clock is a little fast and set right after the run, it is not doubled", daily, func(s *simulation) {
			s.askEvery(step, begin.Add(time.Hour), 10*time.Minute)
			s.askEvery(step, begin.Add(50*time.Minute), 24*time.Hour)
		}, "01 02:00"},
		{"given the clock was hours ahead, the run that was early is not doubled", daily, func(s *simulation) {
			s.askEvery(step, begin.Add(5*time.Hour), time.Hour)
			s.askEvery(step, begin, 26*time.Hour)
		}, "01 02:00 missed, 02 02:00"},
		{"given the clock was years ahead, what it said then does not count", daily, func(s *simulation) {
			s.askEvery(step, begin.AddDate(10, 0, 0), 2*time.Hour)
			s.askEvery(step, begin, 2*time.Hour)
		}, "30 02:00 missed, 01 02:00, 01 02:00"},
		{"given a short distance and a clock set back by an hour, it goes on at once", Schedule{Kind: Minutes, Every: 30}, func(s *simulation) {
			s.askEvery(step, begin.Add(time.Minute), time.Hour)
			s.askEvery(step, begin.Add(time.Minute), time.Hour)
		}, "01 01:30, 01 02:00, 01 01:30, 01 02:00"},
		{"given another time zone, it goes by the new clocks", daily, func(s *simulation) {
			at := s.askEvery(step, begin, 10*time.Minute)
			s.place, s.changed = time.FixedZone("east", 6*3600), true
			s.askEvery(step, at, 24*time.Hour)
		}, "02 02:00"},
		{"given an edit to a time that has passed today, it runs tomorrow", daily, func(s *simulation) {
			at := s.askEvery(step, begin, 3*time.Hour)
			s.planned[0].Time, s.planned[0].Handled, s.changed = 3*60, at, true
			s.askEvery(step, at, 24*time.Hour)
		}, "01 02:00, 02 03:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := simulate(time.UTC, begin, c.schedule)
			c.happens(s)
			if got := s.said(); got != c.want {
				t.Errorf("%s; want %s", got, c.want)
			}
		})
	}
}

func TestARunIsMissedOnlyWhenNobodyAskedForLongerThanPatience(t *testing.T) {
	begin := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		gap  time.Duration
		want string
	}{{Patience, "01 00:01"}, {Patience + time.Nanosecond, "01 00:01 missed"}} {
		s := simulate(time.UTC, begin, Schedule{Kind: Hourly, Time: 1})
		s.ask(begin)
		s.ask(begin.Add(c.gap))
		if got := s.said(); got != c.want {
			t.Errorf("after %s: %s, want %s", c.gap, got, c.want)
		}
	}
}

// As one without a day in the week, which a later version may have stored.
func TestAScheduleThatNeverRunsIsNeverDue(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var table Timetable
	table.Set([]Planned{{Schedule: Schedule{ID: "1", Kind: Weekly}, Handled: now}, {Schedule: Schedule{ID: "2", Kind: "later"}, Handled: now}},
		time.UTC)
	for range 3 {
		if due := table.Ask(now); len(due) != 0 {
			t.Errorf("due: %+v", due)
		}
		now = now.AddDate(0, 0, 1)
	}
}

func TestADueRunIsNotMissedForASmallCorrectionOfTheClock(t *testing.T) {
	// Given a run that is due and that nobody has begun yet
	run := time.Date(2026, 5, 1, 2, 0, 0, 0, time.UTC)
	var table Timetable
	table.Set([]Planned{{Schedule: Schedule{ID: "0", Kind: Daily, Time: 2 * 60}, Handled: run.Add(-time.Hour)}}, time.UTC)
	table.Ask(run.Add(-time.Minute))
	table.Ask(run.Add(30 * time.Second))

	// When the clock is set back by some seconds
	due := table.Ask(run.Add(10 * time.Second))

	// Then it is due as before
	if len(due) != 1 || !due[0].At.Equal(run) || due[0].Missed {
		t.Errorf("got %+v, want the run at %s, not missed", due, run)
	}
}
