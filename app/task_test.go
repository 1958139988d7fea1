package app

import (
	"slices"
	"testing"
	"time"

	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

func TestTaskPositionStaysWithItsTask(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 1})))
	for i := range 6 { // ids 1 to 6
		status := store.StatusSucceeded
		if i%2 == 1 {
			status = store.StatusFailed // 2, 4, 6
		}
		if _, err := b.store.CreateTask(t.Context(), store.Task{ConnectionID: "a", ConnectionName: "A", Status: status}); err != nil {
			t.Fatal(err)
		}
	}
	failed := store.TaskQuery{Status: store.StatusFailed}
	for _, c := range []struct {
		query   store.TaskQuery
		id      int64
		row     int
		at      int64
		because string
	}{
		{store.TaskQuery{}, 6, 0, 6, "the newest"},
		{store.TaskQuery{}, 1, 5, 1, "the oldest"},
		{failed, 4, 1, 4, "the second that failed"},
		{failed, 3, 2, 2, "the next older one, for 3 did not fail"},
		{failed, 1, 0, 0, "none is as old"},
	} {
		row, at, err := b.TaskPosition(t.Context(), c.query, c.id)
		if err != nil || row != c.row || at != c.at {
			t.Errorf("%d: row %d, task %d, %v; want row %d, task %d: %s", c.id, row, at, err, c.row, c.at, c.because)
		}
	}
}

func TestTasksOfDeletedConnectionsCanBeChosen(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 20})
	b := openDir(t, t.TempDir(), sourceOf(server))
	kept, gone := connect(t, b, "Kept"), connect(t, b, "Gone")
	mustImport(t, b, kept)
	if _, err := b.Import(t.Context(), gone.ID, store.TriggerManual, imports.AllowDuplicate); err != nil {
		t.Fatal(err)
	}
	kept.Name = "Zebra"
	save(t, b, kept, store.SecretChanges{})
	if err := b.DeleteConnection(t.Context(), gone, false); err != nil {
		t.Fatal(err)
	}
	found, err := b.TaskConnections(t.Context())
	want := []TaskConnection{{ID: kept.ID, Name: "Zebra"}, {ID: gone.ID, Name: "Gone", Deleted: true}}
	if err != nil || !slices.Equal(found, want) {
		t.Errorf("found %+v, %v; want %+v", found, err, want)
	}
}

func TestTheClosingLineOfATaskGroupsItsDigits(t *testing.T) {
	got := imports.ClosingLine(store.Task{Counts: connector.Counts{
		Users: connector.Count{Total: 220901, Added: 1200, Removed: 3}, Licenses: connector.Count{Total: 19},
		Assignments: connector.Count{Total: 662703, Changed: 5},
	}})
	if want := "Published: 220,901 users (1,200 added and 3 removed), 19 licenses (unchanged), 662,703 assignments (5 changed)."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTookAndLabels(t *testing.T) {
	start := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	for name, given := range map[string]struct {
		task store.Task
		want time.Duration
	}{
		"queued":  {store.Task{}, 0},
		"running": {store.Task{Started: start}, time.Hour},
		"ended":   {store.Task{Started: start, Ended: start.Add(time.Minute)}, time.Minute},
	} {
		if got := Took(given.task, start.Add(time.Hour)); got != given.want {
			t.Errorf("a task that is %s took %s, want %s", name, got, given.want)
		}
	}
	if message.Status(store.StatusWarnings) != "Succeeded with warnings" || message.Trigger(store.TriggerConsole) != "Console" ||
		message.Status("") != "" {
		t.Error("labels begin with a capital")
	}
}
