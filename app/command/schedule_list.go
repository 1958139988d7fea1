package command

import (
	"context"
	"strings"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/schedule"
)

type scheduleListCommand struct{}

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
		CatchUp: s.CatchUp, NextRun: timeOrNull(e.NextRun), Connections: connectionNames(e.Connections),
	}
	switch {
	case s.Day >= schedule.LastDay:
		row.Day = "last"
	case s.Day > 0:
		row.Day = s.Day
	}
	return row
}

func (scheduleListCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	entries := beacon.Schedules()
	if c.json {
		rows := []scheduleRow{}
		for _, e := range entries {
			rows = append(rows, newScheduleRow(e))
		}
		return c.printJSON(rows)
	}
	if len(entries) == 0 {
		c.note("There are no schedules yet. Add one with: %s schedule add NAME --time 02:30", c.program())
		return nil
	}
	t := newTable("Schedule", "Runs", "Next run", "Connections")
	for _, e := range entries {
		t.add(e.Schedule.Name, message.Text(e.Schedule.Summary()), clockTime(e.NextRun), strings.Join(connectionNames(e.Connections), ", "))
	}
	if rest := beacon.NotScheduled(); len(rest) > 0 {
		t.add(message.L("Not scheduled"), "", "", strings.Join(connectionNames(rest), ", "))
	}
	noteWhoRuns(c, beacon)
	return t.write(c)
}

// noteWhoRuns says who runs the schedules.
func noteWhoRuns(c *console, beacon *app.Beacon) {
	if state := beacon.SchedulerState(); state.Anywhere() {
		c.note("The schedules are run by %s.", state.Where())
		return
	}
	noteScheduler(c, beacon)
}

type scheduleShowCommand struct {
	Name string `arg:"" help:"Schedule name."`
}

// upcomingRuns is how many of the next runs are shown.
const upcomingRuns = 5

func (cmd scheduleShowCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	entry, err := beacon.ScheduleNamed(cmd.Name)
	if err != nil {
		return err
	}
	row := newScheduleRow(entry)
	row.Upcoming = beacon.Upcoming(entry.Schedule, upcomingRuns)
	if c.json {
		return c.printJSON(row)
	}
	t := newTable()
	t.add("Schedule", row.Name)
	t.add("Runs", row.Summary)
	t.add("Missed runs are made up", yesNo(row.CatchUp))
	t.add("Connections", strings.Join(row.Connections, ", "))
	for i, run := range row.Upcoming {
		label := ""
		if i == 0 {
			label = message.L("Next runs")
		}
		t.add(label, run.Format("Mon 2006-01-02 15:04 MST"))
	}
	noteWhoRuns(c, beacon)
	return t.write(c)
}
