package schedule

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
)

func TestClockChangesOfAllThree(t *testing.T) {
	paris := load(t, "Europe/Paris")
	daily := Schedule{Kind: Daily, Time: 2*60 + 30}
	for _, c := range []struct {
		name     string
		schedule Schedule
		place    *time.Location
		after    string
		want     []string
	}{
		{
			"given a day without 02:30, it runs when the gap is over", daily, paris,
			"2026-03-28T12:00:00+01:00",
			[]string{"2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"},
		},
		{
			"given a day with two 02:30, it runs at the first", daily, paris,
			"2026-10-24T12:00:00+02:00",
			[]string{"2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"},
		},
		{
			"given the second 02:30 itself, it runs the next day", daily, paris,
			"2026-10-25T02:29:00+01:00",
			[]string{"2026-10-26T02:30:00+01:00"},
		},
		{
			"given a month of 28 days, day 31 is its last",
			Schedule{Kind: Monthly, Day: 31, Time: 60},
			time.UTC,
			"2026-01-31T02:00:00Z",
			[]string{"2026-02-28T01:00:00Z", "2026-03-31T01:00:00Z", "2026-04-30T01:00:00Z"},
		},
		{
			"given a leap year, the last day of February is the 29th",
			Schedule{Kind: Monthly, Day: LastDay, Time: 60},
			time.UTC,
			"2028-02-01T00:00:00Z",
			[]string{"2028-02-29T01:00:00Z"},
		},
		{
			"given hours that the clock shows twice, it runs in both",
			Schedule{Kind: Hourly, Time: 15},
			paris,
			"2026-10-25T02:00:00+02:00",
			[]string{"2026-10-25T02:15:00+02:00", "2026-10-25T02:15:00+01:00", "2026-10-25T03:15:00+01:00"},
		},
		{
			"given a clock that moves by half an hour, it keeps to the minute",
			Schedule{Kind: Hourly, Time: 15},
			load(t, "Australia/Lord_Howe"),
			"2026-10-04T01:00:00+10:30",
			[]string{"2026-10-04T01:15:00+10:30", "2026-10-04T03:15:00+11:00"},
		},
		{
			"given minutes, clock changes do not count",
			Schedule{Kind: Minutes, Every: 90},
			paris,
			"2026-03-29T00:00:00+01:00",
			[]string{"2026-03-29T01:30:00+01:00", "2026-03-29T04:00:00+02:00"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			after, err := time.Parse(time.RFC3339, c.after)
			if err != nil {
				t.Fatal(err)
			}
			for i, run := range c.schedule.Upcoming(after, c.place, len(c.want)) {
				if got := run.Format(time.RFC3339); got != c.want[i] {
					t.Errorf("run %d at %s, want %s", i, got, c.want[i])
				}
			}
		})
	}
}

func TestNothingRunsByASchedulesProblems(t *testing.T) {
	for _, s := range []Schedule{{}, {Kind: Minutes}, {Kind: Weekly, Time: 5}, {Kind: Monthly}, {Kind: "yearly"}} {
		if run := s.Next(time.Now(), time.UTC); !run.IsZero() || len(s.Upcoming(time.Now(), time.UTC, 5)) != 0 ||
			!s.Latest(time.Now(), time.UTC).IsZero() {
			t.Errorf("%+v runs at %s", s, run)
		}
	}
}

func TestEveryProblemStandsBesideItsField(t *testing.T) {
	good := Schedule{Name: "Nightly (02:00)", Kind: Daily}
	with := func(change func(*Schedule)) Schedule {
		s := good
		change(&s)
		return s
	}
	for _, c := range []struct {
		name     string
		schedule Schedule
		want     []connector.Field
	}{
		{"nothing is wrong", good, nil},
		{"no name", with(func(s *Schedule) { s.Name = " " }), []connector.Field{FieldName}},
		{"a name with blanks around it", with(func(s *Schedule) { s.Name = " a" }), []connector.Field{FieldName}},
		{"a name with a line break", with(func(s *Schedule) { s.Name = "a\nb" }), []connector.Field{FieldName}},
		{"a name that is no text", with(func(s *Schedule) { s.Name = "a\xff" }), []connector.Field{FieldName}},
		{"a name of 101 letters", with(func(s *Schedule) { s.Name = strings.Repeat("é", 101) }), []connector.Field{FieldName}},
		{"a name of 100 letters", with(func(s *Schedule) { s.Name = strings.Repeat("é", 100) }), nil},
		{"no kind", with(func(s *Schedule) { s.Kind = "" }), []connector.Field{FieldKind}},
		{"no minutes", Schedule{Name: "a", Kind: Minutes}, []connector.Field{FieldEvery}},
		{"more minutes than a day has", Schedule{Name: "a", Kind: Minutes, Every: 1441}, []connector.Field{FieldEvery}},
		{"a time after midnight", with(func(s *Schedule) { s.Time = 1440 }), []connector.Field{FieldTime}},
		{"no day of the week", Schedule{Name: "a", Kind: Weekly}, []connector.Field{FieldDays}},
		{"no day of the month", Schedule{Name: "a", Kind: Monthly}, []connector.Field{FieldDay}},
		{"everything", Schedule{Kind: Monthly, Time: -1, Day: 33}, []connector.Field{FieldName, FieldTime, FieldDay}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []connector.Field
			for _, p := range c.schedule.Validate() {
				got = append(got, p.Field)
				if !strings.HasPrefix(p.Message.ID, "schedule.") {
					t.Errorf("no message: %v", p)
				}
			}
			if len(got) != len(c.want) {
				t.Fatalf("problems of %v, want %v", got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("problems of %v, want %v", got, c.want)
				}
			}
		})
	}
}

func TestSummaryAndJSONSayTheSame(t *testing.T) {
	for want, s := range map[string]Schedule{
		"schedule.summary.minutes Count=1":  {Kind: Minutes, Every: 1},
		"schedule.summary.hourly Minute=5":  {Kind: Hourly, Time: 65},
		"schedule.summary.daily Time=02:30": {Kind: Daily, Time: 150, CatchUp: true},
		"schedule.summary.weekly Days=[schedule.day.monday schedule.day.sunday] Time=00:00": {
			Kind: Weekly,
			Days: DaysOf(time.Sunday, time.Monday),
		},
		"schedule.summary.weekdays Time=06:30":                                           {Kind: Weekly, Days: MondayToFriday, Time: 390},
		"schedule.summary.monthly Day=5 Time=23:59":                                      {Kind: Monthly, Day: 5, Time: 1439},
		"schedule.summary.monthly.last-day Day=" + strconv.Itoa(LastDay) + " Time=00:00": {Kind: Monthly, Day: LastDay},
		"schedule.summary.monthly.late-day Day=31 Time=00:00":                            {Kind: Monthly, Day: 31},
		"schedule.summary.none":                                                          {},
	} {
		if got := s.Summary().String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		content, err := json.Marshal(s)
		var back Schedule
		if err == nil {
			err = json.Unmarshal(content, &back)
		}
		if err != nil || back != s {
			t.Errorf("%s came back as %+v, %v", content, back, err)
		}
	}
}

func TestDaysAndTimesAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]Weekdays{
		"mon": DaysOf(time.Monday), " Tuesday , sun": DaysOf(time.Tuesday, time.Sunday), "thurs": DaysOf(time.Thursday),
	} {
		if got, err := ParseWeekdays(text); err != nil || got != want {
			t.Errorf("%q is %v, %v", text, got.names(), err)
		}
	}
	for text, want := range map[string]TimeOfDay{"02:30": 150, "7:05": 425, " 23:59 ": 1439, "00:00": 0} {
		if got, err := ParseTimeOfDay(text); err != nil || got != want {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "m", "mond,", "funday", "mo"} {
		if _, err := ParseWeekdays(text); err == nil {
			t.Errorf("%q was read as days", text)
		}
	}
	for _, text := range []string{"", "24:00", "12", "12:60", "noon"} {
		if got, err := ParseTimeOfDay(text); err == nil || got != 0 {
			t.Errorf("%q was read as a time: %d, %v", text, got, err)
		}
	}
	for of, want := range map[TimeOfDay]string{0: "00:00", 59: "00:59", 60: "01:00", 150: "02:30", 1439: "23:59"} {
		if got := of.String(); got != want {
			t.Errorf("minute %d is written %q, want %q", of, got, want)
		}
	}
}

func TestOnlyWhatCountsMakesTimesDifferent(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		want Schedule
	}{
		{Minutes, Schedule{Every: 9}},
		{Hourly, Schedule{Time: 59}},
		{Daily, Schedule{Time: 179}},
		{Weekly, Schedule{Time: 179, Days: 5}},
		{Monthly, Schedule{Time: 179, Day: 4}},
		{"", Schedule{}},
	} {
		c.want.ID, c.want.Name, c.want.Kind, c.want.CatchUp = "1", "a", c.kind, true
		s := Schedule{ID: "1", Name: "a", Kind: c.kind, Every: 9, Time: 179, Days: 5, Day: 4, CatchUp: true}
		if got := s.Trimmed(); got != c.want {
			t.Errorf("of kind %q %+v counts, want %+v", c.kind, got, c.want)
		}
	}
}

func TestANewScheduleRunsAtTwoAndIsMadeUp(t *testing.T) {
	if got, want := Default(), (Schedule{Kind: Daily, Time: 120, CatchUp: true}); got != want || got.IsZero() {
		t.Errorf("%+v, want %+v; is none: %v", got, want, got.IsZero())
	}
	if !(Schedule{}).IsZero() {
		t.Error("what is no schedule is one")
	}
}

// In February there may be no day 29, and in no month a day 32.
func TestTheSummarySaysWhichMonthsEndBeforeTheDay(t *testing.T) {
	for day, want := range map[int]string{
		1: "schedule.summary.monthly", 28: "schedule.summary.monthly", 29: "schedule.summary.monthly.late-day",
		LastDay - 1: "schedule.summary.monthly.late-day", LastDay: "schedule.summary.monthly.last-day",
	} {
		if got := (Schedule{Kind: Monthly, Day: day}).Summary().ID; got != want {
			t.Errorf("of day %d it says %s, want %s", day, got, want)
		}
	}
}

func TestNextOfWhatOtherTestsDoNotMeet(t *testing.T) {
	at := func(text string) time.Time {
		moment, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	for name, c := range map[string]struct {
		schedule    Schedule
		after, want string
	}{
		"of an hourly schedule only the minute counts": {Schedule{Kind: Hourly, Time: 7*60 + 15}, "2026-03-01T00:00:00Z", "2026-03-01T00:15:00Z"},
		"a clock that stands before the year 2000":     {Schedule{Kind: Minutes, Every: 15}, "1999-12-31T23:50:00Z", "2000-01-01T00:00:00Z"},
		"a run at that moment":                         {Schedule{Kind: Minutes, Every: 15}, "1999-12-31T23:45:00Z", "2000-01-01T00:00:00Z"},
	} {
		if got := c.schedule.Next(at(c.after), time.UTC); !got.Equal(at(c.want)) {
			t.Errorf("given %s: %s, want %s", name, got, c.want)
		}
	}
	upcoming := Schedule{Kind: Daily, Time: 60}.Upcoming(at("2026-03-01T00:00:00Z"), time.UTC, 3)
	if len(upcoming) != 3 || !upcoming[0].Equal(at("2026-03-01T01:00:00Z")) || !upcoming[2].Equal(at("2026-03-03T01:00:00Z")) {
		t.Errorf("upcoming: %v", upcoming)
	}
	if none := (Schedule{}).Upcoming(at("2026-03-01T00:00:00Z"), time.UTC, 3); len(none) != 0 {
		t.Errorf("upcoming of none: %v", none)
	}
}
