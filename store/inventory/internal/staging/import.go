// Package staging keeps what an import receives in a file of its own until it is
// published. A killed import leaves the file behind, and the next one goes on with it.
package staging

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// Options say what is imported and where to.
type Options struct {
	// Dir is the data directory.
	Dir        string
	Connection string
	Task       int64
	Logger     *slog.Logger
	Now        func() time.Time
	// Published returns when the inventory of the connection was last published, in
	// milliseconds since 1970; 0 for never. What was staged before is of an import that
	// was killed after it was published and before its staging file was deleted.
	Published func(ctx context.Context) (int64, error)
	// Release is called when the import is over.
	Release func()
	// Opened is called with the connection to a new staging file; nil for nobody.
	Opened func(*sql.Conn)
}

// ErrClosed is returned by an import that has been published, closed or broken
// off by a fault of its staging file.
var ErrClosed = errors.New("the import is over")

// ErrIncomplete is returned when an import is to be published that has not
// received all users, or no licenses.
var ErrIncomplete = errors.New("the import has not received everything")

// Import receives the records of one import. It implements [connector.Sink].
type Import struct {
	options Options
	path    string // of the staging file

	mu      sync.Mutex
	file    *file // nil when the import is over
	failed  error // the first fault of the staging file
	streams map[string]*stream
	seq     int64 // of the last staged user
	print   tables.Fingerprint
	common  licensings
	keys    []byte // on their way into the file
	held    pageHoldings

	received Received
	lists    map[string]*reportLists // by stream
}

var _ connector.Sink = (*Import)(nil)

// Open starts an import, or goes on with one that was cut short. There must be one
// at a time for each connection, in all processes.
func Open(ctx context.Context, options Options) (*Import, error) {
	path := Path(options.Dir, options.Connection)
	file, err := openOrReplace(ctx, path)
	if err != nil {
		options.Release()
		return nil, err
	}
	if options.Opened != nil {
		options.Opened(file.conn)
	}
	return newImport(options, file), nil
}

func newImport(options Options, file *file) *Import {
	return &Import{
		options: options, path: file.path, file: file, streams: map[string]*stream{}, lists: map[string]*reportLists{},
		received: Received{Task: options.Task, Reports: map[string]*Report{}},
		common:   licensings{stored: map[int64]bool{}, storedDetails: map[int64]bool{}},
	}
}

// Path is where the staging file is.
func (imp *Import) Path() string { return imp.path }

// write runs change on the staging file, one at a time.
func (imp *Import) write(ctx context.Context, change func(ctx context.Context, s *file) error) error {
	imp.mu.Lock()
	defer imp.mu.Unlock()
	switch {
	case imp.file == nil:
		return ErrClosed
	case imp.failed != nil:
		return imp.failed
	case ctx.Err() != nil:
		return ctx.Err()
	}
	// After a fault the transaction is gone, and with it pages that were
	// acknowledged: this import cannot go on.
	imp.failed = imp.file.write(ctx, func(ctx context.Context) error { return change(ctx, imp.file) })
	return imp.failed
}

// Tenant implements [connector.Sink].
func (imp *Import) Tenant(ctx context.Context, t connector.Tenant) error {
	return imp.keep(ctx, func() { imp.received.Tenant = &t })
}

// Licenses implements [connector.Sink].
func (imp *Import) Licenses(ctx context.Context, l []connector.License) error {
	return imp.keep(ctx, func() { imp.received.Licenses.add(l) })
}

// Subscriptions implements [connector.Sink]. When it is never called, the ones of
// the import before stay.
func (imp *Import) Subscriptions(ctx context.Context, s []connector.Subscription) error {
	return imp.keep(ctx, func() { imp.received.Subscriptions.add(s) })
}

// Groups implements [connector.Sink]. When it is never called, the ones of the
// import before stay.
func (imp *Import) Groups(ctx context.Context, g []connector.Group) error {
	return imp.keep(ctx, func() { imp.received.Groups.add(g) })
}

// Counted implements [connector.Sink].
func (imp *Import) Counted(ctx context.Context, least int64) error {
	return imp.keep(ctx, func() { imp.received.Least = least })
}

func (imp *Import) keep(ctx context.Context, change func()) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	imp.mu.Lock()
	defer imp.mu.Unlock()
	if imp.file == nil {
		return ErrClosed
	}
	change()
	return nil
}

// complete returns [ErrIncomplete] unless the import has all that an inventory
// cannot do without.
func (imp *Import) complete() error {
	if len(imp.streams) == 0 {
		return fmt.Errorf("%w: no users", ErrIncomplete)
	}
	for name, stream := range imp.streams {
		if !stream.done {
			return fmt.Errorf("%w: the end of %s is missing", ErrIncomplete, name)
		}
	}
	if !imp.received.Licenses.Delivered {
		return fmt.Errorf("%w: no licenses", ErrIncomplete)
	}
	return nil
}

// Finish commits what was received, drops what does not belong to the import, and
// returns what was received besides users and rows of reports. The error may be
// [ErrIncomplete].
func (imp *Import) Finish(ctx context.Context) (*Received, error) {
	imp.mu.Lock()
	defer imp.mu.Unlock()
	switch {
	case imp.file == nil:
		return nil, ErrClosed
	case imp.failed != nil:
		return nil, imp.failed
	}
	if err := imp.complete(); err != nil {
		return nil, err
	}
	err := imp.file.write(ctx, func(ctx context.Context) error {
		for stream, lists := range imp.lists {
			if err := lists.stage(ctx, imp.file, stream, 1); err != nil {
				return err
			}
		}
		imp.received.At = imp.options.Now()
		return imp.file.keep(ctx, &imp.received)
	})
	if err != nil {
		return nil, err
	}
	if err := imp.file.commit(ctx); err != nil {
		return nil, err
	}
	if err := imp.dropOtherStreams(ctx); err != nil {
		return nil, sqlite.Explain(imp.path, err)
	}
	return &imp.received, nil
}

// Deliver ends an import that is finished: nothing more is received. publish reads the
// staging file meanwhile. When it succeeds, the file is deleted; when it fails, the next
// import can go on with the file unless Close is told otherwise.
func (imp *Import) Deliver(ctx context.Context, publish func() error) error {
	imp.mu.Lock()
	file := imp.file
	imp.file = nil
	imp.mu.Unlock()
	if file == nil {
		return ErrClosed
	}
	defer imp.options.Release()
	defer func() { _ = file.close() }()
	if err := file.closeWriter(); err != nil {
		return sqlite.Explain(imp.path, err)
	}
	if err := publish(); err != nil {
		return err
	}
	if err := errors.Join(file.close(), remove(imp.path)); err != nil {
		// The inventory is complete; the next import replaces the file.
		imp.options.Logger.WarnContext(ctx, "The staging file of an import could not be deleted.", "file", imp.path, "error", err)
	}
	return nil
}

// Close ends an import that is not to be published, or has been. keepForResume
// leaves the users that it has received for the next import to go on with.
func (imp *Import) Close(keepForResume bool) error {
	imp.mu.Lock()
	defer imp.mu.Unlock()
	defer imp.options.Release()
	err := imp.closeFile(keepForResume)
	if !keepForResume {
		err = errors.Join(err, remove(imp.path))
	}
	return err
}

// closeFile gives the staging file back, with everything received when commit
// is set.
func (imp *Import) closeFile(commit bool) error {
	if imp.file == nil {
		return nil
	}
	file := imp.file
	imp.file = nil
	var err error
	if commit && imp.failed == nil {
		err = file.commit(context.Background())
	}
	return errors.Join(err, file.close())
}
