package inventory

import (
	"context"
	"errors"
	"fmt"

	"inventorybeacon/store/sqlite"
)

// ErrIncomplete is returned when an import is to be published that has not
// received all users, or no licenses.
var ErrIncomplete = errors.New("the import has not received everything")

// The tables that publishing makes in the staging file.
const dropPrepared = `
DROP INDEX IF EXISTS user_identity;
DROP TABLE IF EXISTS superseded;
DROP TABLE IF EXISTS report;
DROP TABLE IF EXISTS activated;
DROP TABLE IF EXISTS sku_number;
DROP TABLE IF EXISTS detail_number;
DROP TABLE IF EXISTS difference;
DROP TABLE IF EXISTS gone;
DROP TABLE IF EXISTS assigned;
DROP TABLE IF EXISTS next_usage;
DROP TABLE IF EXISTS next_activation;
DROP TABLE IF EXISTS activity;`

// Of a user that came twice, because it moved from one page to another while
// they were read, the later one counts.
const dropSuperseded = `
CREATE INDEX user_identity ON user (id, seq, fingerprint);
CREATE TABLE superseded (seq INTEGER PRIMARY KEY);
INSERT INTO superseded
    SELECT u.seq FROM (SELECT id, max(seq) AS last FROM user GROUP BY id HAVING count(*) > 1) AS twice
    CROSS JOIN user AS u ON u.id = twice.id AND u.seq < twice.last;
DELETE FROM assignment WHERE EXISTS (SELECT 1 FROM superseded) AND seq IN (SELECT seq FROM superseded);
DELETE FROM user WHERE seq IN (SELECT seq FROM superseded);`

// prepare brings the staging file into the form that publishing compares with
// the inventory. It keeps nobody waiting who reads or writes the inventory.
func (imp *Import) prepare(ctx context.Context) error {
	imp.mu.Lock()
	defer imp.mu.Unlock()
	switch {
	case imp.staging == nil:
		return ErrClosed
	case imp.failed != nil:
		return imp.failed
	}
	if err := imp.complete(); err != nil {
		return err
	}
	if err := imp.staging.commit(ctx); err != nil {
		return err
	}
	conn := imp.staging.conn
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA cache_size = -%d", publishCache/2)); err != nil {
		return err
	}
	if err := imp.dropOtherStreams(ctx); err != nil {
		return sqlite.Explain(imp.path, err)
	}
	for _, text := range []string{dropPrepared, dropSuperseded} {
		if _, err := conn.ExecContext(ctx, text); err != nil {
			return sqlite.Explain(imp.path, fmt.Errorf("prepare to publish: %w", err))
		}
	}
	if err := imp.prepareReports(ctx); err != nil {
		return sqlite.Explain(imp.path, fmt.Errorf("prepare the reports: %w", err))
	}
	return nil
}

// complete returns [ErrIncomplete] unless the import has all that an inventory
// cannot do without.
func (imp *Import) complete() error {
	if len(imp.streams) == 0 {
		return fmt.Errorf("%w: no users", ErrIncomplete)
	}
	for name, stream := range imp.streams {
		if !stream.done {
			return fmt.Errorf("%w: the end of %s is missing", ErrIncomplete, name)
		}
	}
	if !imp.licenses.any {
		return fmt.Errorf("%w: no licenses", ErrIncomplete)
	}
	return nil
}

// dropOtherStreams drops what an earlier import received in streams that this one
// did not read.
func (imp *Import) dropOtherStreams(ctx context.Context) error {
	conn := imp.staging.conn
	rows, err := conn.QueryContext(ctx, "SELECT name FROM stream")
	if err != nil {
		return err
	}
	names, err := column[string](rows)
	if err != nil {
		return err
	}
	for _, name := range names {
		if imp.streams[name] == nil {
			if err := dropStream(ctx, conn, name); err != nil {
				return err
			}
		}
	}
	return nil
}
