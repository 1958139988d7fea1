package schedule

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // the same clock changes on every computer
)

// year is a year by the clocks of a place.
type year struct {
	zone string
	year int
	read sync.Once
	// place has the clocks, first is its first minute, and wall is what they show in
	// each minute, in minutes since 1970.
	place *time.Location
	first time.Time
	wall  []int64
}

// years are what the tests go through: the zones of the field, and the strangest
// days that clocks have had.
var years = []*year{
	{zone: "UTC", year: 2026},
	{zone: "Europe/Paris", year: 2026},
	{zone: "America/New_York", year: 2024}, // a leap year
	{zone: "Australia/Lord_Howe", year: 2026},
	{zone: "America/Sao_Paulo", year: 2018}, // a day that began at one
	{zone: "Pacific/Apia", year: 2011},      // a day that did not take place
	{zone: "Asia/Kathmandu", year: 2026},
}

// eachYear runs a test for every one of the given years.
func eachYear(t *testing.T, years []*year, test func(t *testing.T, y *year)) {
	for _, y := range years {
		t.Run(fmt.Sprint(y.zone, y.year), func(t *testing.T) {
			t.Parallel()
			y.read.Do(func() { y.look(t) })
			test(t, y)
		})
	}
}

// look reads the clocks in every minute.
func (y *year) look(t *testing.T) {
	y.place = load(t, y.zone)
	y.first = time.Date(y.year, 1, 1, 0, 0, 0, 0, y.place)
	end := time.Date(y.year+1, 1, 1, 0, 0, 0, 0, y.place)
	for at := y.first; at.Before(end); at = at.Add(time.Minute) {
		year, month, day := at.Date()
		y.wall = append(y.wall, time.Date(year, month, day, at.Hour(), at.Minute(), 0, 0, time.UTC).Unix()/60)
	}
}

// at is the time of a minute.
func (y *year) at(minute int) time.Time { return y.first.Add(time.Duration(minute) * time.Minute) }

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

const minutesADay = 24 * 60

// expected finds the runs of a year in another way than the program: by looking
// at the clock in every minute. The run of a day comes as soon as the clock shows
// its time or a later one, which holds for gaps and for times shown twice.
func (y *year) expected(s Schedule) []time.Time {
	var runs []time.Time
	if s.Kind == Minutes {
		midnight := time.Date(2000, 1, 1, 0, 0, 0, 0, y.place).Unix() / 60
		first := y.first.Unix() / 60
		for i := range y.wall {
			if (first+int64(i)-midnight)%int64(s.Every) == 0 {
				runs = append(runs, y.at(i))
			}
		}
		return runs
	}
	if s.Kind == Hourly {
		for i, wall := range y.wall {
			if wall%60 == int64(s.Time) {
				runs = append(runs, y.at(i))
			}
		}
		return runs
	}
	next := y.wall[0]/minutesADay*minutesADay + int64(s.Time)
	for i, wall := range y.wall {
		for ; wall >= next; next += minutesADay {
			// A time that had passed when the year began was the old year's, and a day
			// that did not take place has its run with the day after it.
			old := i == 0 && wall > next
			if !old && runsOn(s, time.Unix(next*60, 0).UTC()) && (len(runs) == 0 || !runs[len(runs)-1].Equal(y.at(i))) {
				runs = append(runs, y.at(i))
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

func load(t testing.TB, zone string) *time.Location {
	t.Helper()
	place, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return place
}

func TestAYearOfEveryKindInEveryZone(t *testing.T) {
	eachYear(t, years, func(t *testing.T, y *year) {
		for _, s := range ofEveryKind() {
			compareRuns(t, s, y.expected(s), y.runs(s))
		}
	})
}

// runs are the runs of a year as the program finds them.
func (y *year) runs(s Schedule) []time.Time {
	var runs []time.Time
	end := y.at(len(y.wall) - 1)
	for run := s.Next(y.first.Add(-1), y.place); !run.After(end); run = s.Next(run, y.place) {
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
	eachYear(t, years, func(t *testing.T, y *year) {
		for _, s := range ofEveryKind() {
			runs := y.runs(s)
			for i := 7; i < len(y.wall); i += 5003 { // a prime: every time of day comes
				at := y.at(i).Add(13 * time.Second)
				after, _ := slices.BinarySearchFunc(runs, at, time.Time.Compare)
				if after > 0 && !s.Latest(at, y.place).Equal(runs[after-1]) {
					t.Fatalf("%s: the latest at %s is %s, want %s", s.Summary(), at, s.Latest(at, y.place), runs[after-1])
				}
				if after < len(runs) && !s.Next(at, y.place).Equal(runs[after]) {
					t.Fatalf("%s: the next at %s is %s, want %s", s.Summary(), at, s.Next(at, y.place), runs[after])
				}
			}
		}
	})
}
