package background

import (
	"slices"
	"testing"
	"time"

	_ "fyne.io/fyne/v2/test" // sets up the translations

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

func TestFailuresAndTheirEndAreTold(t *testing.T) {
	// Given connections of which one has failed before,
	entry := func(id string, task int64, status app.Status) workspace.Entry {
		return workspace.Entry{
			Connection: connector.Connection{ID: id, Name: id},
			LastTask:   app.Task{ID: task, ConnectionName: id, Status: status, Failure: connector.Advice{Message: "why"}},
		}
	}
	known := newOutcomes([]workspace.Entry{
		entry("a", 1, app.StatusSucceeded), entry("b", 2, app.StatusFailed),
		{Connection: connector.Connection{ID: "c"}},
	})
	for _, step := range []struct {
		because string
		entries []workspace.Entry
		want    []string
	}{
		{"nothing has ended", []workspace.Entry{entry("a", 1, app.StatusSucceeded), entry("b", 2, app.StatusFailed)}, nil},
		{"one runs", []workspace.Entry{entry("a", 3, app.StatusRunning)}, nil},
		{"it fails", []workspace.Entry{entry("a", 3, app.StatusFailed)}, []string{"Import of a failed"}},
		{"it is looked at again", []workspace.Entry{entry("a", 3, app.StatusFailed)}, nil},
		{"it is cancelled", []workspace.Entry{entry("a", 4, app.StatusCancelled)}, nil},
		{
			"both succeed",
			[]workspace.Entry{entry("a", 5, app.StatusWarnings), entry("b", 6, app.StatusSucceeded)},
			[]string{"Import of a succeeds again", "Import of b succeeds again"},
		},
		{"it succeeds once more", []workspace.Entry{entry("a", 7, app.StatusSucceeded)}, nil},
		{"a new one fails", []workspace.Entry{entry("c", 8, app.StatusFailed)}, []string{"Import of c failed"}},
	} {
		var got []string
		for _, n := range known.news(step.entries) {
			got = append(got, n.title)
		}
		if !slices.Equal(got, step.want) {
			t.Errorf("%s: told %v, want %v", step.because, got, step.want)
		}
	}
}

func TestTheTrayTellsTheNextRunOfAll(t *testing.T) {
	now := time.Date(2026, 11, 25, 21, 0, 0, 0, time.Local)
	at := func(name string, in time.Duration) workspace.Entry {
		return workspace.Entry{Schedule: app.Schedule{Name: name}, NextRun: now.Add(in)}
	}
	if got := nextRun([]workspace.Entry{{}, at("Weekly", 30*time.Hour), at("Nightly", 5*time.Hour)},
		now); got != "Next run: Nightly, Tomorrow 02:00" {
		t.Errorf("told %q", got)
	}
	if got := nextRun([]workspace.Entry{{}}, now); got != "" {
		t.Errorf("told %q of nothing", got)
	}
}
