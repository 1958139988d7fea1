package app

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"inventorybeacon/app/imports"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// atWorkElsewhere returns a task that another process is at work on.
func atWorkElsewhere(t *testing.T, b *opened, c connector.Connection) store.Task {
	t.Helper()
	release, err := lock.Connection(b.dir, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(release)
	task, err := b.store.CreateTask(t.Context(), store.Task{ConnectionID: c.ID, ConnectionName: c.Name, Status: store.StatusRunning})
	if err != nil {
		t.Fatal(err)
	}
	return task
}

func TestACancelThatCannotBeAskedForIsTold(t *testing.T) {
	dir := t.TempDir()
	b := openDir(t, dir, sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	running := atWorkElsewhere(t, b, connect(t, b, "Contoso"))
	execOn(t, dir, "CREATE TRIGGER refuse BEFORE UPDATE OF cancel ON task BEGIN SELECT RAISE(FAIL, 'it is refused'); END")
	if err := b.CancelImport(t.Context(), running.ID); err == nil || !strings.Contains(err.Error(), "it is refused") {
		t.Errorf("given it is refused: %v", err)
	}
	execOn(t, dir, "DROP TRIGGER refuse")
	if asked, err := b.store.CancelAsked(t.Context(), running.ID); asked || err != nil {
		t.Errorf("it was asked for nevertheless: %v, %v", asked, err)
	}
	if err := b.CancelImport(t.Context(), running.ID); err != nil {
		t.Error(err)
	}
	if asked, err := b.store.CancelAsked(t.Context(), running.ID); !asked || err != nil {
		t.Errorf("given it is not refused: asked for: %v, %v", asked, err)
	}
}

// leaving is a context that ends when it is asked so many times whether it has.
type leaving struct {
	context.Context
	leave func()
	left  atomic.Int64
}

func leavingAfter(t *testing.T, times int64) *leaving {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	t.Cleanup(leave)
	l := &leaving{Context: ctx, leave: leave}
	l.left.Store(times)
	return l
}

func (l *leaving) Done() <-chan struct{} {
	if l.left.Add(-1) == 0 {
		l.leave()
	}
	return l.Context.Done()
}

// Whoever leaves meanwhile is told that, and never that it is done or cannot be.
func TestACancelOfWhoLeavesMeanwhile(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	over := mustImport(t, b, connect(t, b, "Over"))
	another := newConnection(b, "Elsewhere")
	save(t, b, another, SecretChanges{})
	running := atWorkElsewhere(t, b, another)
	for given, c := range map[string]struct {
		id   int64
		want func(err error) bool // when nobody has left
	}{
		"it is over": {over.ID, func(err error) bool {
			var ended *imports.TaskEndedError
			return errors.As(err, &ended) && ended.Task.ID == over.ID && ended.Task.Status == store.StatusSucceeded
		}},
		"it runs in another process": {running.ID, func(err error) bool {
			asked, failed := b.store.CancelAsked(t.Context(), running.ID)
			return err == nil && failed == nil && asked
		}},
	} {
		t.Run("given "+given, func(t *testing.T) {
			told := 0
			for times := int64(1); ; times++ {
				ctx := leavingAfter(t, times)
				err := b.CancelImport(ctx, c.id)
				left := ctx.Err() != nil
				if errors.Is(err, context.Canceled) && left {
					told++
					continue
				}
				if !c.want(err) {
					t.Errorf("left when asked %d times: %v", times, err)
				}
				if !left {
					break
				}
			}
			if told < 2 { // it reads the task, and then once more or writes
				t.Errorf("told %d times", told)
			}
		})
	}
}

// An import that cannot begin leaves neither a task that runs nor a connection that is locked.
func TestAnImportOfWhoLeavesMeanwhile(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 5})))
	c := connect(t, b, "Contoso")
	told := 0
	for times := int64(1); ; times++ {
		ctx := leavingAfter(t, times)
		done, err := b.Import(ctx, c.ID, store.TriggerManual)
		left := ctx.Err() != nil
		switch {
		case err == nil && done.Status == store.StatusSucceeded:
		case left && errors.Is(err, context.Canceled) && (done.ID == 0 || done.Status == store.StatusCancelled):
			told++
		default:
			t.Errorf("left when asked %d times: task %d is %s, %v", times, done.ID, done.Status, err)
		}
		if running, err := b.Tasks(t.Context(), TaskQuery{Status: store.StatusRunning}); err != nil || len(running) > 0 {
			t.Fatalf("left when asked %d times: %d tasks run, %v", times, len(running), err)
		}
		if lock.ConnectionHeld(b.dir, c.ID) {
			t.Fatalf("left when asked %d times: the connection is locked", times)
		}
		if !left {
			break
		}
	}
	if told < 5 {
		t.Errorf("told %d times", told)
	}
}

// What was held back waits until somebody is told that it was discarded.
func TestADecisionOfWhoLeavesMeanwhile(t *testing.T) {
	b, _, c, held := heldBack(t, t.TempDir())
	for times := int64(1); ; times++ {
		ctx := leavingAfter(t, times)
		err := b.DiscardHeld(ctx, held.ID)
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("left when asked %d times: %v", times, err)
		}
		wantTask(t, b, held.ID, store.StatusHeldBack, "")
		heldFile(t, b.dir, c)
		if lock.ConnectionHeld(b.dir, c.ID) {
			t.Fatalf("left when asked %d times: the connection is locked", times)
		}
	}
	wantTask(t, b, held.ID, store.StatusDiscarded, "")
}
