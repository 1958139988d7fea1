package app

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// another opens a data directory once more, as the console and the service do beside
// a window: it shares nothing in memory with the first.
func another(t *testing.T, dir string, source Source) *opened {
	t.Helper()
	return openWith(t, Options{Dir: dir, Source: source})
}

func TestAnImportOfAnotherProcessIsFollowedAndCancelled(t *testing.T) {
	server, dir := demotenanttest.Start(t, demotenant.Options{Users: 500, MaxPage: 100}), t.TempDir()
	importing := openDir(t, dir, sourceOf(server))
	c := connect(t, importing, "Contoso")
	held := holdUsers(server, 3)
	running := start(t, importing, c)
	<-held
	beside := another(t, dir, sourceOf(server))
	cancelled := false
	var lines []string
	ended, err := beside.FollowTask(t.Context(), running.ID, func(f imports.Followed) {
		for _, line := range f.Lines {
			lines = append(lines, line.Text)
		}
		known := slices.ContainsFunc(f.Phases, func(p imports.PhaseProgress) bool { return p.Phase == "Users" && p.Done >= 300 })
		if known && !cancelled {
			cancelled = true
			if err := beside.CancelImport(t.Context(), running.ID); err != nil {
				t.Error(err)
			}
		}
	})
	if err != nil || ended.Status != store.StatusCancelled {
		t.Fatalf("it ended as %q: %v", ended.Status, err)
	}
	stored, err := beside.TaskLines(t.Context(), running.ID)
	if err != nil || len(stored) != len(lines) || len(lines) == 0 || !strings.Contains(lines[len(lines)-1], "was cancelled") {
		t.Errorf("%d of %d lines were told, %v: %q", len(lines), len(stored), err, lines)
	}
	if err := imports.Outcome(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("its outcome is %v", err)
	}
	if _, err := os.Stat(lock.ProgressFile(dir, running.ConnectionID)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("its progress stays behind: %v", err)
	}
	var over *imports.TaskEndedError
	if err := beside.CancelImport(t.Context(), running.ID); !errors.As(err, &over) || over.Task.Status != store.StatusCancelled {
		t.Errorf("cancelling it again: %v", err)
	}
	await(t, importing, running.ID)
}

func TestAnImportWhoseProcessIsGoneIsInterruptedAtOnce(t *testing.T) {
	server, dir := demotenanttest.Start(t, demotenant.Options{Users: 40}), t.TempDir()
	b := openDir(t, dir, sourceOf(server))
	c := connect(t, b, "Contoso")
	left := func() store.Task {
		task, err := b.store.CreateTask(t.Context(),
			store.Task{ConnectionID: c.ID, ConnectionName: c.Name, Trigger: store.TriggerConsole, Status: store.StatusRunning})
		if err != nil {
			t.Fatal(err)
		}
		return task
	}
	task1 := left()
	if err := b.CancelImport(t.Context(), task1.ID); err != nil {
		t.Fatal(err)
	}
	if got := task(t, b, task1.ID); got.Status != store.StatusInterrupted {
		t.Errorf("a cancelled task without a process is %s", got.Status)
	}
	if entry, _ := b.Entry(c.ID); entry.Status() != "Interrupted" {
		t.Errorf("the workspace shows %q", entry.Status())
	}
	ended, err := b.FollowTask(t.Context(), left().ID, func(imports.Followed) {})
	if err != nil || ended.Status != store.StatusInterrupted {
		t.Errorf("a followed task without a process is %s, %v", ended.Status, err)
	}
	if err := imports.Outcome(ended); err == nil || message.Explain(err).Action == "" {
		t.Errorf("its outcome is %v", err)
	}
}

func TestWhatIsNoTaskCannotBeCancelled(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 40})))
	c := connect(t, b, "Contoso")
	done := mustImport(t, b, c)
	var over *imports.TaskEndedError
	if err := b.CancelImport(t.Context(), done.ID); !errors.As(err, &over) {
		t.Errorf("a task that has succeeded: %v", err)
	}
	var unknown *store.NotFoundError
	if err := b.CancelImport(t.Context(), done.ID+1); !errors.As(err, &unknown) {
		t.Errorf("a task that is none: %v", err)
	}
	if imports.Outcome(done) != nil {
		t.Errorf("its outcome is %v", imports.Outcome(done))
	}
}
