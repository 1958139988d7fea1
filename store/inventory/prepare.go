package inventory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// ErrIncomplete is returned when an import is to be published that has not
// received all users, or no licenses.
var ErrIncomplete = errors.New("the import has not received everything")

// The tables that publishing makes in the staging file: those of one that was cut
// short, or has turned out to be of no use, are there already.
const dropPrepared = `
DROP TABLE IF EXISTS staging.difference;
DROP TABLE IF EXISTS staging.gone;
DROP TABLE IF EXISTS staging.superseded;
DROP TABLE IF EXISTS staging.former_name;
DROP TABLE IF EXISTS staging.former_usage;
DROP TABLE IF EXISTS staging.next_holding;
DROP TABLE IF EXISTS staging.held;`

// prepare commits what was staged and drops what does not belong to the import.
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
	err := imp.staging.write(ctx, func(ctx context.Context) error {
		for stream, received := range imp.reports {
			if err := received.stage(ctx, imp.staging, stream, 1); err != nil {
				return err
			}
		}
		return imp.keepReceived(ctx, imp.staging)
	})
	if err != nil {
		return err
	}
	if err := imp.staging.commit(ctx); err != nil {
		return err
	}
	if err := imp.dropOtherStreams(ctx); err != nil {
		return sqlite.Explain(imp.path, err)
	}
	if err := imp.dropOlderReports(ctx); err != nil {
		return sqlite.Explain(imp.inv.db.Path, err)
	}
	imp.sameReports, err = imp.reportsAreThoseOfBefore(ctx)
	return err
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
	names, err := tables.Column[string](rows)
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

// reportStreams are the streams of the reports.
var reportStreams = [...]string{connector.StreamActiveUsers, connector.StreamAppUsers, connector.StreamActivations}

// reported says whether the import has received a report.
func (imp *Import) reported(stream string) bool {
	_, reported := imp.reports[stream]
	return reported
}

// rowsOf is how many rows of a report were received.
func (imp *Import) rowsOf(stream string) int64 {
	if received := imp.reports[stream]; received != nil {
		return received.rows
	}
	return 0
}

// reportsFingerprint is of all that the reports hold; 0, which never meets
// another, when one is missing, because what is kept of it then counts too.
func (imp *Import) reportsFingerprint() int64 {
	var print tables.Fingerprint
	for _, stream := range reportStreams {
		if !imp.reported(stream) {
			return 0
		}
		print.AddInt(int64(imp.reports[stream].print))
		print.AddInt(int64(imp.reports[stream].date))
	}
	return print.Sum()
}

// reportsAreThoseOfBefore says whether the import before has received the same:
// then publishing needs them only if users differ.
func (imp *Import) reportsAreThoseOfBefore(ctx context.Context) (bool, error) {
	var before int64
	err := imp.inv.db.Read.QueryRowContext(ctx, "SELECT reports_fingerprint FROM source WHERE connection = ?", imp.connection).Scan(&before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, sqlite.Explain(imp.inv.db.Path, err)
	}
	return before != 0 && before == imp.reportsFingerprint(), nil
}
