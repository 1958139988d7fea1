package schedule

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"inventorybeacon/connector"
)

// The fields of the dialog Edit Schedule.
const (
	FieldName  = connector.FieldName
	FieldKind  = connector.Field("kind")
	FieldEvery = connector.Field("every")
	FieldTime  = connector.Field("time")
	FieldDays  = connector.Field("days")
	FieldDay   = connector.Field("day")
)

const (
	longestName   = 100
	longestEvery  = 24 * 60
	minutesOfADay = 24 * 60
)

// Validate returns every problem of a schedule, in the order of the dialog's
// fields. It does not look at whether the name is free, which needs the other
// schedules.
func (s Schedule) Validate() []connector.Problem {
	var problems []connector.Problem
	add := func(field connector.Field, found bool, m connector.Message) {
		if found {
			problems = append(problems, connector.Problem{Field: field, Message: m})
		}
	}
	name, found := nameProblem(s.Name)
	add(FieldName, found, name)
	switch s.Kind {
	case Minutes:
		most := connector.Message{ID: "schedule.every", Data: connector.Data{"Most": connector.Digits(longestEvery)}}
		add(FieldEvery, s.Every < 1 || s.Every > longestEvery, most)
	case Hourly:
		add(FieldTime, !s.Time.valid(), connector.Message{ID: "schedule.minute"})
	case Daily, Weekly, Monthly:
		add(FieldTime, !s.Time.valid(), connector.Message{ID: "schedule.time"})
	default:
		add(FieldKind, true, connector.Message{ID: "schedule.kind"})
	}
	add(FieldDays, s.Kind == Weekly && s.Days&EveryDay == 0, connector.Message{ID: "schedule.days"})
	add(FieldDay, s.Kind == Monthly && (s.Day < 1 || s.Day > LastDay), connector.Message{ID: "schedule.day"})
	return problems
}

func (t TimeOfDay) valid() bool { return t >= 0 && t < minutesOfADay }

// nameProblem is freer than the name of a connection, from which files and
// commands may be made: "Nightly (02:00)" is a good name for a schedule.
func nameProblem(name string) (m connector.Message, found bool) {
	switch {
	case strings.TrimSpace(name) == "":
		return connector.Message{ID: "schedule.name.empty"}, true
	case !utf8.ValidString(name):
		return connector.Message{ID: "schedule.name.no-text"}, true
	case name != strings.TrimSpace(name):
		return connector.Message{ID: "schedule.name.space"}, true
	case strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }):
		return connector.Message{ID: "schedule.name.invisible"}, true
	case utf8.RuneCountInString(name) > longestName:
		length := connector.Data{"Characters": connector.Digits(utf8.RuneCountInString(name)), "Most": connector.Digits(longestName)}
		return connector.Message{ID: "schedule.name.long", Data: length}, true
	default:
		return m, false
	}
}
