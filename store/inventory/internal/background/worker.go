// Package background does work beside everything else, one piece of it at a time.
package background

import (
	"context"
	"sync"

	"inventorybeacon/connector/panics"
)

// Worker does work on a goroutine of its own while there is any. Its zero value has
// nothing to do and is not to be copied; any number of goroutines may use it.
type Worker struct {
	mu      sync.Mutex
	cancel  context.CancelFunc
	done    chan struct{} // closed when nothing is to be done; nil before the first time
	running bool
	again   bool // there may be more to do than was seen
	closed  bool
}

// Start has work done, which looks itself what there is to do and ends early with its
// context. While it is being done, it is done once more afterwards. After [Worker.Close]
// nothing is done. Failed is told of errors and panics, unless the work was ended.
func (w *Worker) Start(work func(ctx context.Context) error, failed func(ctx context.Context, err error)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return
	}
	if w.running {
		w.again = true
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	w.running, w.cancel, w.done = true, cancel, make(chan struct{})
	over := w.done
	go func() {
		defer close(over)
		defer cancel()
		for more := true; more; more = w.next() {
			if err := panics.Try(func() error { return work(ctx) }); err != nil && ctx.Err() == nil {
				failed(ctx, err)
			}
		}
	}()
}

// next reports whether something was asked for meanwhile.
func (w *Worker) next() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running = w.again && !w.closed
	w.again = false
	return w.running
}

// Wait waits until there is no more to do.
func (w *Worker) Wait(ctx context.Context) error {
	w.mu.Lock()
	over := w.done
	w.mu.Unlock()
	if over == nil {
		return nil
	}
	select {
	case <-over:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Close ends the work and waits for its end.
func (w *Worker) Close() {
	w.mu.Lock()
	w.closed = true
	over := w.done
	if over != nil {
		w.cancel()
	}
	w.mu.Unlock()
	if over != nil {
		<-over
	}
}
