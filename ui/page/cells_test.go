package page

import (
	"log/slog"
	"testing"
	"time"

	_ "fyne.io/fyne/v2/test" // sets up the translations

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/theme"
)

var failure = connector.Advice{Message: "The sign-in was refused.", Action: "Sign in again."}

func TestAConnectionSaysHowItIsDoing(t *testing.T) {
	task := func(status app.Status, failure connector.Advice) app.Task {
		return app.Task{ID: 1, Status: status, Failure: failure}
	}
	signedIn := func(e workspace.Entry) workspace.Entry {
		token := connector.Secret("token")
		e.Connection.Flow, e.Waiting.RefreshToken = connector.AuthorizationCode, &token
		return e
	}
	const noSecret = "The connection has neither a client secret nor a certificate."
	withoutSecret := func(e workspace.Entry) workspace.Entry {
		e.Connection.Flow = connector.ClientCredentials
		return e
	}
	ended := func(status app.Status, failure connector.Advice) workspace.Entry {
		return signedIn(workspace.Entry{LastTask: task(status, failure)})
	}
	held := connector.Advice{Message: "It would remove 19 licenses.", Action: "Review it."}
	none := connector.Advice{}
	for _, given := range []struct {
		what    string
		entry   workspace.Entry
		running bool
		text    string
		status  theme.Status
		muted   bool
		tooltip string
	}{
		{
			"nobody has signed in",
			workspace.Entry{Connection: connector.Connection{Flow: connector.AuthorizationCode}},
			false,
			"Not signed in", theme.StatusNone, true, "",
		},
		{"it was never imported through", signedIn(workspace.Entry{}), false, "Not run yet", theme.StatusNone, true, ""},
		{"it is not saved yet", signedIn(workspace.Entry{Edit: workspace.EditNew}), false, "Not saved yet", theme.StatusNone, true, ""},
		{"its import runs here", ended(app.StatusFailed, failure), true, "Importing", theme.StatusRunning, false, ""},
		{"its import runs elsewhere", ended(app.StatusRunning, none), false, "Importing", theme.StatusRunning, false, ""},
		{
			"it was disabled while its import runs", signedIn(workspace.Entry{Connection: connector.Connection{Disabled: true}}), true,
			"Importing", theme.StatusRunning, false, "",
		},
		{
			"its deletion waits", signedIn(workspace.Entry{Edit: workspace.EditDeleted, LastTask: task(app.StatusFailed, failure)}), false,
			"Deleted, not saved", theme.StatusNone, true, "",
		},
		{
			"it is disabled", signedIn(workspace.Entry{Connection: connector.Connection{Disabled: true}, LastTask: task(app.StatusFailed, failure)}),
			false, "Disabled", theme.StatusNone, true, "",
		},
		{
			"its import has failed", ended(app.StatusFailed, failure), false,
			"Failed", theme.StatusFailed, false, "The sign-in was refused. Sign in again.",
		},
		{"its import was cancelled", ended(app.StatusCancelled, none), false, "Cancelled", theme.StatusNone, false, ""},
		{
			"it has no secret", withoutSecret(workspace.Entry{}), false,
			noSecret, theme.StatusWarning, false, noSecret + " Edit the connection and enter one of them.",
		},
		{
			"it has no secret and was cancelled", withoutSecret(workspace.Entry{LastTask: task(app.StatusCancelled, connector.Advice{})}), false,
			noSecret, theme.StatusWarning, false, noSecret + " Edit the connection and enter one of them.",
		},
		{
			"it has no secret and has failed", withoutSecret(workspace.Entry{LastTask: task(app.StatusFailed, failure)}), false,
			"Failed", theme.StatusFailed, false,
			"The sign-in was refused. Sign in again.\n" + noSecret + " Edit the connection and enter one of them.",
		},
		{
			"its import was held back", ended(app.StatusHeldBack, held), false,
			"Held back", theme.StatusWarning, false, "It would remove 19 licenses. Review it.",
		},
	} {
		t.Run(given.what, func(t *testing.T) {
			got := ConnectionStatus(given.entry, given.running)
			if got.Text != given.text || got.Status != given.status || got.Muted != given.muted || got.Tooltip != given.tooltip {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestAStatusHasAColor(t *testing.T) {
	for status, want := range map[app.Status]theme.Status{
		app.StatusRunning:   theme.StatusRunning,
		app.StatusSucceeded: theme.StatusOK, app.StatusWarnings: theme.StatusWarning,
		app.StatusFailed: theme.StatusFailed, app.StatusCancelled: theme.StatusNone,
		app.StatusInterrupted: theme.StatusWarning, app.StatusHeldBack: theme.StatusWarning, app.StatusDiscarded: theme.StatusNone,
	} {
		if got := TaskStatus(status); got != want {
			t.Errorf("%s is %v, want %v", status, got, want)
		}
	}
}

func TestTheOutcomeIsTheFailureOrElseTheWarnings(t *testing.T) {
	warnings := []app.Warning{{Message: "Names are concealed.", Advice: "Show them."}, {Message: "No reports."}}
	for _, given := range []struct {
		what string
		task app.Task
		want string
	}{
		{"a success", app.Task{}, ""},
		{"a failure", app.Task{Failure: failure}, "The sign-in was refused. Sign in again."},
		{"a failure about which nothing can be done", app.Task{Failure: connector.Advice{Message: "It ended."}}, "It ended."},
		{"a failure after warnings", app.Task{Failure: failure, Warnings: warnings}, "The sign-in was refused. Sign in again."},
		{"warnings", app.Task{Warnings: warnings}, "Names are concealed. Show them.\nNo reports."},
	} {
		if got := Outcome(given.task); got != given.want {
			t.Errorf("of %s it says %q, want %q", given.what, got, given.want)
		}
	}
}

func TestALineOfALogStandsOutByItsLevel(t *testing.T) {
	at := time.Date(2026, 11, 28, 9, 5, 7, 0, time.Local)
	for _, given := range []struct {
		level      slog.Level
		muted, red bool
	}{
		{slog.LevelDebug, true, false},
		{slog.LevelInfo, true, false},
		{slog.LevelWarn, false, false},
		{slog.LevelError, false, true},
	} {
		got := LogLine(app.Line{At: at.UTC(), Level: given.level, Text: "50 users"})
		if got.Text != "09:05:07 50 users" || got.Muted != given.muted || got.Error != given.red {
			t.Errorf("%s: %+v", given.level, got)
		}
	}
}

func TestWhatWaitsToBeDeletedCanBeKept(t *testing.T) {
	for _, given := range []struct {
		selected, deletable, keepable int
		want                          string
	}{
		{0, 0, 0, "Delete"},
		{1, 1, 0, "Delete"},
		{1, 0, 1, "Undo Deletion"},
		{3, 3, 0, "Delete (3)"},
		{3, 1, 2, "Delete (1)"},
		{3, 0, 2, "Undo Deletion (2)"},
		{3, 0, 0, "Delete"},
	} {
		if got := RemoveText(given.selected, given.deletable, given.keepable); got != given.want {
			t.Errorf("%+v: the button says %q", given, got)
		}
	}
}
