// Package schedule has the commands for schedules, and their runs now.
package schedule

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
)

// Commands are the commands of inventory-beacon schedule.
type Commands struct {
	List   listCommand   `cmd:"" help:"List the schedules, their next runs and their connections."`
	Show   showCommand   `cmd:"" help:"Show a schedule and its next runs."`
	Add    addCommand    `cmd:"" help:"Add a schedule."`
	Edit   editCommand   `cmd:"" help:"Change a schedule."`
	Delete deleteCommand `cmd:"" help:"Delete a schedule; its connections are then not scheduled."`
	Assign assignCommand `cmd:"" help:"Give a connection a schedule, or none."`
	Run    runCommand    `cmd:"" help:"Import through every connection of a schedule now, one after another."`
}

// fields are the fields of the dialog Edit Schedule. A flag that is not
// given leaves its field as it is.
type fields struct {
	Kind    *string `help:"How it repeats: minutes, hourly, daily, weekly or monthly; else what the other flags say." placeholder:"KIND"`
	Every   *int    `help:"Minutes between two runs, of kind minutes." placeholder:"N"`
	Time    *string `help:"Time of day by this computer's clock; of kind hourly only its minute counts." placeholder:"02:30"`
	Days    *string `help:"Days of the week, of kind weekly." placeholder:"mon,thu"`
	Day     *string `help:"Day of the month from 1 to 31, or last, of kind monthly. In a shorter month it is the last day." placeholder:"DAY"`
	CatchUp *bool   `help:"Make up a run that was missed because nothing was running; so it is unless chosen otherwise." negatable:""`
}

// apply writes the given flags into a schedule.
func (f fields) apply(s *app.Schedule) error {
	var err error
	switch {
	case f.Kind != nil:
		s.Kind = schedule.Kind(*f.Kind)
	case f.Every != nil:
		s.Kind = schedule.Minutes
	case f.Days != nil:
		s.Kind = schedule.Weekly
	case f.Day != nil:
		s.Kind = schedule.Monthly
	}
	if err := f.fit(s.Kind); err != nil {
		return err
	}
	if f.Every != nil {
		s.Every = *f.Every
	}
	if f.Time != nil {
		if s.Time, err = schedule.ParseTimeOfDay(*f.Time); err != nil {
			return console.FieldErrorf(schedule.FieldTime, "%q is no time of day such as 02:30.", *f.Time)
		}
	}
	if f.Days != nil {
		if s.Days, err = schedule.ParseWeekdays(*f.Days); err != nil {
			return console.FieldErrorf(schedule.FieldDays, "There is a day in %q that is none of the week, such as monday.", *f.Days)
		}
	}
	if f.Day != nil {
		if s.Day, err = parseDay(*f.Day); err != nil {
			return console.FieldErrorf(schedule.FieldDay, "%q is neither a day of the month from 1 to 31 nor last.", *f.Day)
		}
	}
	if f.CatchUp != nil {
		s.CatchUp = *f.CatchUp
	}
	return nil
}

// fit refuses flags that mean nothing for the kind, of which nobody would notice that they were
// dropped.
func (f fields) fit(kind schedule.Kind) error {
	given := map[connector.Field]bool{
		schedule.FieldEvery: f.Every != nil, schedule.FieldDays: f.Days != nil, schedule.FieldDay: f.Day != nil,
		schedule.FieldTime: f.Time != nil,
	}
	for _, field := range slices.Sorted(maps.Keys(given)) {
		if given[field] && slices.Contains(schedule.Kinds(), kind) && !kind.Uses(field) {
			return console.UsageErrorf("%s does not go with a schedule of kind %s", "--"+console.FlagOf(field), kind)
		}
	}
	return nil
}

func parseDay(text string) (int, error) {
	if strings.EqualFold(text, "last") {
		return schedule.LastDay, nil
	}
	day, err := strconv.Atoi(text)
	if err != nil || day < 1 || day > 31 {
		return 0, fmt.Errorf("%q is neither a day of the month from 1 to 31 nor last", text)
	}
	return day, nil
}

// noteScheduler says so when nobody would run a schedule.
func noteScheduler(c *console.Console, beacon *app.Beacon) {
	if state := beacon.SchedulerState(); !state.Anywhere() {
		c.Note("Nothing runs the schedules now. Run %s serve, install the service with %s service install, or leave the window open.",
			c.Program(), c.Program())
	}
}
