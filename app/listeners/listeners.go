// Package listeners keeps the functions that are called when something has happened.
package listeners

import (
	"maps"
	"slices"
	"sync"
)

// Set is a set of functions that are called when something has happened. Its zero value
// is empty and ready.
type Set[F any] struct {
	mu   sync.Mutex
	next int
	all  map[int]F
}

// Add adds a function until stop is called.
func (l *Set[F]) Add(f F) (stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all == nil {
		l.all = map[int]F{}
	}
	key := l.next
	l.next++
	l.all[key] = f
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.all, key)
	}
}

// All returns the functions, to be called without the lock.
func (l *Set[F]) All() []F {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Collect(maps.Values(l.all))
}
