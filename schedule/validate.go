package schedule

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"inventorybeacon/connector"
)

// The fields of the dialog Edit Schedule; their values are the console's flags.
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
	add := func(field connector.Field, found bool, message string) {
		if found {
			problems = append(problems, connector.Problem{Field: field, Message: message})
		}
	}
	if message := nameProblem(s.Name); message != "" {
		add(FieldName, true, message)
	}
	switch s.Kind {
	case Minutes:
		add(FieldEvery, s.Every < 1 || s.Every > longestEvery,
			fmt.Sprintf("Enter how many minutes lie between two runs, from 1 to %d.", longestEvery))
	case Hourly:
		add(FieldTime, !s.Time.valid(), "Enter the minute of the hour as a time, for example 00:15.")
	case Daily, Weekly, Monthly:
		add(FieldTime, !s.Time.valid(), "Enter the time of day from 00:00 to 23:59.")
	default:
		add(FieldKind, true, fmt.Sprintf("Choose how it repeats: %s.", KindNames()))
	}
	add(FieldDays, s.Kind == Weekly && s.Days&EveryDay == 0, "Choose at least one day of the week.")
	add(FieldDay, s.Kind == Monthly && (s.Day < 1 || s.Day > LastDay), "Choose a day of the month from 1 to 31, or the last day.")
	return problems
}

// KindNames are the values of [Kind] in a sentence.
func KindNames() string {
	var names []string
	for _, kind := range Kinds() {
		names = append(names, string(kind))
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

func (t TimeOfDay) valid() bool { return t >= 0 && t < minutesOfADay }

// nameProblem is freer than the name of a connection, from which files and
// commands may be made: "Nightly (02:00)" is a good name for a schedule.
func nameProblem(name string) string {
	switch {
	case strings.TrimSpace(name) == "":
		return "Enter a name for the schedule."
	case !utf8.ValidString(name):
		return "The schedule name is not valid text (UTF-8). Type it again."
	case name != strings.TrimSpace(name):
		return "The schedule name must not begin or end with a space."
	case strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "The schedule name must not contain line breaks or invisible characters."
	case utf8.RuneCountInString(name) > longestName:
		return fmt.Sprintf("The schedule name has %d characters; at most %d are allowed.", utf8.RuneCountInString(name), longestName)
	default:
		return ""
	}
}
