package app

import "sync"

// listeners are called when something has changed. Its zero value is ready.
type listeners struct {
	mu    sync.Mutex
	next  int
	calls map[int]func()
}

func (l *listeners) add(f func()) (stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.calls == nil {
		l.calls = map[int]func(){}
	}
	key := l.next
	l.next++
	l.calls[key] = f
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.calls, key)
	}
}

func (l *listeners) notify() {
	l.mu.Lock()
	calls := make([]func(), 0, len(l.calls))
	for _, f := range l.calls {
		calls = append(calls, f)
	}
	l.mu.Unlock()
	for _, f := range calls {
		f()
	}
}
