package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// Weekdays is a set of days of the week, a bit for each [time.Weekday].
type Weekdays uint8

// EveryDay is the whole week.
const EveryDay Weekdays = 1<<7 - 1

// MondayToFriday are the days on which most people work.
const MondayToFriday Weekdays = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday

// DaysOf returns the set of the given days.
func DaysOf(days ...time.Weekday) Weekdays {
	var set Weekdays
	for _, day := range days {
		set |= 1 << day
	}
	return set
}

// Has reports whether a day belongs to the set.
func (w Weekdays) Has(day time.Weekday) bool { return w&(1<<day) != 0 }

// List returns the days, Monday first.
func (w Weekdays) List() []time.Weekday {
	var days []time.Weekday
	for i := range 7 {
		if day := time.Weekday((i + 1) % 7); w.Has(day) {
			days = append(days, day)
		}
	}
	return days
}

// weekdayIDs are the messages that name the days, Sunday first as in package time.
var weekdayIDs = [...]string{
	"schedule.day.sunday", "schedule.day.monday", "schedule.day.tuesday", "schedule.day.wednesday",
	"schedule.day.thursday", "schedule.day.friday", "schedule.day.saturday",
}

func (w Weekdays) messages() []connector.Message {
	var names []connector.Message
	for _, day := range w.List() {
		names = append(names, connector.Message{ID: weekdayIDs[day]})
	}
	return names
}

func (w Weekdays) names() []string {
	var names []string
	for _, day := range w.List() {
		names = append(names, day.String())
	}
	return names
}

// ParseWeekdays reads the names of days with commas between them, such as
// "mon,Thursday": three letters of a name are enough.
func ParseWeekdays(text string) (Weekdays, error) {
	var set Weekdays
	for name := range strings.SplitSeq(text, ",") {
		day, found := weekdayNamed(strings.ToLower(strings.TrimSpace(name)))
		if !found {
			return 0, fmt.Errorf("%q is no day of the week such as monday", strings.TrimSpace(name))
		}
		set |= DaysOf(day)
	}
	return set, nil
}

func weekdayNamed(name string) (time.Weekday, bool) {
	if len(name) < 3 {
		return 0, false
	}
	i := slices.IndexFunc(EveryDay.List(), func(day time.Weekday) bool {
		return strings.HasPrefix(strings.ToLower(day.String()), name)
	})
	if i < 0 {
		return 0, false
	}
	return EveryDay.List()[i], true
}

// MarshalText implements [encoding.TextMarshaler].
func (w Weekdays) MarshalText() ([]byte, error) {
	return []byte(strings.ToLower(strings.Join(w.names(), ","))), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (w *Weekdays) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*w = 0
		return nil
	}
	*w, err = ParseWeekdays(string(text))
	return err
}
