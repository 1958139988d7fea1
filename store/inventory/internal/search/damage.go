package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mattn/go-sqlite3"

	"inventorybeacon/store/inventory/internal/tables"
)

// Tables selects the tables in which FTS5 keeps the index
// (sqlite.org/fts5.html#fts5_data_structures).
const Tables = `FROM main.sqlite_schema WHERE type = 'table' AND name LIKE 'user\_search\_%' ESCAPE '\'`

// indexDamaged reports whether a statement about the index has failed because of it.
// FTS5 says of tables that are missing or cannot be understood that the SQL is wrong,
// and takes sizes that make no sense for true until there is not so much memory.
func indexDamaged(err error) bool {
	var fault sqlite3.Error
	return errors.As(err, &fault) && slices.Contains([]sqlite3.ErrNo{
		sqlite3.ErrCorrupt, sqlite3.ErrError, sqlite3.ErrConstraint, sqlite3.ErrNomem,
	}, fault.Code)
}

// indexFinds reports whether the index finds the first and the last user: one that is
// damaged may find nothing without an error.
func indexFinds(ctx context.Context, tx tables.Querier) (bool, error) {
	for _, end := range []string{"min", "max"} {
		var uid int64
		var text string
		err := tx.QueryRowContext(ctx, "SELECT uid, text FROM search_text WHERE uid = (SELECT "+end+"(uid) FROM user)").Scan(&uid, &text)
		if errors.Is(err, sql.ErrNoRows) {
			return true, nil
		}
		query := fullTextQuery(Words(text))
		if err != nil || query == "" {
			return err == nil, err
		}
		var found bool
		err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM user_search WHERE user_search MATCH ? AND rowid = ?)", query, uid).
			Scan(&found)
		if err != nil || !found {
			return false, err
		}
	}
	return true, nil
}

// Check begins to make an index anew that is damaged, and the rest of one that is
// not whole.
func (x *Index) Check(ctx context.Context, tx tables.Querier) error {
	if !x.fullText {
		return nil
	}
	upto, err := indexed(ctx, tx)
	if err != nil {
		return err
	}
	if upto != indexWhole {
		x.Start()
		return nil
	}
	found, err := indexFinds(ctx, tx)
	if indexDamaged(err) || err == nil && !found {
		x.rebuildDamaged(ctx, err)
		return nil
	}
	return err
}

// rebuildDamaged has a damaged index made anew.
func (x *Index) rebuildDamaged(ctx context.Context, err error) {
	x.options.Logger.WarnContext(ctx, "The search index is damaged and is made anew.", "error", err)
	x.rebuildLater()
}

// dropIndex drops the search index, in whatever state it is.
func dropIndex(ctx context.Context, tx tables.Execer) error {
	var list string
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(group_concat(name), '') "+Tables).Scan(&list); err != nil {
		return err
	}
	all := strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
	var damaged []string
	for _, table := range all {
		if !tables.Intact(ctx, tx, table) {
			damaged = append(damaged, table)
		}
	}
	if len(damaged) == 0 {
		_, err := tx.ExecContext(ctx, "DROP TABLE IF EXISTS main.user_search")
		if !indexDamaged(err) {
			return err
		}
	}
	// To drop a table whose pages are damaged could give pages of others away. It is
	// only forgotten: what it took on the disk is lost until the file is made anew.
	forget := []string{"PRAGMA writable_schema = ON", "DELETE FROM main.sqlite_schema WHERE name = 'user_search'"}
	for _, table := range damaged {
		forget = append(forget, fmt.Sprintf("DELETE FROM main.sqlite_schema WHERE tbl_name = '%s'", table))
	}
	forget = append(forget, "PRAGMA writable_schema = RESET")
	for _, table := range all {
		forget = append(forget, "DROP TABLE IF EXISTS main."+table)
	}
	for _, text := range forget {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			_, _ = tx.ExecContext(ctx, "PRAGMA writable_schema = RESET")
			return fmt.Errorf("forget the search index: %w", err)
		}
	}
	return nil
}
