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

// report is one row for each user of the two usage reports. Its columns are those
// of the inventory's usage without source, uid and last_activity.
const mergeReports = `
CREATE TABLE report (
    upn TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    active_date INTEGER NOT NULL DEFAULT 0, active_last INTEGER NOT NULL DEFAULT 0,
    exchange INTEGER NOT NULL DEFAULT 0, onedrive INTEGER NOT NULL DEFAULT 0, sharepoint INTEGER NOT NULL DEFAULT 0,
    skype INTEGER NOT NULL DEFAULT 0, yammer INTEGER NOT NULL DEFAULT 0, teams INTEGER NOT NULL DEFAULT 0,
    app_date INTEGER NOT NULL DEFAULT 0, app_last INTEGER NOT NULL DEFAULT 0, app_teams INTEGER NOT NULL DEFAULT 0,
    outlook INTEGER NOT NULL DEFAULT 0, word INTEGER NOT NULL DEFAULT 0, excel INTEGER NOT NULL DEFAULT 0,
    powerpoint INTEGER NOT NULL DEFAULT 0, onenote INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
INSERT INTO report
    SELECT min(upn COLLATE BINARY),
        max(iif(app_users, 0, report_date)), max(iif(app_users, 0, last_activity)),
        max(iif(app_users, 0, exchange)), max(iif(app_users, 0, onedrive)), max(iif(app_users, 0, sharepoint)),
        max(iif(app_users, 0, skype)), max(iif(app_users, 0, yammer)), max(iif(app_users, 0, teams)),
        max(iif(app_users, report_date, 0)), max(iif(app_users, last_activity, 0)), max(iif(app_users, teams, 0)),
        max(iif(app_users, outlook, 0)), max(iif(app_users, word, 0)), max(iif(app_users, excel, 0)),
        max(iif(app_users, powerpoint, 0)), max(iif(app_users, onenote, 0))
    FROM usage GROUP BY upn;
CREATE TABLE activated (
    upn TEXT NOT NULL COLLATE NOCASE, product TEXT NOT NULL,
    report_date INTEGER NOT NULL, last_activated INTEGER NOT NULL,
    windows INTEGER NOT NULL, mac INTEGER NOT NULL, windows_mobile INTEGER NOT NULL, ios INTEGER NOT NULL, android INTEGER NOT NULL,
    shared_computer INTEGER NOT NULL,
    PRIMARY KEY (upn, product)
) WITHOUT ROWID;
INSERT INTO activated
    SELECT min(upn COLLATE BINARY), product, max(report_date), max(last_activated),
        max(windows), max(mac), max(windows_mobile), max(ios), max(android), max(shared_computer)
    FROM activation GROUP BY upn, product;`

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
	for _, text := range []string{dropPrepared, dropSuperseded, mergeReports} {
		if _, err := conn.ExecContext(ctx, text); err != nil {
			return sqlite.Explain(imp.path, fmt.Errorf("prepare to publish: %w", err))
		}
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

// reported says whether the import has received a report.
func (imp *Import) reported(stream string) bool {
	_, reported := imp.reports[stream]
	return reported
}
