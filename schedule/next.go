package schedule

import "time"

// Next returns the first run after a moment, by the clocks of a place; the zero
// time when there is none, because the schedule is none or has problems.
//
// Kinds Daily, Weekly and Monthly run once on each of their days: when the clock
// leaves their time out, at the first moment after the gap; when it shows their
// time twice, at the first of both. Kind Hourly runs whenever the clock shows its
// minute. Kind Minutes does not look at the clock: its runs are equally far apart
// at all times.
func (s Schedule) Next(after time.Time, place *time.Location) time.Time {
	switch {
	case !s.repeats():
		return time.Time{}
	case s.Kind == Minutes:
		return nextInterval(after, time.Duration(s.Every)*time.Minute, place)
	case s.Kind == Hourly:
		return nextMinute(after, int(s.Time)%60, place)
	default:
		return s.nextDay(after, place)
	}
}

// Upcoming returns the next n runs after a moment.
func (s Schedule) Upcoming(after time.Time, place *time.Location, n int) []time.Time {
	var runs []time.Time
	for range n {
		after = s.Next(after, place)
		if after.IsZero() {
			break
		}
		runs = append(runs, after)
	}
	return runs
}

// Latest returns the last run at a moment or before it; the zero time when there
// is none.
func (s Schedule) Latest(at time.Time, place *time.Location) time.Time {
	if !s.repeats() {
		return time.Time{}
	}
	latest := time.Time{}
	for run := s.Next(at.Add(-s.longest()), place); !run.After(at); run = s.Next(run, place) {
		latest = run
	}
	return latest
}

// longest is more than the time between any two runs; a day that a place leaves
// out, as Samoa did in 2011, included.
func (s Schedule) longest() time.Duration {
	const day = 24 * time.Hour
	switch s.Kind {
	case Minutes:
		return time.Duration(s.Every) * time.Minute
	case Hourly:
		return day + 2*time.Hour
	case Daily:
		return 3 * day
	case Weekly:
		return 9 * day
	default:
		return 34 * day
	}
}

// repeats reports whether there is a next run at all.
func (s Schedule) repeats() bool {
	switch s.Kind {
	case Minutes:
		return s.Every > 0
	case Weekly:
		return s.Days&EveryDay != 0
	case Monthly:
		return s.Day > 0
	default:
		return s.Kind == Hourly || s.Kind == Daily
	}
}

// nextInterval counts from a midnight of long ago, so that the runs are the same
// whenever the program was started, and begin with the day where that is possible.
func nextInterval(after time.Time, every time.Duration, place *time.Location) time.Time {
	anchor := time.Date(2000, time.January, 1, 0, 0, 0, 0, place).Unix()
	step := int64(every / time.Second)
	since := after.Unix() - anchor
	passed := since / step
	if since < 0 && since%step != 0 {
		passed--
	}
	return time.Unix(anchor+(passed+1)*step, 0).In(place)
}

// nextMinute looks at the clock again behind each of its changes: one by half an
// hour, as on Lord Howe Island, moves the minutes too.
func nextMinute(after time.Time, minute int, place *time.Location) time.Time {
	t := after.In(place)
	for {
		_, change := t.ZoneBounds()
		wait := (time.Duration(minute-t.Minute())*time.Minute + time.Hour) % time.Hour
		run := t.Add(wait).Truncate(time.Minute)
		if !run.After(after) {
			run = run.Add(time.Hour)
		}
		if change.IsZero() || run.Before(change) {
			return run
		}
		if change.Minute() == minute {
			return change
		}
		t = change
	}
}

// nextDay goes through the days of the calendar, which clock changes do not
// touch. It begins before the day of after, whose run may have been put off into
// the next one by a gap.
func (s Schedule) nextDay(after time.Time, place *time.Location) time.Time {
	local := after.In(place)
	y, m, d := local.Date()
	if s.Kind == Monthly {
		for month := m - 1; ; month++ {
			day := min(s.Day, lastOf(y, month))
			if run := moment(y, month, day, s.Time, place); run.After(after) {
				return run
			}
		}
	}
	for day := d - 1; ; day++ {
		weekday := time.Date(y, m, day, 0, 0, 0, 0, time.UTC).Weekday()
		if s.Kind == Weekly && !s.Days.Has(weekday) {
			continue
		}
		if run := moment(y, m, day, s.Time, place); run.After(after) {
			return run
		}
	}
}

// lastOf is how many days a month has. Months below and above those of the year
// are those of the years beside it.
func lastOf(y int, m time.Month) int { return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// moment is when the clocks of a place show a time: for the first time, when they
// show it twice; the first moment after, when they leave it out.
func moment(y int, m time.Month, d int, at TimeOfDay, place *time.Location) time.Time {
	wall := time.Date(y, m, d, int(at)/60, int(at)%60, 0, 0, time.UTC)
	guess := time.Date(y, m, d, int(at)/60, int(at)%60, 0, 0, place)
	begin, end := guess.ZoneBounds()
	// Where the clock changes, guess may stand on either side of the change.
	if !begin.IsZero() {
		if before := under(wall, begin.Add(-1), place); before.Before(begin) {
			return before
		}
	}
	if run := under(wall, guess, place); !run.Before(begin) && (end.IsZero() || run.Before(end)) {
		return run
	}
	if guessWall := asUTC(guess); guessWall.After(wall) {
		return begin
	}
	return end
}

// under is the moment at which the clock would show wall if it always went as at
// some moment.
func under(wall, as time.Time, place *time.Location) time.Time {
	_, offset := as.In(place).Zone()
	return wall.Add(-time.Duration(offset) * time.Second).In(place)
}

// asUTC is what the clock shows, without its zone.
func asUTC(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}
