package search

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"inventorybeacon/store/inventory/internal/background"
	"inventorybeacon/store/sqlite"
)

// builder is the work that makes the index beside everything else, a piece in each
// transaction, so that a process that is killed has lost one piece. Processes may do
// it together: each piece begins where the index ends.
type builder struct {
	background.Worker

	mu sync.Mutex
	// damaged is set when the index has to be made anew, whatever its state says; full
	// that an import has filled the write-ahead log, which then comes first.
	damaged, full bool
}

// Start completes the search index, if it is not whole.
func (x *Index) Start() {
	x.Worker.Start(x.build, func(ctx context.Context, err error) {
		x.options.Logger.WarnContext(ctx, "The search index could not be made; searching is slower until it is.", "error", err)
	})
}

// AfterPublish empties the write-ahead log and completes the index.
func (x *Index) AfterPublish() {
	x.set(&x.full, true)
	x.Start()
}

// rebuildLater makes the index anew.
func (x *Index) rebuildLater() {
	x.set(&x.damaged, true)
	x.Start()
}

// emptyLog moves what an import has written into the file.
func (x *Index) emptyLog(ctx context.Context) error {
	if !x.get(&x.full) {
		return nil
	}
	x.set(&x.full, false)
	defer x.options.Use()()
	conn, err := x.db.Write.Conn(ctx)
	if err != nil {
		return err
	}
	sqlite.EmptyLog(ctx, conn)
	return conn.Close()
}

// build indexes one piece after another. An index that turns out to be
// damaged is made anew once: when that is of no use, the users are damaged.
func (x *Index) build(ctx context.Context) error {
	if err := x.emptyLog(ctx); err != nil || !x.fullText {
		return err
	}
	for renewed := false; ; {
		whole, err := x.indexNext(ctx)
		switch {
		case err == nil && whole:
			return nil
		case !indexDamaged(err) && err != nil:
			return err
		case err != nil && renewed:
			if ctx.Err() == nil {
				x.options.Failed(ctx)
			}
			return err
		case err != nil:
			renewed = true
			x.set(&x.damaged, true)
		}
	}
}

func (x *Index) set(which *bool, to bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	*which = to
}

func (x *Index) get(which *bool) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return *which
}

// indexNext indexes the next users, in one transaction.
func (x *Index) indexNext(ctx context.Context) (whole bool, err error) {
	defer x.options.Use()()
	damaged := x.get(&x.damaged)
	if uid, err := indexed(ctx, x.db.Read); err != nil || uid == indexWhole && !damaged {
		return true, err
	}
	conn, err := x.db.Write.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close() }()
	err = sqlite.Transact(ctx, conn, func() error {
		whole, err = x.indexPiece(ctx, conn, damaged)
		return err
	})
	if err != nil {
		return false, err
	}
	if damaged {
		x.set(&x.damaged, false)
	}
	return whole, nil
}

func (x *Index) indexPiece(ctx context.Context, conn *sql.Conn, damaged bool) (whole bool, err error) {
	from, err := indexed(ctx, conn)
	switch {
	case err != nil:
		return false, err
	case damaged, from == indexStale:
		return false, x.Rebuild(ctx, conn)
	case from == indexWhole: // another process was faster
		return true, nil
	}
	var upto sql.NullInt64
	const next = "SELECT max(uid) FROM (SELECT uid FROM user WHERE uid > ? ORDER BY uid LIMIT ?)"
	if err := conn.QueryRowContext(ctx, next, from, x.options.Piece).Scan(&upto); err != nil {
		return false, err
	}
	if !upto.Valid {
		_, err := conn.ExecContext(ctx, indexFewUsers)
		return true, errors.Join(err, setIndexed(ctx, conn, indexWhole))
	}
	if _, err := conn.ExecContext(ctx,
		"INSERT INTO user_search (rowid, text) SELECT uid, text FROM search_text WHERE uid > ? AND uid <= ?",
		from, upto.Int64); err != nil {
		return false, err
	}
	return false, setIndexed(ctx, conn, upto.Int64)
}
