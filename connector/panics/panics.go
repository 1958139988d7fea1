// Package panics makes errors of panics, so that a fault of the program ends the
// import that has met it, and not the program with everything else that it does.
package panics

import (
	"context"
	"fmt"
	"runtime/debug"

	"golang.org/x/sync/errgroup"

	"inventorybeacon/connector"
)

// Error is a panic that was caught.
type Error struct {
	// Value is what panic was called with.
	Value any
	// Stack is that of the goroutine that panicked, for the log.
	Stack []byte
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// Message implements [connector.Explained].
func (e *Error) Message() connector.Message {
	return connector.Message{ID: "error.panic", Reference: e.Error()}
}

// Try calls f and returns its error, or an [*Error] when it panics.
func Try(f func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &Error{Value: value, Stack: debug.Stack()}
		}
	}()
	return f()
}

// Group is an [errgroup.Group] that takes a panic for an error.
type Group struct{ group *errgroup.Group }

// WithContext is [errgroup.WithContext].
func WithContext(ctx context.Context) (*Group, context.Context) {
	group, ctx := errgroup.WithContext(ctx)
	return &Group{group}, ctx
}

// Go calls f in a goroutine of its own.
func (g *Group) Go(f func() error) { g.group.Go(func() error { return Try(f) }) }

// Wait waits for all of them and returns the first error.
func (g *Group) Wait() error { return g.group.Wait() }
