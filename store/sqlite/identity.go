package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
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
		err = inspectOnce(ctx, path, known, quickCheck, before)
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

func inspectOnce(ctx context.Context, path string, known identity, quickCheck bool, before outside) error {
	db := openPool(path, before.parameters(path), "")
	defer func() { _ = db.Close() }()
	_, err := examine(ctx, db, path, known, quickCheck)
	return err
}

// examine is [identify], and reads the whole file in search of damage when quickCheck is set.
func examine(ctx context.Context, db *sql.DB, path string, known identity, quickCheck bool) (version int, err error) {
	if version, err = identify(ctx, db, path, known); err != nil || !quickCheck {
		return version, err
	}
	var found string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return version, err
	}
	if found != "ok" {
		return version, &DamagedFileError{Path: path, Err: errors.New(found)}
	}
	return version, nil
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

// parameters are those with which the file is looked at while others may use it.
func (o outside) parameters(path string) url.Values {
	parameters := url.Values{"mode": {"ro"}}
	switch {
	case !o.log: // or even reading would leave an empty log beside the file
		parameters.Set("immutable", "1")
	case !exists(path+"-shm") && !canMakeFiles(filepath.Dir(path)): // whoever had it open would share that
		readLogAlone(parameters)
	}
	return parameters
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func hasContent(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() > 0
}
