package inventory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/store/inventory/internal/tables"

	"github.com/mattn/go-sqlite3"
)

// indexTables selects the tables in which FTS5 keeps the index
// (sqlite.org/fts5.html#fts5_data_structures).
const indexTables = `FROM main.sqlite_schema WHERE type = 'table' AND name LIKE 'user\_search\_%' ESCAPE '\'`

// indexDamaged says whether a statement about the index has failed because of it.
// FTS5 says of tables that are missing or cannot be understood that the SQL is wrong,
// and takes sizes that make no sense for true until there is not so much memory.
func indexDamaged(err error) bool {
	var fault sqlite3.Error
	return errors.As(err, &fault) && slices.Contains([]sqlite3.ErrNo{
		sqlite3.ErrCorrupt, sqlite3.ErrError, sqlite3.ErrConstraint, sqlite3.ErrNomem,
	}, fault.Code)
}

// indexFinds says whether the index finds the first and the last user: one that is
// damaged may find nothing without an error.
func indexFinds(ctx context.Context, tx tables.Querier) (bool, error) {
	for _, end := range []string{"min", "max"} {
		var uid int64
		var text string
		err := tx.QueryRowContext(ctx, "SELECT uid, text FROM search_text WHERE uid = (SELECT "+end+"(uid) FROM user)").Scan(&uid, &text)
		if errors.Is(err, sql.ErrNoRows) {
			return true, nil
		}
		query := fullTextQuery(searchWords(text))
		if err != nil || query == "" {
			return err == nil, err
		}
		var found bool
		err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM user_search WHERE user_search MATCH ? AND rowid = ?)", query, uid).Scan(&found)
		if err != nil || !found {
			return false, err
		}
	}
	return true, nil
}

// checkIndex begins to make an index anew that is damaged, and the rest of one that is
// not whole.
func (inv *Inventory) checkIndex(ctx context.Context) error {
	if !inv.fullText {
		return nil
	}
	return inv.read(ctx, func(tx *sql.Tx) error {
		upto, err := indexed(ctx, tx)
		if err != nil {
			return err
		}
		if upto != indexWhole {
			inv.startIndexing()
			return nil
		}
		sound, err := indexFinds(ctx, tx)
		if indexDamaged(err) || err == nil && !sound {
			inv.noticedIndex(ctx, err)
			return nil
		}
		return err
	})
}

// noticedIndex has a damaged index made anew.
func (inv *Inventory) noticedIndex(ctx context.Context, err error) {
	inv.options.Logger.WarnContext(ctx, "The search index is damaged and is made anew.", "error", err)
	inv.startDamaged()
}

// dropIndex drops the search index, in whatever state it is.
func dropIndex(ctx context.Context, tx tables.Execer) error {
	var list string
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(group_concat(name), '') "+indexTables).Scan(&list); err != nil {
		return err
	}
	tables := strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
	var unsound []string
	for _, table := range tables {
		if !sound(ctx, tx, table) {
			unsound = append(unsound, table)
		}
	}
	if len(unsound) == 0 {
		_, err := tx.ExecContext(ctx, "DROP TABLE IF EXISTS main.user_search")
		if !indexDamaged(err) {
			return err
		}
	}
	// To drop a table whose pages are damaged could give pages of others away. It is
	// only forgotten: what it took on the disk is lost until the file is made anew.
	forget := []string{"PRAGMA writable_schema = ON", "DELETE FROM main.sqlite_schema WHERE name = 'user_search'"}
	for _, table := range unsound {
		forget = append(forget, fmt.Sprintf("DELETE FROM main.sqlite_schema WHERE tbl_name = '%s'", table))
	}
	forget = append(forget, "PRAGMA writable_schema = RESET")
	for _, table := range tables {
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

// sound says whether no damage is found in a table and its indexes.
func sound(ctx context.Context, tx tables.Execer, table string) bool {
	var found string
	err := tx.QueryRowContext(ctx, "PRAGMA main.integrity_check("+tables.Quote(table)+")").Scan(&found)
	return err == nil && found == "ok"
}

// whole says whether no damage is found in the inventory, the search index left
// aside: that can be made anew.
func (inv *Inventory) whole(ctx context.Context) bool {
	defer inv.custody.query()()
	ctx = context.WithoutCancel(ctx)
	rows, err := inv.db.Read.QueryContext(ctx, `SELECT name FROM main.sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
		EXCEPT SELECT name `+indexTables)
	if err != nil {
		return false
	}
	tables, err := tables.Column[string](rows)
	if err != nil {
		return false
	}
	for _, table := range append(tables, "sqlite_schema") { // with which the free pages are looked at
		if !sound(ctx, inv.db.Read, table) {
			return false
		}
	}
	return true
}
