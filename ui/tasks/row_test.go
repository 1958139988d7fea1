package tasks

import (
	"slices"
	"strings"
	"testing"
	"time"

	_ "fyne.io/fyne/v2/test" // sets up the translations

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/theme"
)

func TestARowSaysWhatATaskDid(t *testing.T) {
	started := time.Date(2026, 2, 3, 14, 5, 6, 0, time.Local)
	task := func(change func(*app.Task)) app.Task {
		done := app.Task{
			ID: 7, ConnectionName: "Contoso", Started: started, Ended: started.Add(75 * time.Second),
			Trigger: app.TriggerSchedule, Status: app.StatusSucceeded,
		}
		change(&done)
		return done
	}
	for _, given := range []struct {
		what string
		task app.Task
		want string // the cells, by |, without the date, which depends on today
		dot  theme.Status
		tips []string // some tooltip says each
	}{
		{
			"a success", task(func(t *app.Task) {
				t.Counts.Users = connector.Count{Total: 1500, Added: 38, Changed: 12, Removed: 5}
				t.Counts.Licenses = connector.Count{Total: 19}
			}),
			"7|Contoso|1 min 15 s|Schedule|Succeeded|1,500|+38, 12 changed, -5|", theme.StatusOK,
			[]string{"Users: 1,500 (+38, 12 changed, -5)\nLicenses: 19", "Started 2026-02-03 14:05:06\nEnded 2026-02-03 14:06:21"},
		},
		{
			"one with warnings", task(func(t *app.Task) {
				t.Status, t.Counts.Users.Total = app.StatusWarnings, 3
				t.Warnings = []app.Warning{{Message: "Names are concealed."}, {Message: "No reports.", Advice: "Ask for a role."}}
			}),
			"7|Contoso|1 min 15 s|Schedule|Succeeded with warnings|3||2", theme.StatusWarning,
			[]string{"Names are concealed.\nNo reports. Ask for a role."},
		},
		{
			"a failure", task(func(t *app.Task) {
				t.Status, t.Trigger = app.StatusFailed, app.TriggerManual
				t.Failure = connector.Advice{Message: "No network.", Action: "Look at the cable."}
			}),
			"7|Contoso|1 min 15 s|Manual|Failed|||", theme.StatusFailed,
			[]string{"No network. Look at the cable."},
		},
		{
			"one that runs",
			app.Task{ID: 8, ConnectionName: "Contoso", Trigger: app.TriggerConsole, Status: app.StatusRunning},
			"8|Contoso|0.0 s|Console|Running|||", theme.StatusRunning, nil,
		},
		{
			"an empty tenant", task(func(t *app.Task) { t.Counts.Users.Removed = 3 }),
			"7|Contoso|1 min 15 s|Schedule|Succeeded|0|-3|", theme.StatusOK,
			[]string{"Users: 0 (-3)"},
		},
	} {
		t.Run(given.what, func(t *testing.T) {
			cells := row(given.task)
			var texts, tips []string
			for i, c := range cells {
				if tips = append(tips, c.Tooltip); i != 2 {
					texts = append(texts, c.Text)
				}
			}
			if len(cells) != len(columns()) {
				t.Errorf("%d cells for %d columns", len(cells), len(columns()))
			}
			if got := strings.Join(texts, "|"); got != given.want || cells[5].Status != given.dot {
				t.Errorf("%s (%v), want %s", got, cells[5].Status, given.want)
			}
			for _, tip := range given.tips {
				if !slices.Contains(tips, tip) {
					t.Errorf("no tooltip says %q, but %q", tip, tips)
				}
			}
		})
	}
}
