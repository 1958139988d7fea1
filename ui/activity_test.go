package ui

import (
	"testing"
	"time"

	_ "fyne.io/fyne/v2/test" // sets up the translations

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/connector"
	"inventorybeacon/ui/theme"
)

func TestTheStatusBarSaysHowFarAnImportIs(t *testing.T) {
	now := time.Date(2026, 11, 28, 12, 0, 42, 0, time.UTC)
	task := app.Task{ConnectionName: "Contoso", Started: now.Add(-42 * time.Second)}
	users := func(done, total int64) imports.PhaseProgress {
		return imports.PhaseProgress{Progress: connector.Progress{Phase: connector.PhaseUsers, Done: done, Total: total}}
	}
	left, quiet := users(62, 100), users(62, 100)
	left.Left, quiet.Quiet = 16*time.Second, 12*time.Second
	for want, phases := range map[string][]imports.PhaseProgress{
		"Contoso: importing for 0:42":                    nil,
		"Contoso: importing for 0:42 · 62 % · 16 s left": {left},
		"Contoso: importing for 0:42 · 62 %":             {users(62, 100)},
		"Contoso: importing for 0:42 · nothing for 0:12": {quiet},
	} {
		if got := activity(imports.Execution{Task: task, Phases: phases}, now).String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTheStatusBarSaysHowTheLastImportEnded(t *testing.T) {
	ended := time.Date(2026, 11, 28, 12, 0, 0, 0, time.Local)
	for _, given := range []struct {
		status  app.Status
		failure string
		color   theme.Status
		says    string
	}{
		{app.StatusSucceeded, "", theme.StatusUnset, "Last import of Contoso: Today 12:00, users: +3"},
		{app.StatusWarnings, "", theme.StatusWarning, "Last import of Contoso: Today 12:00, with warnings, users: +3"},
		{app.StatusFailed, "The sign-in was refused.", theme.StatusFailed, "Last import of Contoso: Today 12:00, failed"},
		{app.StatusInterrupted, "", theme.StatusWarning, "Last import of Contoso: Today 12:00, interrupted"},
		{app.StatusHeldBack, "", theme.StatusWarning, "Last import of Contoso: Today 12:00, held back"},
		{app.StatusCancelled, "", theme.StatusUnset, "Last import of Contoso: Today 12:00, cancelled"},
	} {
		task := app.Task{ConnectionName: "Contoso", Status: given.status, Ended: ended}
		task.Failure.Message, task.Counts.Users.Added = given.failure, 3
		color, text := outcome(task, ended.Add(time.Hour))
		if color != given.color || text.String() != given.says || text.Head != "Last import of Contoso" {
			t.Errorf("%s: %v, %q, want %v, %q", given.status, color, text, given.color, given.says)
		}
	}
}

func TestTheBadgeSaysWhatItCounts(t *testing.T) {
	for failed, want := range []string{
		"", "The last import of 1 connection has failed", "The last imports of 2 connections have failed",
	} {
		if got := failedText(failed); got != want {
			t.Errorf("%d: %q, want %q", failed, got, want)
		}
	}
}
