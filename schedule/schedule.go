package schedule

import (
	"fmt"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// Kind is how a schedule repeats. Its value is what the console's --kind takes.
type Kind string

// The kinds of schedules.
const (
	Minutes Kind = "minutes"
	Hourly  Kind = "hourly"
	Daily   Kind = "daily"
	Weekly  Kind = "weekly"
	Monthly Kind = "monthly"
)

// Kinds are all kinds, in the order in which they are offered.
func Kinds() []Kind { return []Kind{Minutes, Hourly, Daily, Weekly, Monthly} }

// LastDay is the day of a monthly schedule that runs on the last day of each
// month, however many it has.
const LastDay = 32

// Schedule is a named plan of runs that any number of connections share. Two
// schedules are equal when all their fields are.
type Schedule struct {
	// ID is a random UUID that survives renaming; empty means Not scheduled.
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	// Every is the distance of the runs of kind Minutes, in minutes.
	Every int `json:"every,omitempty"`
	// Time is the local time of day; of kind Hourly only its minute counts, and of
	// kind Minutes nothing.
	Time TimeOfDay `json:"time"`
	// Days are the days of kind Weekly.
	Days Weekdays `json:"days,omitempty"`
	// Day is the day of kind Monthly, from 1, or [LastDay]. In a month that has no
	// such day it runs on the last one.
	Day int `json:"day,omitempty"`
	// CatchUp says that a run that was missed because nothing was running is made
	// up, once, as soon as something is.
	CatchUp bool `json:"catchUp"`
}

// IsZero says that it is no schedule: Not scheduled.
func (s Schedule) IsZero() bool { return s == Schedule{} }

// Default is what a new schedule starts as: every night at two, made up when
// missed.
func Default() Schedule {
	return Schedule{Kind: Daily, Time: 2 * 60, CatchUp: true}
}

// Uses reports whether schedules of the kind use a field of when they run.
func (k Kind) Uses(field connector.Field) bool {
	switch field {
	case FieldEvery:
		return k == Minutes
	case FieldTime:
		return k == Hourly || k == Daily || k == Weekly || k == Monthly
	case FieldDays:
		return k == Weekly
	case FieldDay:
		return k == Monthly
	}
	return false
}

// Trimmed returns the schedule without what its kind does not use, so that two
// that run at the same times are equal in that.
func (s Schedule) Trimmed() Schedule {
	if !s.Kind.Uses(FieldEvery) {
		s.Every = 0
	}
	if !s.Kind.Uses(FieldTime) {
		s.Time = 0
	}
	if s.Kind == Hourly {
		s.Time %= 60
	}
	if !s.Kind.Uses(FieldDays) {
		s.Days = 0
	}
	if !s.Kind.Uses(FieldDay) {
		s.Day = 0
	}
	return s
}

// Summary says when it runs.
func (s Schedule) Summary() connector.Message {
	data := connector.Data{"Time": s.Time}
	switch s.Kind {
	case Minutes:
		return connector.Message{ID: "schedule.summary.minutes", Data: connector.Data{"Count": s.Every}}
	case Hourly:
		return connector.Message{ID: "schedule.summary.hourly", Data: connector.Data{"Minute": int(s.Time) % 60}}
	case Daily:
		return connector.Message{ID: "schedule.summary.daily", Data: data}
	case Weekly:
		if s.Days == MondayToFriday {
			return connector.Message{ID: "schedule.summary.weekdays", Data: data}
		}
		data["Days"] = s.Days.messages()
		return connector.Message{ID: "schedule.summary.weekly", Data: data}
	case Monthly:
		data["Day"] = s.Day
		switch {
		case s.Day >= LastDay:
			return connector.Message{ID: "schedule.summary.monthly.last-day", Data: data}
		case s.Day > 28:
			return connector.Message{ID: "schedule.summary.monthly.late-day", Data: data}
		default:
			return connector.Message{ID: "schedule.summary.monthly", Data: data}
		}
	default:
		return connector.Message{ID: "schedule.summary.none"}
	}
}

// TimeOfDay is a time on the clock in minutes after midnight, written 15:04.
type TimeOfDay int

// ParseTimeOfDay reads 15:04, and also 7:30.
func ParseTimeOfDay(text string) (TimeOfDay, error) {
	t, err := time.Parse("15:04", strings.TrimSpace(text))
	if err != nil {
		return 0, fmt.Errorf("%q is no time of day such as 02:30", text)
	}
	return TimeOfDay(t.Hour()*60 + t.Minute()), nil
}

func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60) }

// MarshalText implements [encoding.TextMarshaler].
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (t *TimeOfDay) UnmarshalText(text []byte) (err error) {
	*t, err = ParseTimeOfDay(string(text))
	return err
}
