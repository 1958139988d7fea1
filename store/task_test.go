package store

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
)

func createTask(t *testing.T, s *Store, connectionID string, status Status) Task {
	t.Helper()
	task, err := s.CreateTask(t.Context(),
		Task{ConnectionID: connectionID, ConnectionName: "name of " + connectionID, Trigger: TriggerManual, Status: status})
	storetest.Must(t, err)
	return task
}

func ids(tasks []Task) []int64 {
	found := []int64{}
	for _, task := range tasks {
		found = append(found, task.ID)
	}
	return found
}

func TestTaskComesBackWhole(t *testing.T) {
	s := newStore(t)
	task := createTask(t, s, "a", StatusRunning)
	for _, change := range []func(){
		func() {},
		func() { task.Status, task.Started = StatusRunning, testTime.Add(time.Second) },
		func() {
			task.Status, task.Ended = StatusWarnings, testTime.Add(time.Minute)
			task.Counts.Users = connector.Count{Total: 4, Added: 1, Changed: 2, Removed: 3}
			task.Warnings = []Warning{{Message: "no reports", Advice: "grant them"}}
			task.Phases = []connector.PhaseTime{
				{Phase: connector.PhaseUsers, Records: 4, Started: 0.2, Seconds: 4.903},
				{Phase: connector.PhasePublish},
			}
		},
		func() { task.Failure = connector.Advice{Message: "m", Action: "a", Reference: "r"} },
	} {
		change()
		storetest.Must(t, s.UpdateTask(t.Context(), task))
		got, err := s.Task(t.Context(), task.ID)
		storetest.Must(t, err)
		if diff := cmp.Diff(task, got); diff != "" {
			t.Error(diff)
		}
	}
	if !task.Status.Ended() || StatusRunning.Ended() {
		t.Error("Ended tells the wrong statuses")
	}
}

func TestUnknownTask(t *testing.T) {
	s := newStore(t)
	_, err := s.Task(t.Context(), 7)
	storetest.WantError[*NotFoundError](t, err)
	storetest.WantError[*NotFoundError](t, s.UpdateTask(t.Context(), Task{ID: 7}))
	storetest.WantError[*NotFoundError](t, s.AddTaskLines(t.Context(), 7, []Line{{Text: "x"}}))
}

func TestTaskLinesAreNumbered(t *testing.T) {
	s := newStore(t)
	task, other := createTask(t, s, "a", StatusRunning), createTask(t, s, "b", StatusRunning)
	line := func(number int, level slog.Level) Line {
		return Line{Number: number, At: testTime, Level: level, Text: "text"}
	}
	storetest.Must(t, s.AddTaskLines(t.Context(), task.ID, nil))
	storetest.Must(t, s.AddTaskLines(t.Context(), task.ID, []Line{line(0, slog.LevelInfo), line(0, slog.LevelWarn)}))
	storetest.Must(t, s.AddTaskLines(t.Context(), other.ID, []Line{line(0, slog.LevelInfo)}))
	storetest.Must(t, s.AddTaskLines(t.Context(), task.ID, []Line{line(0, slog.LevelError)}))
	want := []Line{line(1, slog.LevelInfo), line(2, slog.LevelWarn), line(3, slog.LevelError)}
	for after := range 4 {
		got, err := s.TaskLines(t.Context(), task.ID, after)
		storetest.Must(t, err)
		if len(got) != len(want)-after || len(got) > 0 && !cmp.Equal(got, want[after:]) {
			t.Errorf("after %d: %+v", after, got)
		}
	}
}

func TestTasksAreSelected(t *testing.T) {
	now := testTime
	s, err := Open(t.Context(), t.TempDir(), Options{Keyring: storetest.NewMemoryKeyring(), Now: func() time.Time { return now }})
	storetest.Must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	createTask(t, s, "a", StatusSucceeded)
	createTask(t, s, "b", StatusFailed)
	now = now.Add(time.Hour)
	createTask(t, s, "a", StatusFailed)
	createTask(t, s, "a", StatusRunning)
	for name, c := range map[string]struct {
		query TaskQuery
		want  []int64
	}{
		"all":              {TaskQuery{}, []int64{4, 3, 2, 1}},
		"by connection":    {TaskQuery{ConnectionID: "a"}, []int64{4, 3, 1}},
		"by status":        {TaskQuery{Status: StatusFailed}, []int64{3, 2}},
		"since":            {TaskQuery{Since: now}, []int64{4, 3}},
		"first page":       {TaskQuery{Limit: 2}, []int64{4, 3}},
		"next page":        {TaskQuery{Limit: 2, Before: 3}, []int64{2, 1}},
		"a later page":     {TaskQuery{Offset: 1, Limit: 2}, []int64{3, 2}},
		"newer":            {TaskQuery{After: 2}, []int64{4, 3}},
		"all together":     {TaskQuery{ConnectionID: "a", Status: StatusFailed, Since: now, Before: 4, Limit: 1}, []int64{3}},
		"none of the kind": {TaskQuery{ConnectionID: "c"}, []int64{}},
	} {
		got, err := s.Tasks(t.Context(), c.query)
		storetest.Must(t, err)
		if diff := cmp.Diff(c.want, ids(got)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		c.query.Offset, c.query.Limit = 0, 0
		all, err := s.Tasks(t.Context(), c.query)
		storetest.Must(t, err)
		if n, err := s.CountTasks(t.Context(), c.query); err != nil || n != int64(len(all)) {
			t.Errorf("%s: counted %d of %d tasks, %v", name, n, len(all), err)
		}
	}
	last, err := s.LastTasks(t.Context())
	storetest.Must(t, err)
	if len(last) != 2 || last["a"].ID != 4 || last["b"].ID != 2 {
		t.Errorf("last tasks = %+v", last)
	}
}

func TestOldTasksArePruned(t *testing.T) {
	s := newStore(t)
	storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("a", "A"), SecretChanges{})))
	old := createTask(t, s, "a", StatusSucceeded) // 1
	storetest.Must(t, s.AddTaskLines(t.Context(), old.ID, []Line{{Text: "x"}}))
	createTask(t, s, "a", StatusRunning)   // 2, at work
	createTask(t, s, "a", StatusFailed)    // 3, the connection's last
	createTask(t, s, "gone", StatusFailed) // 4, of a deleted connection
	if n, err := s.PruneTasks(t.Context(), testTime, 0); err != nil || n != 0 {
		t.Errorf("pruned %d young tasks, %v", n, err)
	}
	if n, err := s.PruneTasks(t.Context(), testTime.AddDate(0, 0, 61), 60); err != nil || n != 2 {
		t.Errorf("pruned %d, %v", n, err)
	}
	left, err := s.Tasks(t.Context(), TaskQuery{})
	storetest.Must(t, err)
	if diff := cmp.Diff([]int64{3, 2}, ids(left)); diff != "" {
		t.Error(diff)
	}
	if lines, err := s.TaskLines(t.Context(), old.ID, 0); err != nil || len(lines) != 0 {
		t.Errorf("%d lines left, %v", len(lines), err)
	}
}

func TestTasksOutliveTheirConnection(t *testing.T) {
	s := newStore(t)
	storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("a", "A"), SecretChanges{})))
	task := createTask(t, s, "a", StatusSucceeded)
	storetest.Must(t, s.Apply(t.Context(), []Change{{Delete: "a"}}))
	got, err := s.Task(t.Context(), task.ID)
	if err != nil || got.ConnectionName != "name of a" {
		t.Errorf("task = %+v, %v", got, err)
	}
}

func TestTasksAreCutOutByTheirNumbers(t *testing.T) {
	s := newStore(t)
	for range 3 {
		createTask(t, s, "1", StatusSucceeded)
	}
	for name, c := range map[string]struct {
		query TaskQuery
		want  []int64
	}{
		"all":                  {TaskQuery{}, []int64{3, 2, 1}},
		"before the first":     {TaskQuery{Before: 1}, nil},
		"before the second":    {TaskQuery{Before: 2}, []int64{1}},
		"after the first":      {TaskQuery{After: 1}, []int64{3, 2}},
		"after the last":       {TaskQuery{After: 3}, nil},
		"between":              {TaskQuery{After: 1, Before: 3}, []int64{2}},
		"one":                  {TaskQuery{Limit: 1}, []int64{3}},
		"without the newest":   {TaskQuery{Offset: 1}, []int64{2, 1}},
		"one after the newest": {TaskQuery{Limit: 1, Offset: 1}, []int64{2}},
	} {
		found, err := s.Tasks(t.Context(), c.query)
		storetest.Must(t, err)
		var ids []int64
		for _, task := range found {
			ids = append(ids, task.ID)
		}
		if !slices.Equal(ids, c.want) {
			t.Errorf("%s: %v, want %v", name, ids, c.want)
		}
		c.query.Limit, c.query.Offset = 0, 0
		all, err := s.Tasks(t.Context(), c.query)
		storetest.Must(t, err)
		if n, err := s.CountTasks(t.Context(), c.query); n != int64(len(all)) || err != nil {
			t.Errorf("%s: %d are counted, %d found, %v", name, n, len(all), err)
		}
	}
}

func TestAPageOfWhatWouldBeLostIsRead(t *testing.T) {
	s, task := filledStore(t)
	for _, c := range []struct{ offset, limit, want int }{{0, 0, 2}, {0, 1, 1}, {1, 1, 1}, {1, 0, 1}, {-1, -1, 2}, {2, 1, 0}} {
		if lost, err := s.TaskLost(t.Context(), task.ID, c.offset, c.limit); err != nil || len(lost) != c.want {
			t.Errorf("from %d, at most %d: %v, %v", c.offset, c.limit, lost, err)
		}
	}
}
