package scheduling

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/widgets/form"
)

// The rows of the dialog. The minute of an hourly schedule has a row of its own,
// though it is a part of its time.
const (
	rowName    = string(schedule.FieldName)
	rowKind    = string(schedule.FieldKind)
	rowEvery   = string(schedule.FieldEvery)
	rowMinute  = "minute"
	rowDays    = string(schedule.FieldDays)
	rowDay     = string(schedule.FieldDay)
	rowTime    = string(schedule.FieldTime)
	rowCatchUp = "catch-up"
)

// kindRows are the rows that only some kinds of schedules have.
var kindRows = []string{rowEvery, rowMinute, rowDays, rowDay, rowTime}

// weekdays is offered beside the kinds: it is a weekly schedule from Monday to Friday, of which only the time is entered.
const weekdays schedule.Kind = "weekdays"

// kinds are what is offered, in its order.
var kinds = slices.Insert(schedule.Kinds(), slices.Index(schedule.Kinds(), schedule.Weekly), weekdays)

// shownFor reports whether schedules of a kind have one of these rows.
func shownFor(row string, kind schedule.Kind) bool {
	if kind == weekdays {
		return row == rowTime
	}
	switch row {
	case rowMinute:
		return kind == schedule.Hourly
	case rowTime:
		return kind != schedule.Hourly && kind.Uses(schedule.FieldTime)
	default:
		return kind.Uses(connector.Field(row))
	}
}

// fields are the dialog's inputs.
type fields struct {
	id      string
	name    *form.Entry
	kind    *form.Select
	every   *form.Entry
	minute  *form.Entry
	days    []*form.Check // Monday first
	day     *form.Select
	time    *form.Entry
	catchUp *form.Check
}

// week is the order of the days' boxes.
var week = schedule.EveryDay.List()

func kindLabel(k schedule.Kind) string {
	switch k {
	case schedule.Minutes:
		return lang.L("Every few minutes")
	case schedule.Hourly:
		return lang.L("Hourly")
	case schedule.Daily:
		return lang.L("Daily")
	case weekdays:
		return lang.L("Weekdays")
	case schedule.Weekly:
		return lang.L("Weekly")
	default:
		return lang.L("Monthly")
	}
}

func newFields() fields {
	f := fields{
		name: form.NewEntry(), every: form.NewEntry(), minute: form.NewEntry(), time: form.NewEntry(),
		catchUp: form.NewCheck(lang.L("Make up a missed run at the next start"), nil),
	}
	var labels []string
	for _, k := range kinds {
		labels = append(labels, kindLabel(k))
	}
	f.kind = form.NewSelect(labels, nil)
	var days []string
	for day := range 31 {
		days = append(days, strconv.Itoa(day+1))
	}
	f.day = form.NewSelect(append(days, lang.L("Last day")), nil)
	for _, day := range week {
		f.days = append(f.days, form.NewCheck(format.Weekday(day), nil))
	}
	f.catchUp.SetTooltip(lang.L("When neither the window nor the service was running at the time of a run, one run is made as soon as either is."))
	return f
}

// form lays the fields out; edited is called after every keystroke.
func (f *fields) form(edited func()) *form.Form {
	for _, entry := range []*form.Entry{f.name, f.every, f.minute, f.time} {
		entry.OnChanged = func(string) { edited() }
	}
	for _, choice := range []*form.Select{f.kind, f.day} {
		choice.OnChanged = func(string) { edited() }
	}
	for _, check := range append(f.days[:len(f.days):len(f.days)], f.catchUp) {
		check.OnChanged = func(bool) { edited() }
	}
	return form.New(
		form.NewRow(rowName, lang.L("Schedule Name"), f.name),
		form.NewRow(rowKind, lang.L("Repeats"), f.kind),
		form.NewRow(rowEvery, lang.L("Minutes between runs"), f.every),
		form.NewRow(rowMinute, lang.L("Minute of the hour"), f.minute),
		form.NewChecksRow(rowDays, lang.L("Days"), f.days[0], f.days[1:]...),
		form.NewRow(rowDay, lang.L("Day of the month"), f.day),
		form.NewRow(rowTime, lang.L("Time"), f.time).WithHint(lang.L("By the clock of this computer, such as 02:30")),
		form.NewRow(rowCatchUp, "", f.catchUp),
	)
}

// keys are the rows in which a problem can stand.
func (f *fields) keys() []string {
	return []string{rowName, rowKind, rowEvery, rowMinute, rowDays, rowDay, rowTime}
}

// show fills the fields. Those that the kind does not use begin with something
// sensible for when it is changed.
func (f *fields) show(s app.Schedule) {
	f.id = s.ID
	f.name.SetValue(s.Name)
	kind := s.Kind
	if kind == schedule.Weekly && s.Days == schedule.MondayToFriday {
		kind = weekdays
	}
	f.kind.SetSelected(kindLabel(kind))
	f.every.SetValue(strconv.Itoa(orElse(s.Every, 60)))
	f.minute.SetValue(strconv.Itoa(int(s.Time) % 60))
	f.time.SetValue(s.Time.String())
	days := s.Days
	if days == 0 {
		days = schedule.DaysOf(week[0])
	}
	for i, day := range week {
		f.days[i].SetChecked(days.Has(day))
	}
	if s.Day >= schedule.LastDay {
		f.day.SetSelected(lang.L("Last day"))
	} else {
		f.day.SetSelected(strconv.Itoa(orElse(s.Day, 1)))
	}
	f.catchUp.SetChecked(s.CatchUp)
}

// repeats is the kind that is chosen.
func (f *fields) repeats() schedule.Kind { return kinds[max(0, f.kind.SelectedIndex())] }

func orElse(value, otherwise int) int {
	if value == 0 {
		return otherwise
	}
	return value
}

// schedule is what the fields say, with values that are refused for what cannot
// be read.
func (f *fields) schedule() app.Schedule {
	s := app.Schedule{ID: f.id, Name: f.name.Text, Kind: f.repeats(), CatchUp: f.catchUp.Checked()}
	switch s.Kind {
	case schedule.Minutes:
		s.Every = format.TypedNumber(f.every.Text)
	case schedule.Hourly:
		s.Time = schedule.TimeOfDay(format.TypedNumber(f.minute.Text))
		if s.Time > 59 {
			s.Time = -1
		}
	default:
		s.Time = format.TypedTime(f.time.Text)
	}
	if s.Kind == weekdays {
		s.Kind, s.Days = schedule.Weekly, schedule.MondayToFriday
		return s
	}
	for i, check := range f.days {
		if s.Kind == schedule.Weekly && check.Checked() {
			s.Days |= schedule.DaysOf(week[i])
		}
	}
	if s.Kind == schedule.Monthly {
		s.Day = f.day.SelectedIndex() + 1 // the last option is [schedule.LastDay]
	}
	return s
}

// rowOf says in which row a problem stands, and with which words.
func rowOf(s app.Schedule, p app.Problem) (key, message string) {
	if p.Field == schedule.FieldTime && s.Kind == schedule.Hourly {
		return rowMinute, lang.L("Enter the minute of the hour, from 0 to 59.")
	}
	return string(p.Field), p.Message
}
