package staging

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/atomicfile"
	"inventorybeacon/store/sqlite"
)

// Received is what an import has received besides users and rows of reports. The staging
// file keeps it as JSON, so that an import which was held back can be published later.
type Received struct {
	Task          int64
	At            time.Time
	Tenant        *connector.Tenant
	Licenses      List[connector.License]
	Subscriptions List[connector.Subscription]
	Groups        List[connector.Group]
	// Reports are those received, by stream.
	Reports map[string]*Report
	// Least is how many different users must have come.
	Least int64
}

// Reported reports whether the import has received a report.
func (r *Received) Reported(stream string) bool { return r.Reports[stream] != nil }

// List are records of a kind that is delivered as a whole or not at all.
type List[T any] struct {
	Delivered bool
	Rows      []T
}

// MarshalJSON writes the records, or null when none were delivered.
func (l List[T]) MarshalJSON() ([]byte, error) {
	if !l.Delivered {
		return []byte("null"), nil
	}
	return json.Marshal(append([]T{}, l.Rows...))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *List[T]) UnmarshalJSON(data []byte) error {
	*l = List[T]{Delivered: string(data) != "null"}
	return json.Unmarshal(data, &l.Rows)
}

func (l *List[T]) add(rows []T) {
	l.Delivered = true
	l.Rows = append(l.Rows, slices.Clone(rows)...)
}

// keep writes what waits in memory into the staging file.
func (s *file) keep(ctx context.Context, received *Received) error {
	text, err := json.Marshal(received)
	if err != nil {
		return err
	}
	if _, err := s.conn.ExecContext(ctx, "DELETE FROM kept"); err != nil {
		return err
	}
	_, err = s.conn.ExecContext(ctx, "INSERT INTO kept (received) VALUES (?)", string(text))
	return err
}

// OpenHeld opens an import at path that was held back, to be published. Its task is that of
// [Received].
func OpenHeld(ctx context.Context, options Options, path string) (*Import, error) {
	file, err := openFile(ctx, path)
	if err != nil {
		options.Release()
		return nil, err
	}
	imp := newImport(options, file)
	if err := imp.load(ctx); err != nil {
		return nil, errors.Join(sqlite.Explain(path, err), imp.Close(true))
	}
	return imp, nil
}

// Task is the task that the import is of.
func (imp *Import) Task() int64 { return imp.received.Task }

// load reads what was kept, and which streams there are.
func (imp *Import) load(ctx context.Context) error {
	conn := imp.file.conn
	var text string
	if err := conn.QueryRowContext(ctx, "SELECT received FROM kept").Scan(&text); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(text), &imp.received); err != nil {
		return fmt.Errorf("what was kept: %w", err)
	}
	type named struct {
		name string
		stream
	}
	streams, err := sqlite.Collect(ctx, conn, func(n *named) []any { return []any{&n.name, &n.number, &n.rows, &n.done} },
		"SELECT name, stream, rows, done FROM stream")
	for _, n := range streams {
		imp.streams[n.name] = &n.stream
	}
	return err
}

// Hold ends an import that was held back and keeps what it has received. What was held
// back before stays beside it, until [RemoveHeldBut] is told that this one is recorded.
func (imp *Import) Hold(ctx context.Context) error {
	defer imp.options.Release()
	imp.mu.Lock()
	defer imp.mu.Unlock()
	if err := imp.closeFile(true); err != nil {
		return err
	}
	// Another name for the file is one for its log too, unless the log is empty.
	if err := moveLog(ctx, imp.path); err != nil {
		return err
	}
	held := HeldPath(imp.options.Dir, imp.options.Connection, imp.received.Task)
	if held == imp.path {
		return nil
	}
	if err := atomicfile.Rename(imp.path, held); err != nil {
		return sqlite.CannotWrite(held, err)
	}
	return remove(imp.path)
}

// moveLog moves the write-ahead log of a staging file into the file.
func moveLog(ctx context.Context, path string) error {
	db, err := openDB(ctx, path)
	if err != nil {
		return err
	}
	_, err = db.Write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return sqlite.Explain(path, errors.Join(err, db.Close()))
}
