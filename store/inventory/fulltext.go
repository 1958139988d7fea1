package inventory

import (
	"context"
	"database/sql"
	"fmt"

	"inventorybeacon/store/sqlite"
)

// execer is a [sql.Tx] or [sql.Conn].
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// openFullText makes the index user_search where there is none, and makes it
// anew when a program without FTS5 has published since.
func (inv *Inventory) openFullText(ctx context.Context) error {
	var err error
	if inv.fullText, err = sqlite.HasFTS5(ctx, inv.db.Write); err != nil {
		return err
	}
	if !inv.fullText {
		inv.options.Logger.Warn("This build of SQLite has no full-text search (build tag sqlite_fts5): searching large inventories is slower.")
		return nil
	}
	return inv.makeFullText(ctx, inv.db)
}

func (inv *Inventory) makeFullText(ctx context.Context, db *sqlite.DB) error {
	if !inv.fullText {
		return nil
	}
	return db.Update(ctx, func(tx *sql.Tx) error {
		var exists, stale bool
		err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'user_search'), stale FROM search_state`).Scan(&exists, &stale)
		if err != nil || exists && !stale {
			return err
		}
		// detail=none and columnsize=0 make the index a third of its size; it then
		// finds candidates, which a search looks at again.
		if _, err := tx.ExecContext(ctx, `CREATE VIRTUAL TABLE IF NOT EXISTS user_search USING fts5 (
			text, content = 'search_text', content_rowid = 'uid', tokenize = 'trigram', detail = none, columnsize = 0)`); err != nil {
			return err
		}
		return inv.rebuildFullText(ctx, tx)
	})
}

// rebuildFullText makes the index anew from the users.
func (inv *Inventory) rebuildFullText(ctx context.Context, tx execer) error {
	if !inv.fullText {
		_, err := tx.ExecContext(ctx, "UPDATE search_state SET stale = 1 WHERE stale = 0")
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO user_search (user_search) VALUES ('rebuild')"); err != nil {
		return fmt.Errorf("build the full-text index: %w", err)
	}
	_, err := tx.ExecContext(ctx, "UPDATE search_state SET stale = 0 WHERE stale <> 0")
	return err
}

// unindex takes the users that the query uids selects out of the index, while
// they still are as they were indexed.
func (inv *Inventory) unindex(ctx context.Context, tx execer, uids string, args ...any) error {
	if !inv.fullText {
		_, err := tx.ExecContext(ctx, "UPDATE search_state SET stale = 1 WHERE stale = 0")
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO user_search (user_search, rowid, text)
		SELECT 'delete', uid, text FROM search_text WHERE uid IN (`+uids+`)`, args...)
	return err
}

// index puts the users that the query uids selects into the index.
func (inv *Inventory) index(ctx context.Context, tx execer, uids string, args ...any) error {
	if !inv.fullText {
		_, err := tx.ExecContext(ctx, "UPDATE search_state SET stale = 1 WHERE stale = 0")
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO user_search (rowid, text)
		SELECT uid, text FROM search_text WHERE uid IN (`+uids+`)`, args...)
	return err
}
