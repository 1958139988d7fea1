package sqlite

import (
	"context"
	"database/sql"
)

// View has read look at a file of the program without changing anything, not even
// beside it. The errors are those of [Open] for a file that cannot be used, and
// those of read.
func View(ctx context.Context, path string, options Options, read func(db *sql.DB) error) error {
	_, known, err := options.load()
	if err != nil {
		return err
	}
	before, err := look(path)
	if err != nil {
		return err
	}
	db := openPool(path, before.parameters(path), "")
	defer func() { _ = db.Close() }()
	if _, err := identify(ctx, db, path, known); err != nil {
		return Explain(path, err)
	}
	return Explain(path, read(db))
}

// HasTable reports whether a file has a table: one that was made by an older version of the
// program, and is only looked at, may lack it.
func HasTable(ctx context.Context, q interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}, name string,
) (has bool, err error) {
	err = q.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?)", name).Scan(&has)
	return has, err
}
