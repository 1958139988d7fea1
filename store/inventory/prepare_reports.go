package inventory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"inventorybeacon/connector"
)

// report is one row for each user of the two usage reports. Its columns are those
// of the inventory's usage without source, uid and last_activity.
// %[1]s is the schema of the staging file.
const mergeReports = `
CREATE TABLE %[1]s.report (
    upn TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    active_date INTEGER NOT NULL DEFAULT 0, active_last INTEGER NOT NULL DEFAULT 0,
    exchange INTEGER NOT NULL DEFAULT 0, onedrive INTEGER NOT NULL DEFAULT 0, sharepoint INTEGER NOT NULL DEFAULT 0,
    skype INTEGER NOT NULL DEFAULT 0, yammer INTEGER NOT NULL DEFAULT 0, teams INTEGER NOT NULL DEFAULT 0,
    app_date INTEGER NOT NULL DEFAULT 0, app_last INTEGER NOT NULL DEFAULT 0, app_teams INTEGER NOT NULL DEFAULT 0,
    outlook INTEGER NOT NULL DEFAULT 0, word INTEGER NOT NULL DEFAULT 0, excel INTEGER NOT NULL DEFAULT 0,
    powerpoint INTEGER NOT NULL DEFAULT 0, onenote INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
INSERT INTO %[1]s.report
    SELECT min(upn COLLATE BINARY),
        max(iif(app_users, 0, report_date)), max(iif(app_users, 0, last_activity)),
        max(iif(app_users, 0, exchange)), max(iif(app_users, 0, onedrive)), max(iif(app_users, 0, sharepoint)),
        max(iif(app_users, 0, skype)), max(iif(app_users, 0, yammer)), max(iif(app_users, 0, teams)),
        max(iif(app_users, report_date, 0)), max(iif(app_users, last_activity, 0)), max(iif(app_users, teams, 0)),
        max(iif(app_users, outlook, 0)), max(iif(app_users, word, 0)), max(iif(app_users, excel, 0)),
        max(iif(app_users, powerpoint, 0)), max(iif(app_users, onenote, 0))
    FROM %[1]s.usage GROUP BY upn;
CREATE TABLE %[1]s.activated (
    upn TEXT NOT NULL COLLATE NOCASE, product TEXT NOT NULL,
    report_date INTEGER NOT NULL, last_activated INTEGER NOT NULL,
    windows INTEGER NOT NULL, mac INTEGER NOT NULL, windows_mobile INTEGER NOT NULL, ios INTEGER NOT NULL, android INTEGER NOT NULL,
    shared_computer INTEGER NOT NULL,
    PRIMARY KEY (upn, product)
) WITHOUT ROWID;
INSERT INTO %[1]s.activated
    SELECT min(upn COLLATE BINARY), product, max(report_date), max(last_activated),
        max(windows), max(mac), max(windows_mobile), max(ios), max(android), max(shared_computer)
    FROM %[1]s.activation GROUP BY upn, product;`

// reportStreams are the streams of the reports.
var reportStreams = []string{connector.StreamActiveUsers, connector.StreamAppUsers, connector.StreamActivations}

// reported says whether the import has received a report.
func (imp *Import) reported(stream string) bool {
	_, reported := imp.reports[stream]
	return reported
}

// reportsFingerprint is of all that the reports hold; 0, which never meets
// another, when one is missing, because what is kept of it then counts too.
func (imp *Import) reportsFingerprint() int64 {
	var print fingerprint
	print.reset()
	for _, stream := range reportStreams {
		if !imp.reported(stream) {
			return 0
		}
		print.number(int64(imp.reports[stream].print))
	}
	return print.sum()
}

// prepareReports sorts and merges the reports, unless they are those of the
// import before: then publishing needs them only if users differ.
func (imp *Import) prepareReports(ctx context.Context) error {
	var before int64
	err := imp.inv.db.Read.QueryRowContext(ctx, "SELECT reports_fingerprint FROM source WHERE connection = ?", imp.connection).Scan(&before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	imp.sameReports = before != 0 && before == imp.reportsFingerprint()
	if imp.sameReports {
		return nil
	}
	_, err = imp.staging.conn.ExecContext(ctx, fmt.Sprintf(mergeReports, "main"))
	return err
}
