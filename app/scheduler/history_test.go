package scheduler

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

func TestTasksAreKeptAsLongAsWasSaid(t *testing.T) {
	o := openOffice(t, t.TempDir(), RoleServe)
	defer o.closeAll()
	for text, want := range map[string]int{
		"": DefaultHistoryDays, "many": DefaultHistoryDays, "-1": DefaultHistoryDays,
		"0": DefaultHistoryDays, "1": 1, "400": 400,
	} {
		check(t, o.store.SetSetting(t.Context(), historySetting, text))
		if got, err := o.HistoryDays(t.Context()); err != nil || got != want {
			t.Errorf("given %q: %d days, want %d (%v)", text, got, want, err)
		}
	}
	for days, want := range map[int]int{-5: 1, 0: 1, 1: 1, 30: 30} {
		check(t, o.KeepHistory(t.Context(), days))
		if got, err := o.HistoryDays(t.Context()); err != nil || got != want {
			t.Errorf("given %d: %d days, want %d (%v)", days, got, want, err)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if days, err := o.HistoryDays(ended); err == nil {
		t.Errorf("what cannot be read is %d days", days)
	}
}

// Nobody looks at the window of a service: its log is what is left of it. That an import failed is an
// error there once, which the import has logged.
func TestWhatIsToldStandsInTheLog(t *testing.T) {
	o := openOffice(t, t.TempDir(), RoleServe)
	defer o.closeAll()
	var log strings.Builder
	o.log = slog.New(slog.NewTextHandler(&log, nil))
	for _, c := range []struct {
		name  string
		event Event
		level string
	}{
		{
			"given an import that failed",
			Event{Event: EventImport, Schedule: "Nightly", Connection: "Contoso", Task: store.Task{Status: store.StatusFailed}},
			"INFO",
		},
		{
			"given one that did not",
			Event{Event: EventImport, Schedule: "Nightly", Connection: "Contoso", Task: store.Task{Status: store.StatusSucceeded}},
			"INFO",
		},
		{"given no import", Event{Event: EventRunBegins, Schedule: "Nightly"}, "INFO"},
	} {
		log.Reset()
		o.say(c.event, connector.Message{ID: "scheduler.by-hand"})
		for _, want := range []string{"level=" + c.level, "scheduler.by-hand", string(c.event.Event), "schedule=Nightly", "connection=" +
			c.event.Connection} {
			if !strings.Contains(log.String(), want) {
				t.Errorf("%s: no %q in %s", c.name, want, log.String())
			}
		}
	}
}

// A run that has come due while somebody started one by hand is not lost.
func TestARunThatMeetsOneByHandStaysToBeDone(t *testing.T) {
	o := openOffice(t, t.TempDir(), RoleServe)
	defer o.closeAll()
	hourly := everyHour("s")
	end, err := o.enter(hourly, store.TriggerManual)
	check(t, err)
	o.run(t.Context(), hourly, store.TriggerSchedule, connector.Message{ID: "scheduler.goes-on"})
	end()
	o.wantTold(EventRunBegins, 0)
	if !o.left["s"] {
		t.Error("nobody goes on with it")
	}
}
