package sessiontest

import (
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// loop is the queue of what [fyne.Do] is given. Fyne's test driver calls that on whichever
// goroutine gives it, beside the test; here it waits until the test has it called, so that
// widgets are used by one goroutine as in a real window.
type loop struct {
	fyne.Driver
	mu    sync.Mutex
	queue []func()
	ended bool
	more  chan struct{} // holds one element when something has come
}

// looped is a test's app with a loop.
type looped struct {
	fyne.App
	loop *loop
}

// Driver implements [fyne.App].
func (l looped) Driver() fyne.Driver { return l.loop }

// startLoop makes an app with a loop the current one until the test ends.
func startLoop(t testing.TB) *loop {
	a := test.NewTempApp(t)
	l := &loop{Driver: a.Driver(), more: make(chan struct{}, 1)}
	fyne.SetCurrentApp(looped{a, l})
	return l
}

// DoFromGoroutine implements [fyne.Driver]. What comes after the end is not called.
func (l *loop) DoFromGoroutine(f func(), wait bool) {
	done := make(chan struct{})
	l.mu.Lock()
	if l.ended {
		l.mu.Unlock()
		return
	}
	l.queue = append(l.queue, func() {
		f()
		close(done)
	})
	l.mu.Unlock()
	select {
	case l.more <- struct{}{}:
	default:
	}
	if wait {
		<-done
	}
}

// run calls what waits, and what that gives, until nothing does.
func (l *loop) run() {
	for {
		l.mu.Lock()
		waiting := slices.Clone(l.queue)
		l.queue = nil
		l.mu.Unlock()
		if len(waiting) == 0 {
			return
		}
		for _, call := range waiting {
			call()
		}
	}
}

// end calls what waits, which looks itself whether its session has ended, and nothing afterwards.
func (l *loop) end() {
	l.run()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
}

const (
	// waitLimit is far above what anything takes, even on a busy computer with the race detector.
	waitLimit = 30 * time.Second
	// glance is how often it is looked at what does not come through the loop.
	glance = 20 * time.Millisecond
)

// Until lets the window work until something holds.
func (w *Window) Until(what string, holds func() bool) {
	w.t.Helper()
	limit := time.NewTimer(waitLimit)
	defer limit.Stop()
	ticker := time.NewTicker(glance)
	defer ticker.Stop()
	for w.loop.run(); !holds(); w.loop.run() {
		select {
		case <-w.loop.more:
		case <-ticker.C:
		case <-limit.C:
			w.t.Fatalf("waited in vain for %s; the window says:\n%s", what, w.Text())
		}
	}
}

// Await is [Window.Until] for what the window says.
func (w *Window) Await(words ...string) {
	w.t.Helper()
	w.Until("the words "+quoted(words), func() bool { return w.Says(words...) })
}

// Settle has done what waits for the window now. Work beside it goes on.
func (w *Window) Settle() { w.loop.run() }
