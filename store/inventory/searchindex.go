package inventory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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

// indexPiece is how many users are indexed in one transaction: it takes a third of a
// second, in which nobody else can write. Fewer users are indexed by the transaction
// that publishes them.
const indexPiece = 50_000

// While a large index is made, FTS5 gathers more bytes in memory before it writes a
// segment, and merges none: that would take as long as a fifth of the whole, and a
// search in twenty segments is as fast. Afterwards it merges when users change.
const (
	indexManyUsers = `INSERT INTO main.user_search (user_search, rank) VALUES ('automerge', 0), ('hashsize', 4194304)`
	indexFewUsers  = `INSERT INTO main.user_search (user_search, rank) VALUES ('automerge', 4), ('hashsize', 1048576)`
)

// openIndex makes the index user_search where there is none.
func (inv *Inventory) openIndex(ctx context.Context) error {
	var err error
	if inv.fullText, err = sqlite.HasFTS5(ctx, inv.db.Write); err != nil {
		return err
	}
	if !inv.fullText {
		inv.options.Logger.Warn("This build of SQLite has no full-text search (build tag sqlite_fts5): searching large inventories is slower.")
		return nil
	}
	return inv.db.Update(ctx, func(tx *sql.Tx) error {
		var exists bool
		err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'user_search')").Scan(&exists)
		if err != nil || exists {
			return err
		}
		return inv.remakeIndex(ctx, tx)
	})
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

// Indexing says whether the search index is still being made, or waits for it:
// searches then read every user.
func (inv *Inventory) Indexing(ctx context.Context) (still bool, err error) {
	err = inv.read(ctx, func(tx *sql.Tx) error {
		uid, err := indexed(ctx, tx)
		still = inv.fullText && uid != indexWhole
		return err
	})
	return still, err
}

// remakeIndex makes the index anew: at once when there are few users, else
// [Inventory.startIndexing] has to follow.
func (inv *Inventory) remakeIndex(ctx context.Context, tx tables.Execer) error {
	if !inv.fullText {
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
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM main.user LIMIT "+strconv.Itoa(inv.piece+1)+")").Scan(&users); err != nil {
		return err
	}
	if users > inv.piece {
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

// unindex takes the users that the query uids selects out of the index, while
// they still are as they were indexed.
func (inv *Inventory) unindex(ctx context.Context, tx tables.Execer, uids string, args ...any) error {
	return inv.changeIndex(ctx, tx, "INSERT INTO main.user_search (user_search, rowid, text) SELECT 'delete', uid, text", uids, args...)
}

// index puts the users that the query uids selects into the index.
func (inv *Inventory) index(ctx context.Context, tx tables.Execer, uids string, args ...any) error {
	return inv.changeIndex(ctx, tx, "INSERT INTO main.user_search (rowid, text) SELECT uid, text", uids, args...)
}

// changeIndex changes the index for some users; those that it has not come to are
// left out. One that cannot be changed is made anew later: users matter more.
func (inv *Inventory) changeIndex(ctx context.Context, tx tables.Execer, change, uids string, args ...any) error {
	if !inv.fullText {
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
		inv.startDamaged() // so that it is sound when this is tried again
		return errors.Join(err, failed)
	}
	inv.options.Logger.WarnContext(ctx, "The search index is damaged and will be made anew.", "error", err)
	return setIndexed(ctx, tx, indexStale)
}
