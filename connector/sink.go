package connector

import (
	"context"
	"time"
)

// Sink receives the records of one import. Its methods may be called from
// several goroutines at once. Nothing that it receives can be seen in the
// inventory before the import has succeeded.
type Sink interface {
	// Tenant is called before anything else; its error ends the import.
	Tenant(ctx context.Context, t Tenant) error
	Licenses(ctx context.Context, l []License) error
	// Subscriptions and Groups store all of them. What was known stays when they
	// are never called.
	Subscriptions(ctx context.Context, s []Subscription) error
	Groups(ctx context.Context, g []Group) error
	// Users stores a page with its cursor.
	Users(ctx context.Context, page UserPage) error
	// Counted says that the system counts at least so many users. An import that
	// has received fewer different ones is not published.
	Counted(ctx context.Context, least int64) error
	// Usage stores rows of the usage report named by stream.
	Usage(ctx context.Context, stream string, rows []Usage) error
	// Activations stores rows of the activations report.
	Activations(ctx context.Context, stream string, rows []Activation) error

	// Resume returns how far an earlier import, cut short after notBefore, has
	// come with a stream that was read with the same query. It is zero when
	// there is none; what was staged of the stream is then dropped.
	Resume(ctx context.Context, stream, query string, notBefore time.Time) (Position, error)
	// Restart drops everything received of a stream so far, because it will be
	// read again from its start.
	Restart(ctx context.Context, stream string) error
}

// Position is how far a stream of users has been read and stored.
type Position struct {
	Cursor string
	Rows   int64
	// Done says that the stream was read to its end.
	Done bool
}
