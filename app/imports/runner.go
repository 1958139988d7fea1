// Package imports runs imports, one at a time per connection, and tells of those that run.
package imports

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"inventorybeacon/app/listeners"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// ErrExit ends the imports of a program that is being closed; they count as
// interrupted, not as cancelled.
var ErrExit = errors.New("the program is being closed")

// Runner executes imports, one at a time per connection, also across processes.
type Runner struct {
	dir    string
	source connector.Source
	store  *store.Store
	data   Inventory
	log    *slog.Logger
	now    func() time.Time
	// unwritten is what could not be recorded yet.
	unwritten *unwritten
	// AfterTask is called after every task, when it is recorded.
	AfterTask func(ctx context.Context) error
	// deliver is called before and after an import is published.
	deliver   func(ctx context.Context)
	published Published

	mu        sync.Mutex
	closed    bool
	running   map[int64]*execution
	work      sync.WaitGroup
	listeners listeners.Set[func()]
}

// Options are what a runner works with.
type Options struct {
	Dir       string // the data directory
	Source    connector.Source
	Store     *store.Store
	Inventory Inventory
	Log       *slog.Logger
	Now       func() time.Time
	// AfterTask is called after every task, when it is recorded.
	AfterTask func(ctx context.Context) error
	// Deliver is called when an import was published, and before another one is; nil
	// for nothing.
	Deliver func(ctx context.Context)
	// Published is called in an import when it is published; nil does nothing.
	Published Published
}

// Published is what follows in an import that is published. It cannot fail any more: what
// goes wrong is a warning, what goes well a line of the log.
type Published func(ctx context.Context, note, warn func(connector.Message))

// New returns a runner with nothing to do.
func New(o Options) *Runner {
	if o.Deliver == nil {
		o.Deliver = func(context.Context) {}
	}
	if o.Published == nil {
		o.Published = func(context.Context, func(connector.Message), func(connector.Message)) {}
	}
	return &Runner{
		dir: o.Dir, source: o.Source, store: o.Store, data: o.Inventory, log: o.Log, now: o.Now, AfterTask: o.AfterTask,
		deliver: o.Deliver, published: o.Published, running: map[int64]*execution{}, unwritten: newUnwritten(o.Store, o.Log),
	}
}

// ended shows what was recorded.
func (r *Runner) ended() {
	if err := r.AfterTask(context.Background()); err != nil {
		r.log.Error("reading the connections after a task", "error", err)
	}
}

// OnProgress calls f when a running import has something new to show, from any
// goroutine, until stop is called. It does not wait for f's own readers: ask
// [Runner.Running] for what there is.
func (r *Runner) OnProgress(f func()) (stop func()) { return r.listeners.Add(f) }

func (r *Runner) notify() {
	for _, f := range r.listeners.All() {
		f()
	}
}

// Running returns the imports of this process that run, oldest first.
func (r *Runner) Running() []Execution {
	r.mu.Lock()
	executions := make([]*execution, 0, len(r.running))
	for _, e := range r.running {
		executions = append(executions, e)
	}
	r.mu.Unlock()
	list := make([]Execution, len(executions))
	for i, e := range executions {
		list[i] = e.snapshot()
	}
	slices.SortFunc(list, func(a, b Execution) int { return int(a.Task.ID - b.Task.ID) })
	return list
}

// Start begins the import of a saved connection and returns its task without
// waiting for it. The error may be a [lock.BusyError] when an import of the
// connection runs already, here or in another process, a [DisabledError] or a
// [workspace.DuplicateTenantError].
func (r *Runner) Start(ctx context.Context, connectionID string, trigger store.Trigger, options ...Option) (store.Task, error) {
	e, err := r.begin(ctx, connectionID, trigger, options)
	if err != nil {
		return store.Task{}, err
	}
	return e.snapshot().Task, nil
}

// Import imports through a saved connection and waits for the end. The task
// tells how it ended; the error is nil when the task succeeded. What Start
// refuses has no task.
func (r *Runner) Import(ctx context.Context, connectionID string, trigger store.Trigger, options ...Option) (store.Task, error) {
	e, err := r.begin(ctx, connectionID, trigger, options)
	if err != nil {
		return store.Task{}, err
	}
	return e.wait(ctx)
}

// begin takes the connection's lock, records the task and starts the work.
func (r *Runner) begin(ctx context.Context, connectionID string, trigger store.Trigger, options []Option) (*execution, error) {
	release, err := lock.Connection(r.dir, connectionID)
	if err != nil {
		return nil, err
	}
	r.RetryWriting(ctx)
	// Before another import is published in the place of one that nobody has recorded.
	if settled, err := r.settle(ctx, connectionID); err != nil {
		r.log.Error("recording how the import before has ended", "connection", connectionID, "error", err)
	} else if settled {
		r.ended()
	}
	// Only now: the import that held the lock before may have rotated the token.
	access, err := r.Access(ctx, connectionID)
	if err == nil && access.Connection.Disabled {
		err = &DisabledError{Name: access.Connection.Name}
	}
	var twice *tenantWatch
	if err == nil {
		twice, err = r.watchTenant(ctx, access.Connection, options)
	}
	if err != nil {
		release()
		return nil, err
	}
	task, err := r.store.CreateTask(ctx, store.Task{
		ConnectionID:   connectionID,
		ConnectionName: access.Connection.Name,
		Trigger:        trigger,
		Status:         store.StatusRunning,
		Started:        r.now(),
	})
	if err != nil {
		release()
		return nil, fmt.Errorf("recording the task: %w", err)
	}
	e := newExecution(r, task, access, twice)
	e.replace, e.work = slices.Contains(options, ReplaceInventory), e.importAndPublish
	if err := r.launch(ctx, e, release); err != nil {
		return nil, err
	}
	return e, nil
}

// launch begins the work of an execution; it calls release when that has ended, or
// cannot begin because the program is being closed.
func (r *Runner) launch(ctx context.Context, e *execution, release func()) error {
	task := e.task
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		var err error
		if task.Status == store.StatusRunning {
			task.Status, task.Ended = store.StatusInterrupted, r.now()
			err = r.store.UpdateTask(context.WithoutCancel(ctx), task)
		}
		release()
		return errors.Join(ErrExit, err)
	}
	r.running[task.ID] = e
	r.work.Add(1)
	r.mu.Unlock()

	go func() {
		defer r.work.Done()
		e.run()
		release()
		r.ended()
		r.mu.Lock()
		delete(r.running, task.ID)
		r.mu.Unlock()
		close(e.done)
		r.notify()
	}()
	return nil
}

// RetryWriting stores what could not be stored before, if it can be now.
func (r *Runner) RetryWriting(ctx context.Context) {
	stored, err := r.unwritten.write(context.WithoutCancel(ctx))
	if err != nil {
		r.log.Error("storing what could not be stored before", "error", err)
	}
	if stored {
		r.ended()
	}
}

// Close interrupts all imports and waits for them.
func (r *Runner) Close() {
	r.mu.Lock()
	r.closed = true
	for _, e := range r.running {
		e.cancel(ErrExit)
	}
	r.mu.Unlock()
	r.work.Wait()
	r.RetryWriting(context.Background())
}
