package app

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
)

// unrecord leaves a task as its process does that is killed before it records the end.
func unrecord(t *testing.T, b *opened, task store.Task) {
	t.Helper()
	task.Status, task.Ended, task.Counts, task.Warnings = store.StatusRunning, time.Time{}, connector.Counts{}, nil
	task.Failure, task.Held, task.Phases = connector.Advice{}, connector.HeldBack{}, nil
	if err := b.store.UpdateTask(t.Context(), task); err != nil {
		t.Fatal(err)
	}
}

// A kill between the commit that publishes an import and its recording takes nothing away
// of what is known of it: it stands in the inventory.
func TestAnImportThatWasKilledAfterItsPublishIsRecordedAsPublished(t *testing.T) {
	noMoreSubscriptions := func(server *demotenant.Server) { server.Script(emptyList("/v1.0/directory/subscriptions")) }
	for name, test := range map[string]struct {
		change func(*demotenant.Server)
		notice func(t *testing.T, b *opened, task store.Task) *opened
		want   store.Status
	}{
		"the data directory is opened": {nil, reopened, store.StatusSucceeded},
		"it had warnings":              {noMoreSubscriptions, reopened, store.StatusWarnings},
		"another import begins": {nil, func(t *testing.T, b *opened, task store.Task) *opened {
			if _, err := b.Import(t.Context(), task.ConnectionID, store.TriggerManual); err != nil {
				t.Error(err)
			}
			return b
		}, store.StatusSucceeded},
		"it is to be cancelled": {nil, func(t *testing.T, b *opened, task store.Task) *opened {
			if err := b.CancelImport(t.Context(), task.ID); err == nil {
				t.Error("what is published was cancelled")
			}
			return b
		}, store.StatusSucceeded},
	} {
		t.Run("given "+name, func(t *testing.T) {
			server := demotenanttest.Start(t, demotenant.Options{Users: 50})
			b := openDir(t, t.TempDir(), sourceOf(server))
			c := connect(t, b, "Contoso")
			mustImport(t, b, c)
			if test.change != nil {
				test.change(server)
			}
			want := mustImport(t, b, c)
			unrecord(t, b, want)
			staged := filepath.Join(b.dir, "staging", c.ID+".db") // the file that the process could not remove either
			if err := os.WriteFile(staged, []byte("what was staged"), 0o600); err != nil {
				t.Fatal(err)
			}
			b = test.notice(t, b, want)
			got := wantTask(t, b, want.ID, test.want, "")
			if got.Counts != want.Counts || len(got.Warnings) != len(want.Warnings) || got.Ended.Before(want.Started.Truncate(time.Millisecond)) {
				t.Errorf("recorded %+v\nwas %+v", got, want)
			}
			if _, err := os.Stat(staged); err == nil {
				t.Error("what was staged is left")
			}
			if entry, _ := b.Entry(c.ID); strings.Contains(entry.Status(), "nterrupted") {
				t.Errorf("the connection is shown as %s", entry.Status())
			}
		})
	}
}

func reopened(t *testing.T, b *opened, _ store.Task) *opened {
	t.Helper()
	b.close()
	return openDir(t, b.dir, b.source)
}

// Whoever shows tasks hears of it.
func TestWhatIsSettledIsShown(t *testing.T) {
	b, _, c, task := heldBack(t, t.TempDir())
	if _, err := b.PublishHeld(t.Context(), task.ID); err != nil {
		t.Fatal(err)
	}
	if err := b.store.UpdateTask(t.Context(), task); err != nil { // as it was before the kill
		t.Fatal(err)
	}
	if err := b.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	told := 0
	defer b.OnProgress(func() { told++ })()
	if err := b.DiscardHeld(t.Context(), task.ID); err == nil {
		t.Error("what is published was discarded")
	}
	if entry, _ := b.Entry(c.ID); told == 0 || entry.Status() == "Held back" {
		t.Errorf("told %d times, shown as %s", told, entry.Status())
	}
}

func TestTasksWhoseProcessIsGoneAreInterrupted(t *testing.T) {
	dir := t.TempDir()
	b := openDir(t, dir, sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	c := connect(t, b, "Contoso")
	first := mustImport(t, b, c)
	create := func(connection string, status store.Status, started time.Time) int64 {
		task, err := b.store.CreateTask(t.Context(),
			store.Task{ConnectionID: connection, ConnectionName: connection, Status: status, Started: started})
		if err != nil {
			t.Fatal(err)
		}
		return task.ID
	}
	dead, alive := create("dead", store.StatusRunning, b.now()), create("alive", store.StatusRunning, b.now())
	done, after := create("dead", store.StatusFailed, b.now()), create(c.ID, store.StatusRunning, b.now())
	release, err := lock.Connection(dir, "alive")
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	progress := lock.ProgressFile(dir, "dead")
	if err := os.WriteFile(progress, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if some, err := b.Settle(t.Context()); !some || err != nil {
		t.Errorf("settled: %t, %v", some, err)
	}
	for id, want := range map[int64]store.Status{
		first.ID: store.StatusSucceeded, dead: store.StatusInterrupted, alive: store.StatusRunning, done: store.StatusFailed,
		after: store.StatusInterrupted,
	} {
		if task := wantTask(t, b, id, want, ""); want == store.StatusInterrupted && task.Ended.IsZero() {
			t.Errorf("task %d: %+v", id, task)
		}
	}
	if _, err := os.Stat(progress); err == nil {
		t.Error("how far it was is left")
	}
	if some, err := b.Settle(t.Context()); some || err != nil {
		t.Errorf("settled again: %t, %v", some, err)
	}
}

// A restored beacon.db gives numbers once more that stand in the inventory already.
func TestATaskIsNotTakenForAnOlderOneOfItsNumber(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	task := mustImport(t, b, connect(t, b, "Contoso"))
	task.Started = task.Started.Add(time.Hour)
	unrecord(t, b, task)
	if _, err := b.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantTask(t, b, task.ID, store.StatusInterrupted, "")
}

// What a kill, or a former version, has left in the folder of staging files goes when the
// data directory is opened, and nothing else does.
func TestStagingFilesThatNothingWaitsForAreRemoved(t *testing.T) {
	for name, test := range map[string]struct {
		// file is its name, with ID for the connection and TASK for the task that waits.
		file   string
		locked bool
		stays  bool
	}{
		"an import that another one has taken the place of": {file: "ID.held.1.db"},
		"an import of which there is no task":               {file: "ID.held.999.db"},
		"its log":                                           {file: "ID.held.999.db-wal"},
		"an import of a former version":                     {file: "ID.held.db"},
		"an import of a deleted connection":                 {file: "gone.held.1.db"},
		"an import of it that was cut short":                {file: "gone.db"},
		"a log of it":                                       {file: "gone.db-shm"},
		"an index of a former version":                      {file: "gone.search.db"},
		"an import that waits":                              {file: "ID.held.TASK.db", stays: true},
		"an import that goes on":                            {file: "ID.db", stays: true},
		"a file of something else":                          {file: "notes.txt", stays: true},
		"a file that looks like one of ours":                {file: "ID.held.x.db.bak", stays: true},
		"an import that another process is at":              {file: "ID.held.999.db", locked: true, stays: true},
		"a connection that another process is at":           {file: "gone.db", locked: true, stays: true},
	} {
		t.Run("given "+name, func(t *testing.T) {
			dir := t.TempDir()
			b, _, c, task := heldBack(t, dir)
			waiting := heldFile(t, dir, c)
			file := strings.ReplaceAll(strings.ReplaceAll(test.file, "ID", c.ID), "TASK", strconv.FormatInt(task.ID, 10))
			path := filepath.Join(dir, "staging", file)
			if path != waiting {
				if err := os.WriteFile(path, nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			b.close()
			if test.locked {
				id, _, _ := strings.Cut(file, ".")
				release, err := lock.Connection(dir, id)
				if err != nil {
					t.Fatal(err)
				}
				defer release()
			}
			b = openDir(t, dir, b.source)
			if _, err := os.Stat(path); (err == nil) != test.stays {
				t.Errorf("%s: %v", file, err)
			}
			if test.locked {
				return
			}
			if _, err := b.PublishHeld(t.Context(), task.ID); err != nil {
				t.Errorf("what waits cannot be published: %v", err)
			}
		})
	}
}

// A kill may come between the renaming of what is held back and its recording.
func TestAnImportThatIsKeptButNotRecordedIsRemoved(t *testing.T) {
	dir := t.TempDir()
	b, _, c, task := heldBack(t, dir)
	unrecord(t, b, task)
	file := heldFile(t, dir, c)
	b = reopened(t, b, task)
	wantTask(t, b, task.ID, store.StatusInterrupted, "")
	if _, err := os.Stat(file); err == nil {
		t.Errorf("%s is left", file)
	}
}

// The file of a former version, which could keep one import only, is that of the later of
// two that a kill has left waiting.
func TestOfTwoThatWaitTheOneInTheFileOfAFormerVersionIsDecidedUpon(t *testing.T) {
	dir := t.TempDir()
	b, _, c, task := heldBack(t, dir)
	again, err := b.Import(t.Context(), c.ID, store.TriggerSchedule)
	if held := (*inventory.HeldBackError)(nil); !errors.As(err, &held) {
		t.Fatal(err)
	}
	if err := os.Rename(heldFile(t, dir, c), filepath.Join(dir, "staging", c.ID+".held.db")); err != nil {
		t.Fatal(err)
	}
	if err := b.store.UpdateTask(t.Context(), task); err != nil {
		t.Fatal(err)
	}
	b = reopened(t, b, task)
	published, err := b.PublishHeld(t.Context(), again.ID)
	if err != nil || published.Counts.Licenses.Removed != 19 {
		t.Errorf("%+v, %v", published, err)
	}
	wantTask(t, b, task.ID, store.StatusDiscarded, "A later import")
	if left, err := os.ReadDir(filepath.Join(dir, "staging")); err != nil || slices.ContainsFunc(left, func(e os.DirEntry) bool {
		return strings.HasPrefix(e.Name(), c.ID)
	}) {
		t.Errorf("left: %v, %v", left, err)
	}
}
