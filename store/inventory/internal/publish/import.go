// Package publish makes what an import has received the inventory of its connection: it
// compares the staging file with inventory.db and writes what differs, in one transaction,
// unless that would take away more than it may.
package publish

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/panics"
	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/search"
	"inventorybeacon/store/inventory/internal/staging"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// Target is the inventory that imports are published in.
type Target struct {
	DB      *sqlite.DB
	Index   *search.Index
	Indexes *adaptive.Indexes
	// Dir is the data directory, in which staging files lie.
	Dir    string
	Logger *slog.Logger
	Now    func() time.Time
	// Product returns the name of a license that people know.
	Product func(skuID, partNumber string) string
	// Figures returns the numbers of the licenses and applications of a source, as the
	// pages show them; none when it is nil.
	Figures func(ctx context.Context, tx tables.Querier, source int64) (Figures, error)
	// Use keeps the inventory from being replaced by another file until release is called.
	Use func() (release func())
	// Opened is as in [staging.Options].
	Opened func(*sql.Conn)
}

// Import receives the records of one import and publishes them.
type Import struct {
	connector.Sink // staged
	target         Target
	staged         *staging.Import
	connection     string
	guard          *guard  // nil when nothing holds the import back
	copied         *Copied // nil unless a copy is made

	mu    sync.Mutex
	joins []ReportJoin // good when the import is published
	kept  []KeptPart   // the same
}

// Begin starts an import of a connection, or goes on with one that was cut
// short. There must be one at a time for each connection, in all processes.
func (t Target) Begin(ctx context.Context, connection string, task int64) (*Import, error) {
	if !staging.ValidName(connection) {
		return nil, fmt.Errorf("connection id %q cannot name a file", connection)
	}
	return t.open(ctx, connection, task, staging.Open)
}

// OpenHeld opens the import of a connection that was held back in the file at path, to be
// published.
func (t Target) OpenHeld(ctx context.Context, connection, path string) (*Import, error) {
	return t.open(ctx, connection, 0, func(ctx context.Context, options staging.Options) (*staging.Import, error) {
		return staging.OpenHeld(ctx, options, path)
	})
}

func (t Target) open(
	ctx context.Context, connection string, task int64, open func(context.Context, staging.Options) (*staging.Import, error),
) (*Import, error) {
	staged, err := open(ctx, staging.Options{
		Dir: t.Dir, Connection: connection, Task: task, Logger: t.Logger, Now: t.Now, Release: t.Use(), Opened: t.Opened,
		Published: func(ctx context.Context) (int64, error) { return t.published(ctx, connection) },
	})
	if err != nil {
		return nil, err
	}
	return &Import{Sink: staged, target: t, staged: staged, connection: connection}, nil
}

// published is when the inventory of a connection was last published, in milliseconds
// since 1970; 0 for never.
func (t Target) published(ctx context.Context, connection string) (at int64, err error) {
	err = t.DB.Read.QueryRowContext(ctx, "SELECT published FROM source WHERE connection = ?", connection).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return at, sqlite.Explain(t.DB.Path, err)
}

// Task is the task that the import is of.
func (imp *Import) Task() int64 { return imp.staged.Task() }

// Close ends an import that is not to be published, or has been. keepForResume
// leaves the users that it has received for the next import to go on with.
func (imp *Import) Close(keepForResume bool) error { return imp.staged.Close(keepForResume) }

// Path is where the import has its staging file.
func (imp *Import) Path() string { return imp.staged.Path() }

// Hold ends an import that Publish has held back and keeps what it has received until
// it is published or discarded. What was held back before stays beside it, until it is
// dropped because this one is recorded.
func (imp *Import) Hold(ctx context.Context) error { return imp.staged.Hold(ctx) }

// Publish makes what the import has received the inventory of its connection, in
// one transaction, and deletes the staging file. It writes only what differs.
// progress, if there is one, is told from 0 to total. When it fails, nothing has
// changed, and the next import can go on with what this one has received unless
// Close is told otherwise.
func (imp *Import) Publish(ctx context.Context, at time.Time, progress func(done, total int64)) (connector.Counts, error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	total := int64(len(steps) + 1)
	progress(0, total)
	received, err := imp.staged.Finish(ctx)
	if err != nil {
		return connector.Counts{}, err
	}
	p := &publishing{
		Target: imp.target, Received: received, connection: imp.connection, path: imp.staged.Path(), at: at, guard: imp.guard,
		copied: imp.copied,
	}
	if err := p.compareReports(ctx); err != nil {
		return connector.Counts{}, sqlite.Explain(p.DB.Path, err)
	}
	progress(1, total)
	err = imp.staged.Deliver(ctx, func() error {
		err := panics.Try(func() error { return p.run(ctx, func(done int64) { progress(done+1, total) }) })
		if err != nil {
			return sqlite.Explain(p.DB.Path, fmt.Errorf("publish: %w", err))
		}
		return nil
	})
	if err != nil {
		return connector.Counts{}, err
	}
	imp.mu.Lock()
	imp.joins, imp.kept = p.reportJoins(), p.kept
	imp.mu.Unlock()
	// The log takes as much of the disk as the staging file, so that was deleted first.
	p.Index.AfterPublish()
	for _, index := range p.later {
		p.Indexes.Ask(index)
	}
	return p.counts, nil
}

// Reports says what became of each usage report that the import has received, when it
// is published.
func (imp *Import) Reports() []ReportJoin {
	imp.mu.Lock()
	defer imp.mu.Unlock()
	return imp.joins
}

// Kept returns the parts that Publish has kept as they were.
func (imp *Import) Kept() []KeptPart {
	imp.mu.Lock()
	defer imp.mu.Unlock()
	return imp.kept
}
