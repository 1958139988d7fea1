package imports

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// recorder is the part of the store in which a running import is recorded.
type recorder interface {
	SetRefreshToken(ctx context.Context, connectionID string, former, token connector.Secret) error
	AddTaskLines(ctx context.Context, taskID int64, lines []store.Line) error
	UpdateTask(ctx context.Context, t store.Task) error
}

// unwritten is what could not be stored, because the disk was full or a file
// locked. It waits in memory for another try while the program runs.
type unwritten struct {
	store recorder
	log   *slog.Logger

	mu     sync.Mutex
	tokens map[string]heldToken // by connection
	tasks  map[int64]heldTask
}

// heldToken is a rotated refresh token, and the stored one that it replaces.
type heldToken struct{ replaces, rotated connector.Secret }

// heldTask is a task that has ended, and the lines of its log that were not stored.
type heldTask struct {
	task  store.Task
	lines []store.Line
}

func newUnwritten(store recorder, log *slog.Logger) *unwritten {
	return &unwritten{store: store, log: log, tokens: map[string]heldToken{}, tasks: map[int64]heldTask{}}
}

// keepToken stores the token that came in place of another one, or holds it. A
// token of a sign-in that was saved meanwhile is not replaced.
func (u *unwritten) keepToken(ctx context.Context, c connector.Connection, used, rotated connector.Secret) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	held := heldToken{replaces: used, rotated: rotated}
	if before, ok := u.tokens[c.ID]; ok && before.rotated == used {
		held.replaces = before.replaces
	}
	return u.storeToken(ctx, c.ID, held)
}

// storeToken is called with the lock held.
func (u *unwritten) storeToken(ctx context.Context, id string, held heldToken) error {
	err := u.store.SetRefreshToken(ctx, id, held.replaces, held.rotated)
	var gone *store.NotFoundError
	if errors.Is(err, store.ErrTokenChanged) || errors.As(err, &gone) {
		u.log.Info("the rotated refresh token is not stored", "connection", id, "error", err)
		err = nil
	}
	if err != nil {
		u.tokens[id] = held
		return err
	}
	delete(u.tokens, id)
	return nil
}

// token returns the token to use in place of the stored one.
func (u *unwritten) token(id string, stored connector.Secret) connector.Secret {
	u.mu.Lock()
	defer u.mu.Unlock()
	if held, ok := u.tokens[id]; ok && held.replaces == stored {
		return held.rotated
	}
	return stored
}

// endTask stores how a task ended, with the lines of its log that are not yet
// stored, or holds them.
func (u *unwritten) endTask(ctx context.Context, t store.Task, lines []store.Line) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.storeTask(ctx, heldTask{task: t, lines: lines})
}

// storeTask is called with the lock held.
func (u *unwritten) storeTask(ctx context.Context, held heldTask) error {
	err := u.store.AddTaskLines(ctx, held.task.ID, held.lines)
	if err == nil {
		held.lines = nil
		err = u.store.UpdateTask(ctx, held.task)
	}
	if err != nil {
		u.tasks[held.task.ID] = held
		return err
	}
	delete(u.tasks, held.task.ID)
	return nil
}

// write tries everything that waits again, and reports whether anything was stored.
func (u *unwritten) write(ctx context.Context) (stored bool, err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	before := len(u.tokens) + len(u.tasks)
	var failed []error
	for _, id := range slices.Sorted(maps.Keys(u.tokens)) {
		failed = append(failed, u.storeToken(ctx, id, u.tokens[id]))
	}
	for _, id := range slices.Sorted(maps.Keys(u.tasks)) {
		failed = append(failed, u.storeTask(ctx, u.tasks[id]))
	}
	return len(u.tokens)+len(u.tasks) < before, errors.Join(failed...)
}
