package command

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/schedule"
)

type scheduleCommands struct {
	List   scheduleListCommand   `cmd:"" help:"List the schedules, their next runs and their connections."`
	Show   scheduleShowCommand   `cmd:"" help:"Show a schedule and its next runs."`
	Add    scheduleAddCommand    `cmd:"" help:"Add a schedule."`
	Edit   scheduleEditCommand   `cmd:"" help:"Change a schedule."`
	Delete scheduleDeleteCommand `cmd:"" help:"Delete a schedule; its connections are then not scheduled."`
	Assign scheduleAssignCommand `cmd:"" help:"Give a connection a schedule, or none."`
	Run    scheduleRunCommand    `cmd:"" help:"Import through every connection of a schedule now, one after another."`
}

// scheduleFlags are the fields of the dialog Edit Schedule. A flag that is not
// given leaves its field as it is.
type scheduleFlags struct {
	Kind    *string `help:"How it repeats: minutes, hourly, daily, weekly or monthly; else what the other flags say." placeholder:"KIND"`
	Every   *int    `help:"Minutes between two runs, of kind minutes." placeholder:"N"`
	Time    *string `help:"Time of day by this computer's clock; of kind hourly only its minute counts." placeholder:"02:30"`
	Days    *string `help:"Days of the week, of kind weekly." placeholder:"mon,thu"`
	Day     *string `help:"Day of the month from 1 to 31, or last, of kind monthly. In a shorter month it is the last day." placeholder:"DAY"`
	CatchUp *bool   `help:"Make up a run that was missed because nothing was running; so it is unless chosen otherwise." negatable:""`
}

// apply writes the given flags into a schedule.
func (f scheduleFlags) apply(s *app.Schedule) error {
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
	if f.Every != nil {
		s.Every = *f.Every
	}
	if f.Time != nil {
		if s.Time, err = schedule.ParseTimeOfDay(*f.Time); err != nil {
			return problem(schedule.FieldTime, sentence(err))
		}
	}
	if f.Days != nil {
		if s.Days, err = schedule.ParseWeekdays(*f.Days); err != nil {
			return problem(schedule.FieldDays, sentence(err))
		}
	}
	if f.Day != nil {
		if s.Day, err = parseDay(*f.Day); err != nil {
			return problem(schedule.FieldDay, sentence(err))
		}
	}
	if f.CatchUp != nil {
		s.CatchUp = *f.CatchUp
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

func sentence(err error) string { return err.Error() + "." }

type scheduleAddCommand struct {
	Name string `arg:"" help:"Schedule name."`
	scheduleFlags
}

func (cmd scheduleAddCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	s := beacon.NewSchedule()
	s.Name = cmd.Name
	return putSchedule(ctx, c, beacon, s, cmd.scheduleFlags)
}

type scheduleEditCommand struct {
	Name    string  `arg:"" help:"Schedule name."`
	NewName *string `name:"name" help:"New schedule name; its connections stay." placeholder:"NAME"`
	scheduleFlags
}

func (cmd scheduleEditCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	entry, err := beacon.ScheduleNamed(cmd.Name)
	if err != nil {
		return err
	}
	s := entry.Schedule
	set(&s.Name, cmd.NewName)
	return putSchedule(ctx, c, beacon, s, cmd.scheduleFlags)
}

func putSchedule(ctx context.Context, c *console, beacon *app.Beacon, s app.Schedule, flags scheduleFlags) error {
	if err := flags.apply(&s); err != nil {
		return err
	}
	if err := beacon.PutSchedule(ctx, s); err != nil {
		return err
	}
	entry, err := beacon.ScheduleNamed(s.Name)
	if err != nil {
		return err
	}
	c.note("Saved schedule %s: %s, next on %s.", s.Name, entry.Schedule.Summary(), clockTime(entry.NextRun))
	c.noteScheduler(beacon)
	return nil
}

type scheduleDeleteCommand struct {
	Name string `arg:"" help:"Schedule name."`
}

func (cmd scheduleDeleteCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	entry, err := beacon.ScheduleNamed(cmd.Name)
	if err != nil {
		return err
	}
	if err := beacon.DeleteSchedule(ctx, entry.Schedule.ID); err != nil {
		return err
	}
	c.note("Deleted schedule %s.", entry.Schedule.Name)
	for _, e := range entry.Connections {
		c.note("%s is no longer scheduled.", e.Connection.Name)
	}
	return nil
}

type scheduleAssignCommand struct {
	Connection string `arg:"" help:"Connection name."`
	Schedule   string `arg:"" optional:"" help:"Schedule name."`
	None       bool   `help:"Give the connection no schedule."`
}

func (cmd scheduleAssignCommand) Run(ctx context.Context, c *console) error {
	if cmd.None == (cmd.Schedule != "") {
		return &usageError{"name a schedule, or say --none"}
	}
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	connection, err := beacon.Named(cmd.Connection)
	if err != nil {
		return err
	}
	var chosen app.ScheduleEntry
	if !cmd.None {
		if chosen, err = beacon.ScheduleNamed(cmd.Schedule); err != nil {
			return err
		}
	}
	if err := beacon.Assign(ctx, connection.Connection.ID, chosen.Schedule.ID); err != nil {
		return err
	}
	if cmd.None {
		c.note("%s is not scheduled.", connection.Connection.Name)
		return nil
	}
	c.note("%s is imported by schedule %s: %s, next on %s.",
		connection.Connection.Name, chosen.Schedule.Name, chosen.Schedule.Summary(), clockTime(chosen.NextRun))
	if connection.Connection.Disabled {
		c.note("It is disabled, so nothing is imported before it is enabled.")
	}
	c.noteScheduler(beacon)
	return nil
}

// noteScheduler says so when nobody would run a schedule.
func (c *console) noteScheduler(beacon *app.Beacon) {
	if state := beacon.SchedulerState(); !state.Anywhere() {
		c.note("Nothing runs the schedules now. Run %s serve, install the service with %s service install, or leave the window open.",
			c.program(), c.program())
	}
}

// clockTime is a moment as the clocks show it that the schedules go by.
func clockTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 15:04")
}

// connectionNames are the names of connections.
func connectionNames(entries []app.Entry) []string {
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Connection.Name)
	}
	return names
}
