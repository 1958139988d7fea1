package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// Watch notices that something was written to a file, by this process or by another
// one. It is for one goroutine.
type Watch struct {
	conn *sql.Conn // the number that SQLite counts up belongs to a connection
	path string
	seen int64
}

// Watch begins to watch. Close ends it.
func (db *DB) Watch(ctx context.Context) (*Watch, error) {
	conn, err := db.Read.Conn(ctx)
	if err != nil {
		return nil, Explain(db.Path, err)
	}
	w := &Watch{conn: conn, path: db.Path}
	if _, err := w.Changed(ctx); err != nil {
		_ = w.Close()
		return nil, err
	}
	return w, nil
}

// Changed reports whether something was written since it was asked last.
func (w *Watch) Changed(ctx context.Context) (bool, error) {
	var version int64
	if err := w.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
		return false, fmt.Errorf("looking for changes: %w", Explain(w.path, err))
	}
	changed := version != w.seen
	w.seen = version
	return changed, nil
}

// Close gives the connection back.
func (w *Watch) Close() error { return w.conn.Close() }
