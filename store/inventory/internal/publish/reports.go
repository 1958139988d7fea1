package publish

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// compareReports compares the reports that were received with those of the import before.
func (p *publishing) compareReports(ctx context.Context) error {
	if err := p.dropOlderReports(ctx); err != nil {
		return err
	}
	var err error
	p.sameReports, err = p.reportsAreThoseOfBefore(ctx)
	return err
}

// dropOlderReports drops the reports that tell less than what an earlier import has
// read of the same tenant: what is newer stays, because the days of activity are
// compared with the day of the report, and nobody may become inactive by looking back.
func (p *publishing) dropOlderReports(ctx context.Context) error {
	var tenant string
	var dates [len(reportStreams)]connector.Date
	err := p.DB.Read.QueryRowContext(ctx, "SELECT tenant_id, active_users_date, app_users_date, activations_date FROM source WHERE connection = ?", p.connection).
		Scan(&tenant, &dates[0], &dates[1], &dates[2])
	if errors.Is(err, sql.ErrNoRows) || p.Tenant == nil || !strings.EqualFold(tenant, p.Tenant.ID) {
		return nil
	}
	if err != nil {
		return err
	}
	for i, stream := range reportStreams {
		if !p.Reported(stream) || p.Reports[stream].Date >= dates[i] {
			continue
		}
		if p.older == nil {
			p.older = map[string]ReportJoin{}
		}
		p.older[stream] = ReportJoin{Stream: stream, Date: p.Reports[stream].Date, Rows: p.Reports[stream].Rows, Newer: dates[i]}
		delete(p.Reports, stream)
	}
	return nil
}

// reportStreams are the streams of the reports.
var reportStreams = [...]string{connector.StreamActiveUsers, connector.StreamAppUsers, connector.StreamActivations}

// rowsOf is how many rows of a report were received.
func (p *publishing) rowsOf(stream string) int64 {
	if received := p.Reports[stream]; received != nil {
		return received.Rows
	}
	return 0
}

// reportsFingerprint is of all that the reports hold; 0, which never meets
// another, when one is missing, because what is kept of it then counts too.
func (p *publishing) reportsFingerprint() int64 {
	var print tables.Fingerprint
	for _, stream := range reportStreams {
		if !p.Reported(stream) {
			return 0
		}
		print.AddInt(int64(p.Reports[stream].Print))
		print.AddInt(int64(p.Reports[stream].Date))
	}
	return print.Sum()
}

// reportsAreThoseOfBefore says whether the import before has received the same:
// then publishing needs them only if users differ.
func (p *publishing) reportsAreThoseOfBefore(ctx context.Context) (bool, error) {
	var before int64
	err := p.DB.Read.QueryRowContext(ctx, "SELECT reports_fingerprint FROM source WHERE connection = ?", p.connection).Scan(&before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, sqlite.Explain(p.DB.Path, err)
	}
	return before != 0 && before == p.reportsFingerprint(), nil
}
