package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
)

// identity is what the header of a file says of it.
type identity struct {
	applicationID int32
	version       int
}

// querier is a [sql.DB], [sql.Conn] or [sql.Tx].
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// identify returns the schema version of the file, or the error for a file of
// another program or of a newer version of this one. It writes nothing.
func identify(ctx context.Context, q querier, path string, known identity) (int, error) {
	var found identity
	var objects int
	err := q.QueryRowContext(ctx, `
		SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
		FROM pragma_application_id, pragma_user_version`).
		Scan(&found.applicationID, &found.version, &objects)
	switch {
	case err != nil:
		return 0, err
	case found == identity{} && objects == 0: // new, or the first start was cut short
		return 0, nil
	case found.applicationID != known.applicationID:
		return 0, &ForeignFileError{Path: path}
	case found.version > known.version:
		return 0, &NewerFileError{Path: path, Found: found.version, Known: known.version}
	}
	return found.version, nil
}

// inspect looks at a file without changing anything, not even beside it.
func inspect(ctx context.Context, path string, known identity, quickCheck bool) error {
	for {
		before, err := look(path)
		if err != nil {
			return err
		}
		if before.hotJournal {
			// The very first start was cut short, before the file had a write-ahead
			// log; only a writer can bring such a file in order.
			return nil
		}
		err = inspectOnce(ctx, path, known, quickCheck, !before.log)
		if err == nil {
			return nil
		}
		// Without a log the file was read without locks. If another process has
		// begun to write meanwhile, that says nothing.
		after, lookErr := look(path)
		if lookErr != nil || after == before {
			return errors.Join(err, lookErr)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

func inspectOnce(ctx context.Context, path string, known identity, quickCheck, immutable bool) error {
	parameters := url.Values{"mode": {"ro"}}
	if immutable { // or even reading would leave an empty log beside the file
		parameters.Set("immutable", "1")
	}
	db := openPool(path, parameters, "")
	defer func() { _ = db.Close() }()
	if _, err := identify(ctx, db, path, known); err != nil || !quickCheck {
		return err
	}
	var found string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return &DamagedFileError{Path: path, Err: errors.New(found)}
	}
	return nil
}

// outside is what can be seen of a file without opening it.
type outside struct {
	size, modified  int64
	log, hotJournal bool
}

func look(path string) (outside, error) {
	info, err := os.Stat(path)
	if err != nil {
		return outside{}, fmt.Errorf("look at the file: %w", err)
	}
	return outside{
		size: info.Size(), modified: info.ModTime().UnixNano(),
		log: hasContent(path + "-wal"), hotJournal: hasContent(path + "-journal"),
	}, nil
}

func hasContent(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() > 0
}
