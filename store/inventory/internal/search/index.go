// Package search finds users by any part of their names: what a text searched for asks,
// and the full-text index that answers it fast, which is made beside everything else and
// made anew when it is damaged.
package search

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strconv"

	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// What search_state.indexed says besides up to which user the index goes.
const (
	indexStale = -1            // it has to be made anew
	indexWhole = math.MaxInt64 // it has every user
)

// DefaultPiece is how many users are indexed in one transaction: it takes a third of a
// second, in which nobody else can write. Fewer users are indexed by the transaction
// that publishes them.
const DefaultPiece = 50_000

// While a large index is made, FTS5 gathers more bytes in memory before it writes a
// segment, and merges none: that would take as long as a fifth of the whole, and a
// search in twenty segments is as fast. Afterwards it merges when users change.
const (
	indexManyUsers = `INSERT INTO main.user_search (user_search, rank) VALUES ('automerge', 0), ('hashsize', 4194304)`
	indexFewUsers  = `INSERT INTO main.user_search (user_search, rank) VALUES ('automerge', 4), ('hashsize', 1048576)`
)

// Options are what an index needs from the inventory that it is of.
type Options struct {
	Logger *slog.Logger
	// Use keeps the file from being replaced by another one until release is called.
	Use func() (release func())
	// Failed is called when an index that was made anew is damaged too.
	Failed func(ctx context.Context)
	// Piece is how many users are indexed in one transaction; [DefaultPiece] when it is 0.
	Piece int
	// WithoutFTS5 treats a build of SQLite as one that has no FTS5.
	WithoutFTS5 bool
}

// Index is the search index of an inventory, with which users are found by any part of
// their names. Any number of goroutines may use it.
type Index struct {
	db      *sqlite.DB
	options Options
	// fullText is set when this build of SQLite has FTS5.
	fullText bool
	builder
}

// New returns the index of the inventory in a file, to be opened with [Index.Open].
func New(db *sqlite.DB, options Options) *Index {
	options.Piece = cmp.Or(options.Piece, DefaultPiece)
	return &Index{db: db, options: options}
}

// Open makes the index where there is none.
func (x *Index) Open(ctx context.Context) error {
	var err error
	if x.fullText, err = sqlite.HasFTS5(ctx, x.db.Read); err != nil {
		return err
	}
	x.fullText = x.fullText && !x.options.WithoutFTS5
	if !x.fullText {
		x.options.Logger.Warn("This build of SQLite has no full-text search (build tag sqlite_fts5): searching large inventories is " +
			"slower.")
		return nil
	}
	if exists, err := hasIndex(ctx, x.db.Read); err != nil || exists {
		return err
	}
	return x.db.Update(ctx, func(tx *sql.Tx) error {
		if exists, err := hasIndex(ctx, tx); err != nil || exists { // another process was faster
			return err
		}
		return x.Rebuild(ctx, tx)
	})
}

func hasIndex(ctx context.Context, q tables.Querier) (exists bool, err error) {
	err = q.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'user_search')").Scan(&exists)
	return exists, err
}

// indexed returns up to which user the index goes.
func indexed(ctx context.Context, tx tables.Querier) (uid int64, err error) {
	err = tx.QueryRowContext(ctx, "SELECT indexed FROM search_state").Scan(&uid)
	return uid, err
}

func setIndexed(ctx context.Context, tx tables.Execer, uid int64) error {
	_, err := tx.ExecContext(ctx, "UPDATE main.search_state SET indexed = ?1 WHERE indexed <> ?1", uid)
	return err
}

// Whole reports whether the index has every user; it always has in a build that makes
// none.
func (x *Index) Whole(ctx context.Context, tx tables.Querier) (bool, error) {
	uid, err := indexed(ctx, tx)
	return uid == indexWhole || !x.fullText, err
}

// Afterwards reports whether so many users are too many to be indexed by the transaction that
// publishes them.
func (x *Index) Afterwards(users int64) bool { return users > int64(x.options.Piece) }

// Damaged reports whether the index waits to be made anew, whatever a transaction that
// has begun shows of it.
func (x *Index) Damaged() bool { return x.get(&x.damaged) }

// Candidates returns a query of user_search that finds at least the users with every
// word, and how many it finds, at most limit. The query is empty when the index is of
// no use: it is not whole or is damaged, or every word is too short.
func (x *Index) Candidates(ctx context.Context, tx tables.Querier, words []string, limit int) (query string, found int, err error) {
	query = fullTextQuery(words)
	if !x.fullText || query == "" {
		return "", 0, nil
	}
	if upto, err := indexed(ctx, tx); err != nil || upto != indexWhole {
		return "", 0, err
	}
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM user_search WHERE user_search MATCH ? LIMIT ?)", query, limit).
		Scan(&found)
	if indexDamaged(err) {
		x.rebuildDamaged(ctx, err)
		return "", 0, nil
	}
	return query, found, err
}

// Rebuild makes the index anew: at once when there are few users, else
// [Index.Start] has to follow.
func (x *Index) Rebuild(ctx context.Context, tx tables.Execer) error {
	if !x.fullText {
		return setIndexed(ctx, tx, indexStale)
	}
	if err := dropIndex(ctx, tx); err != nil {
		return err
	}
	// detail=none and columnsize=0 make the index a third of its size; it then
	// finds candidates, which a search looks at again.
	if _, err := tx.ExecContext(ctx, `CREATE VIRTUAL TABLE main.user_search USING fts5 (
		text, content = 'search_text', content_rowid = 'uid', tokenize = 'trigram', detail = none, columnsize = 0)`); err != nil {
		return fmt.Errorf("make the search index: %w", err)
	}
	var users int
	if err := tx.QueryRowContext(ctx,
		"SELECT count(*) FROM (SELECT 1 FROM main.user LIMIT "+strconv.Itoa(x.options.Piece+1)+")").Scan(&users); err != nil {
		return err
	}
	if users > x.options.Piece {
		if _, err := tx.ExecContext(ctx, indexManyUsers); err != nil {
			return err
		}
		return setIndexed(ctx, tx, 0)
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO main.user_search (rowid, text) SELECT uid, text FROM main.search_text"); err != nil {
		return fmt.Errorf("make the search index: %w", err)
	}
	return setIndexed(ctx, tx, indexWhole)
}

// Remove takes the users that the query uids selects out of the index, while
// they still are as they were indexed.
func (x *Index) Remove(ctx context.Context, tx tables.Execer, uids string, args ...any) error {
	return x.change(ctx, tx, "INSERT INTO main.user_search (user_search, rowid, text) SELECT 'delete', uid, text", uids, args...)
}

// Add puts the users that the query uids selects into the index.
func (x *Index) Add(ctx context.Context, tx tables.Execer, uids string, args ...any) error {
	return x.change(ctx, tx, "INSERT INTO main.user_search (rowid, text) SELECT uid, text", uids, args...)
}

// change changes the index for some users; those that it has not come to are
// left out. One that cannot be changed is made anew later: users matter more.
func (x *Index) change(ctx context.Context, tx tables.Execer, change, uids string, args ...any) error {
	if !x.fullText {
		return setIndexed(ctx, tx, indexStale)
	}
	if _, err := tx.ExecContext(ctx, "SAVEPOINT search"); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, change+` FROM main.search_text WHERE uid IN (`+uids+`)
		AND uid <= (SELECT indexed FROM main.search_state)`, args...)
	if err == nil { // now, or what is wrong would be found by the commit
		_, err = tx.ExecContext(ctx, "INSERT INTO main.user_search (user_search) VALUES ('flush'); RELEASE search")
	}
	if !indexDamaged(err) {
		return err
	}
	if _, failed := tx.ExecContext(ctx, "ROLLBACK TO search; RELEASE search"); failed != nil {
		x.rebuildLater() // so that it is sound when this is tried again
		return errors.Join(err, failed)
	}
	x.options.Logger.WarnContext(ctx, "The search index is damaged and will be made anew.", "error", err)
	return setIndexed(ctx, tx, indexStale)
}
