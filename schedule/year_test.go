package schedule

import (
	"fmt"
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // the same clock changes on every computer
)

// years are what the tests go through: the zones of the field, and the strangest
// days that clocks have had.
var years = []struct {
	zone string
	year int
}{
	{"UTC", 2026},
	{"Europe/Paris", 2026},
	{"America/New_York", 2024}, // a leap year
	{"Australia/Lord_Howe", 2026},
	{"America/Sao_Paulo", 2018}, // a day that began at one
	{"Pacific/Apia", 2011},      // a day that did not take place
	{"Asia/Kathmandu", 2026},
}

// ofEveryKind are the schedules that every year is gone through with.
func ofEveryKind() []Schedule {
	all := []Schedule{
		{Kind: Minutes, Every: 5},
		{Kind: Minutes, Every: 7},
		{Kind: Minutes, Every: 90},
		{Kind: Minutes, Every: 1440},
		{Kind: Hourly},
		{Kind: Hourly, Time: 15},
		{Kind: Hourly, Time: 30},
		{Kind: Hourly, Time: 59},
	}
	for _, at := range []TimeOfDay{0, 60 + 45, 2*60 + 30} {
		all = append(all,
			Schedule{Kind: Daily, Time: at},
			Schedule{Kind: Weekly, Time: at, Days: DaysOf(time.Sunday, time.Wednesday)},
			Schedule{Kind: Monthly, Time: at, Day: 1},
			Schedule{Kind: Monthly, Time: at, Day: 30},
			Schedule{Kind: Monthly, Time: at, Day: 31},
			Schedule{Kind: Monthly, Time: at, Day: LastDay})
	}
	return all
}

// shown is a minute of a year: when it is, and what the clock shows then, in
// minutes since 1970.
type shown struct {
	at   time.Time
	wall int64
}

const minutesADay = 24 * 60

// expected finds the runs of a year in another way than the program: by looking
// at the clock in every minute. The run of a day comes as soon as the clock shows
// its time or a later one, which holds for gaps and for times shown twice.
func expected(s Schedule, clock []shown) []time.Time {
	var runs []time.Time
	if s.Kind == Minutes {
		midnight := time.Date(2000, 1, 1, 0, 0, 0, 0, clock[0].at.Location()).Unix() / 60
		first := clock[0].at.Unix() / 60
		for i := range clock {
			if (first+int64(i)-midnight)%int64(s.Every) == 0 {
				runs = append(runs, clock[i].at)
			}
		}
		return runs
	}
	if s.Kind == Hourly {
		for _, c := range clock {
			if c.wall%60 == int64(s.Time) {
				runs = append(runs, c.at)
			}
		}
		return runs
	}
	next := clock[0].wall/minutesADay*minutesADay + int64(s.Time)
	for i, c := range clock {
		for ; c.wall >= next; next += minutesADay {
			// A time that had passed when the year began was the old year's, and a day
			// that did not take place has its run with the day after it.
			old := i == 0 && c.wall > next
			if !old && runsOn(s, time.Unix(next*60, 0).UTC()) && (len(runs) == 0 || !runs[len(runs)-1].Equal(c.at)) {
				runs = append(runs, c.at)
			}
		}
	}
	return runs
}

func runsOn(s Schedule, day time.Time) bool {
	switch s.Kind {
	case Weekly:
		return s.Days.Has(day.Weekday())
	case Monthly:
		isLast := day.AddDate(0, 0, 1).Day() == 1
		return day.Day() == s.Day || isLast && s.Day > day.Day()
	default:
		return true
	}
}

// minutesOf are all minutes of a year, by the clocks of a place.
func minutesOf(year int, place *time.Location) []shown {
	var clock []shown
	end := time.Date(year+1, 1, 1, 0, 0, 0, 0, place)
	for t := time.Date(year, 1, 1, 0, 0, 0, 0, place); t.Before(end); t = t.Add(time.Minute) {
		y, m, d := t.Date()
		wall := time.Date(y, m, d, t.Hour(), t.Minute(), 0, 0, time.UTC)
		clock = append(clock, shown{at: t, wall: wall.Unix() / 60})
	}
	return clock
}

func load(t testing.TB, zone string) *time.Location {
	t.Helper()
	place, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return place
}

func TestAYearOfEveryKindInEveryZone(t *testing.T) {
	for _, year := range years {
		t.Run(fmt.Sprint(year.zone, year.year), func(t *testing.T) {
			t.Parallel()
			place := load(t, year.zone)
			clock := minutesOf(year.year, place)
			for _, s := range ofEveryKind() {
				compareRuns(t, s, expected(s, clock), s.runsIn(clock, place))
			}
		})
	}
}

// runsIn are the runs of a year as the program finds them.
func (s Schedule) runsIn(clock []shown, place *time.Location) []time.Time {
	var runs []time.Time
	end := clock[len(clock)-1].at
	for run := s.Next(clock[0].at.Add(-1), place); !run.After(end); run = s.Next(run, place) {
		runs = append(runs, run)
	}
	return runs
}

func compareRuns(t *testing.T, s Schedule, want, got []time.Time) {
	t.Helper()
	if len(want) < 12 {
		t.Fatalf("%s: only %d runs are expected in a year", s.Summary(), len(want))
	}
	for i := range max(len(want), len(got)) {
		switch {
		case i >= len(got):
			t.Errorf("%s: %s and %d more are lost", s.Summary(), want[i], len(want)-i-1)
			return
		case i >= len(want):
			t.Errorf("%s: %s is one too many", s.Summary(), got[i])
			return
		case !want[i].Equal(got[i]):
			t.Errorf("%s: run %d is at %s, want %s", s.Summary(), i, got[i], want[i])
			return
		}
	}
}

func TestNextAndLatestAgreeAtEveryMoment(t *testing.T) {
	for _, year := range years {
		t.Run(fmt.Sprint(year.zone, year.year), func(t *testing.T) {
			t.Parallel()
			place := load(t, year.zone)
			clock := minutesOf(year.year, place)
			for _, s := range ofEveryKind() {
				runs := s.runsIn(clock, place)
				for i := 7; i < len(clock); i += 5003 { // a prime: every time of day comes
					at := clock[i].at.Add(13 * time.Second)
					after, _ := slices.BinarySearchFunc(runs, at, time.Time.Compare)
					if after > 0 && !s.Latest(at, place).Equal(runs[after-1]) {
						t.Fatalf("%s: the latest at %s is %s, want %s", s.Summary(), at, s.Latest(at, place), runs[after-1])
					}
					if after < len(runs) && !s.Next(at, place).Equal(runs[after]) {
						t.Fatalf("%s: the next at %s is %s, want %s", s.Summary(), at, s.Next(at, place), runs[after])
					}
				}
			}
		})
	}
}
