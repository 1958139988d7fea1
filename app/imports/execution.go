package imports

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/connector/panics"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
)

// flushEvery is how often the log lines of a running import are written, so that
// another process and a crash leave them behind, and how often it is looked whether
// another process has cancelled it.
const flushEvery = 500 * time.Millisecond

// notifyEvery limits how often listeners hear of progress.
const notifyEvery = 100 * time.Millisecond

// Execution is a running import, as it is shown.
type Execution struct {
	Task   store.Task
	Phases []PhaseProgress
	Lines  []store.Line
}

// execution runs one import; it is its observer.
type execution struct {
	runner *Runner
	access connector.Access
	tenant *tenantWatch
	ctx    context.Context
	cancel context.CancelCauseFunc
	done   chan struct{}
	// work is what is done: an import, or publishing one that was held back.
	work func() (connector.Counts, error)
	// replace says that the inventory of another tenant may be replaced; decided that
	// somebody wants the import published whatever goes.
	replace, decided bool
	// failure is why the task did not succeed; set before done is closed.
	failure error

	mu       sync.Mutex
	task     store.Task
	phases   phases
	lines    []store.Line
	flushed  int
	notified time.Time
}

func newExecution(r *Runner, task store.Task, access connector.Access, tenant *tenantWatch) *execution {
	// The import outlives the click or request that started it: its owner is the
	// runner, which cancels it at close.
	ctx, cancel := context.WithCancelCause(context.Background())
	return &execution{
		runner: r, task: task, access: access, tenant: tenant, ctx: ctx, cancel: cancel,
		done: make(chan struct{}), phases: phases{},
	}
}

// wait waits for the end, and cancels the work when ctx ends before.
func (e *execution) wait(ctx context.Context) (store.Task, error) {
	select {
	case <-e.done:
	case <-ctx.Done():
		e.cancel(context.Cause(ctx))
		<-e.done
	}
	return e.snapshot().Task, e.failure
}

func (e *execution) snapshot() Execution {
	e.mu.Lock()
	defer e.mu.Unlock()
	return Execution{Task: e.task, Phases: e.phases.list(e.runner.now()), Lines: append([]store.Line(nil), e.lines...)}
}

// run imports, publishes, and records how it ended.
func (e *execution) run() {
	defer e.cancel(nil)
	stopFlushing := e.flushWhileRunning()
	var counts connector.Counts
	err := panics.Try(func() (err error) {
		counts, err = e.work()
		return err
	})
	stopFlushing()
	e.forgetProgress()
	e.finish(counts, err)
}

func (e *execution) importAndPublish() (counts connector.Counts, err error) {
	r := e.runner
	release, err := e.reserveInventory()
	if err != nil {
		return counts, err
	}
	defer release()
	defer func() { err = r.data.Examine(e.ctx, e.task.ConnectionID, err) }()
	staged, err := r.data.Begin(e.ctx, e.task.ConnectionID, e.task.ID)
	if err != nil {
		return counts, fmt.Errorf("preparing the import: %w", err)
	}
	defer func() { err = e.endStaged(staged, err) }()
	staged.Guard(e.access.Connection.MaxLoss())
	sink := bound(e.tenant.over(staged, e), e.access, e.replace)
	// A panic has to be an error here already, for what was read to stay.
	if err := panics.Try(func() error { return r.source.Import(e.ctx, e.access, sink, e) }); err != nil {
		return counts, fmt.Errorf("importing %s: %w", e.task.ConnectionName, err)
	}
	return e.publish(staged)
}

// publish makes what was staged the inventory.
func (e *execution) publish(staged inventory.Staged) (counts connector.Counts, err error) {
	whole := int64(1)
	plain := context.WithoutCancel(e.ctx)
	e.runner.deliver(plain)
	counts, err = staged.Publish(e.ctx, e.runner.now(), func(done, total int64) {
		whole = max(whole, done, total)
		e.Progress(connector.Progress{Phase: connector.PhasePublish, Done: done, Total: total})
	})
	if err != nil {
		return counts, fmt.Errorf("publishing %s: %w", e.task.ConnectionName, err)
	}
	e.runner.deliver(plain)
	if err := e.runner.forgetReplaced(plain, e.task.ConnectionID); err != nil {
		e.runner.log.Warn("forgetting which tenant may replace the inventory", "connection", e.task.ConnectionName, "error", err)
	}
	for _, warning := range reportWarnings(staged.Reports(), connector.DateOf(e.runner.now())) {
		e.Warn(warning)
	}
	e.Progress(connector.Progress{Phase: connector.PhasePublish, Done: whole, Total: whole, Finished: true})
	e.runner.published(e.ctx, e.Note, e.Warn)
	return counts, nil
}

// reserveInventory tells when a damaged inventory was replaced before this import.
func (e *execution) reserveInventory() (release func(), err error) {
	before := e.runner.data.Replaced()
	if release, err = e.runner.data.Reserve(e.ctx); err != nil {
		return nil, fmt.Errorf("preparing the inventory: %w", err)
	}
	if replaced := e.runner.data.Replaced(); replaced != before {
		e.Warn(replaced.Message())
	}
	return release, nil
}

// finish decides the status and stores it. The store is asked with a context
// of its own: a cancelled import must be recorded as such.
func (e *execution) finish(counts connector.Counts, err error) {
	e.mu.Lock()
	if e.decided {
		e.decide(counts, err)
	} else {
		e.end(counts, err)
	}
	task, took := e.task, e.phases.took(e.task.Started, e.task.Ended)
	e.mu.Unlock()

	level := slog.LevelInfo
	if err != nil {
		level = slog.LevelError
	}
	switch {
	case err != nil && e.decided:
		why := message.Of(e.failure)
		e.line(level, message.Sentence(connector.Message{
			ID: "imports.not-published", Data: connector.Data{"Reason": why, "Action": why.Action()},
		}))
	case err != nil || e.decided:
		e.line(level, ClosingLine(task))
	default:
		e.line(level, ClosingLine(task))
		e.line(level, took)
	}
	log := e.runner.log.With("task", task.ID, "connection", task.ConnectionName, "status", string(task.Status))
	if fault := (*panics.Error)(nil); errors.As(err, &fault) {
		log = log.With("stack", string(fault.Stack))
	}
	switch {
	case task.Status == store.StatusCancelled:
		log.Info("import ended", "error", err)
	case task.Status == store.StatusHeldBack:
		log.Warn("import ended", "error", err)
	case err != nil:
		log.Error("import ended", "error", err)
	default:
		log.Info("import ended", "users", counts.Users.Total, "took", task.Ended.Sub(task.Started))
	}
	if err := e.runner.unwritten.endTask(context.WithoutCancel(e.ctx), task, e.unflushed()); err != nil {
		log.Error("recording the end of the task", "error", err)
		e.mu.Lock()
		if e.failure == nil {
			e.failure = fmt.Errorf("recording the task: %w", err)
		}
		e.mu.Unlock()
		return
	}
	if task.Status == store.StatusHeldBack && !e.decided {
		e.supersede()
	}
}

// end decides how an import has ended. It is called with the lock held.
func (e *execution) end(counts connector.Counts, err error) {
	e.task.Ended = e.runner.now()
	e.task.Status = e.status(err)
	if err != nil {
		e.task.Failure = e.explain(err)
		e.failure = &endedError{advice: e.task.Failure, err: err}
	} else {
		e.task.Counts = counts
	}
	if held := (*inventory.HeldBackError)(nil); errors.As(err, &held) {
		e.task.Held = inWords(held.HeldBack)
	}
	e.task.Phases = e.phases.times(e.task.Started)
}

// publishedStatus is the status of a task whose import is published.
func publishedStatus(t store.Task) store.Status {
	if len(t.Warnings) > 0 {
		return store.StatusWarnings
	}
	return store.StatusSucceeded
}

// status is called with the lock held.
func (e *execution) status(err error) store.Status {
	var held *inventory.HeldBackError
	switch {
	case errors.As(err, &held):
		return store.StatusHeldBack
	case err == nil:
		return publishedStatus(e.task)
	case errors.Is(context.Cause(e.ctx), ErrExit):
		return store.StatusInterrupted
	case e.ctx.Err() != nil:
		return store.StatusCancelled
	default:
		return store.StatusFailed
	}
}

func (e *execution) explain(err error) connector.Advice {
	switch {
	case errors.Is(context.Cause(e.ctx), ErrExit):
		return message.Advice(connector.Message{ID: "imports.program-closed"})
	case e.ctx.Err() != nil:
		return message.Advice(connector.Message{ID: "imports.cancelled"})
	default:
		return message.Explain(err)
	}
}

// endedError is an import that did not succeed; it says what its task says.
type endedError struct {
	advice connector.Advice
	err    error
}

// Error implements error.
func (e *endedError) Error() string { return e.err.Error() }

// Unwrap returns why.
func (e *endedError) Unwrap() error { return e.err }

// Message implements [connector.Explained].
func (e *endedError) Message() connector.Message {
	return connector.Message{
		ID: "imports.ended", Data: connector.Data{"Message": e.advice.Message, "Action": e.advice.Action},
		Reference: e.advice.Reference, Code: e.advice.Code,
	}
}

// ClosingLine is the last line of the log of a task.
func ClosingLine(t store.Task) string {
	if t.Failure.Message != "" {
		line := t.Failure.Message
		if t.Failure.Action != "" {
			line += " " + t.Failure.Action
		}
		return line
	}
	return message.Text(connector.Message{ID: "imports.published", Data: connector.Data{
		"Users":       connector.Message{ID: "imports.published.users", Data: published(t.Counts.Users)},
		"Licenses":    connector.Message{ID: "imports.published.licenses", Data: published(t.Counts.Licenses)},
		"Assignments": connector.Message{ID: "imports.published.assignments", Data: published(t.Counts.Assignments)},
	}})
}

// published says what a publish did to one kind of record.
func published(c connector.Count) connector.Data {
	var changes []connector.Message
	for _, change := range []struct {
		id    string
		count int64
	}{{"imports.published.added", c.Added}, {"imports.published.changed", c.Changed}, {"imports.published.removed", c.Removed}} {
		if change.count > 0 {
			changes = append(changes, connector.Message{ID: change.id, Data: connector.Data{"Count": change.count}})
		}
	}
	if changes == nil {
		changes = []connector.Message{{ID: "imports.published.unchanged"}}
	}
	return connector.Data{"Count": c.Total, "Changes": changes}
}

// Progress implements [connector.Observer].
func (e *execution) Progress(p connector.Progress) {
	now := e.runner.now()
	e.mu.Lock()
	e.phases.update(p, now)
	due := p.Finished || now.Sub(e.notified) >= notifyEvery
	if due {
		e.notified = now
	}
	e.mu.Unlock()
	if due {
		e.runner.notify()
	}
}

// Note implements [connector.Observer].
func (e *execution) Note(m connector.Message) { e.line(slog.LevelInfo, message.Sentence(m)) }

// Warn implements [connector.Observer].
func (e *execution) Warn(m connector.Message) {
	w := message.Warning(m)
	e.mu.Lock()
	e.task.Warnings = append(e.task.Warnings, w)
	e.mu.Unlock()
	text := w.Message
	if w.Advice != "" {
		text += " " + w.Advice
	}
	e.line(slog.LevelWarn, text)
}

func (e *execution) line(level slog.Level, text string) {
	e.mu.Lock()
	e.lines = append(e.lines, store.Line{At: e.runner.now(), Level: level, Text: text})
	e.mu.Unlock()
	e.runner.notify()
}

// flushWhileRunning writes new lines and the progress from time to time, for other
// processes, and listens to them, until stop is called.
func (e *execution) flushWhileRunning() (stop func()) {
	quit, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		ticker := time.NewTicker(flushEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				e.flush()
				e.tellProgress()
				e.listen()
			case <-quit:
				return
			}
		}
	}()
	return func() { close(quit); <-over }
}

func (e *execution) flush() {
	fresh := e.unflushed()
	if len(fresh) == 0 {
		return
	}
	if err := e.runner.store.AddTaskLines(context.WithoutCancel(e.ctx), e.task.ID, fresh); err != nil {
		e.runner.log.Error("storing the task's log", "task", e.task.ID, "error", err)
		return // they are tried again with the next ones
	}
	e.mu.Lock()
	e.flushed += len(fresh)
	e.mu.Unlock()
}

// unflushed are the lines that were not yet stored.
func (e *execution) unflushed() []store.Line {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]store.Line(nil), e.lines[e.flushed:]...)
}
