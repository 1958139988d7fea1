package serve

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/service"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

func TestTheEventLogHearsOfFailuresAndTheirEnd(t *testing.T) {
	var got []string
	w := newEventWriter(func(id service.EventID, text string) { got = append(got, fmt.Sprint(id, " ", text)) })
	// Given a connection whose last import has failed before the service began,
	w.begin([]workspace.Entry{{Connection: connector.Connection{ID: "a"}, LastTask: app.Task{Status: app.StatusFailed}}})
	for _, step := range []struct {
		connection string
		status     app.Status
		want       string
	}{
		{"a", app.StatusSucceeded, "202 text"},
		{"a", app.StatusWarnings, ""},
		{"b", app.StatusFailed, "200 text\n\nDo that."},
		{"b", app.StatusFailed, "200 text\n\nDo that."},
		{"a", app.StatusSucceeded, ""},
		{"b", app.StatusHeldBack, "201 text\n\nDo that."},
		{"b", app.StatusCancelled, ""},
		{"b", app.StatusSucceeded, "202 text"},
	} {
		got = nil
		task := app.Task{ConnectionID: step.connection, Status: step.status}
		if step.status == app.StatusFailed || step.status == app.StatusHeldBack {
			task.Failure.Action = "Do that."
		}
		// when an import ends, then that is written unless it went as before.
		w.imported(scheduler.Event{Text: "text", Task: task})
		want := []string{step.want}
		if step.want == "" {
			want = nil
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s %s: %q, want %q", step.connection, step.status, got, want)
		}
	}
}

func TestTheEventLogHearsOnceADayOfWhatExpires(t *testing.T) {
	written := 0
	w := newEventWriter(func(id service.EventID, text string) {
		if id != service.EventExpires {
			t.Errorf("%d %s", id, text)
		}
		written++
	})
	// Given a client secret that ends five days after an entry that was made at no time,
	entries := []workspace.Entry{{Connection: connector.Connection{
		Name: "Contoso", Flow: connector.ClientCredentials, ClientSecretExpires: connector.DateOf(time.Time{}.AddDate(0, 0, 5)),
	}}}
	// when it is looked at twice, then it is written once.
	w.expire(entries)
	w.expire(entries)
	if written != 1 {
		t.Errorf("written %d times", written)
	}
	w.expire([]workspace.Entry{{}})
	if written != 1 {
		t.Error("nothing ends")
	}
}
