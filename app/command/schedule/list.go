package schedule

import (
	"context"
	"strings"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/schedule"
)

type listCommand struct{}

// scheduleRow is a schedule as JSON.
type scheduleRow struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	// Summary says it in words.
	Summary     string             `json:"summary"`
	Every       int                `json:"every,omitempty"`
	Time        schedule.TimeOfDay `json:"time"`
	Days        schedule.Weekdays  `json:"days,omitempty"`
	Day         any                `json:"day,omitempty"` // a number, or "last"
	CatchUp     bool               `json:"catchUp"`
	NextRun     *time.Time         `json:"nextRun"`
	Connections []string           `json:"connections"`
	// Upcoming are the next runs, of one schedule alone.
	Upcoming []time.Time `json:"upcoming,omitempty"`
}

func newScheduleRow(e workspace.ScheduleEntry) scheduleRow {
	s := e.Schedule
	row := scheduleRow{
		Name: s.Name, Kind: string(s.Kind), Summary: message.Text(s.Summary()), Every: s.Every, Time: s.Time, Days: s.Days,
		CatchUp: s.CatchUp, NextRun: console.TimeOrNull(e.NextRun), Connections: console.ConnectionNames(e.Connections),
	}
	switch {
	case s.Day >= schedule.LastDay:
		row.Day = "last"
	case s.Day > 0:
		row.Day = s.Day
	}
	return row
}

func (listCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	entries := beacon.Schedules()
	if c.JSON {
		rows := []scheduleRow{}
		for _, e := range entries {
			rows = append(rows, newScheduleRow(e))
		}
		return c.PrintJSON(rows)
	}
	if len(entries) == 0 {
		c.Note("There are no schedules yet. Add one with: %s schedule add NAME --time 02:30", c.Program())
		return nil
	}
	t := console.NewTable("Schedule", "Runs", "Next run", "Connections")
	for _, e := range entries {
		t.Add(e.Schedule.Name, message.Text(e.Schedule.Summary()), console.ClockTime(e.NextRun),
			strings.Join(console.ConnectionNames(e.Connections), ", "))
	}
	if rest := beacon.NotScheduled(); len(rest) > 0 {
		t.Add(message.L("Not scheduled"), "", "", strings.Join(console.ConnectionNames(rest), ", "))
	}
	noteWhoRuns(c, beacon)
	return t.Write(c)
}

// noteWhoRuns says who runs the schedules.
func noteWhoRuns(c *console.Console, beacon *app.Beacon) {
	if state := beacon.SchedulerState(); state.Anywhere() {
		c.Note("The schedules are run by %s.", state.Where())
		return
	}
	noteScheduler(c, beacon)
}

type showCommand struct {
	Name string `arg:"" help:"Schedule name."`
}

// upcomingRuns is how many of the next runs are shown.
const upcomingRuns = 5

func (cmd showCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	entry, err := beacon.ScheduleNamed(cmd.Name)
	if err != nil {
		return err
	}
	row := newScheduleRow(entry)
	row.Upcoming = beacon.Upcoming(entry.Schedule, upcomingRuns)
	if c.JSON {
		return c.PrintJSON(row)
	}
	t := console.NewTable()
	t.Add("Schedule", row.Name)
	t.Add("Runs", row.Summary)
	t.Add("Missed runs are made up", message.YesNo(row.CatchUp))
	t.Add("Connections", strings.Join(row.Connections, ", "))
	for i, run := range row.Upcoming {
		label := ""
		if i == 0 {
			label = message.L("Next runs")
		}
		t.Add(label, run.Format("Mon 2006-01-02 15:04 MST"))
	}
	noteWhoRuns(c, beacon)
	return t.Write(c)
}
