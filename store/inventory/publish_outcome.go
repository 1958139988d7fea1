package inventory

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"inventorybeacon/connector"
)

// ReportJoin says what became of the rows of a usage report that an import has
// received. Rows that meet no user of the tenant are of people who have left, or of
// ones whose names the tenant conceals, whatever it prints in their place.
type ReportJoin struct {
	// Stream is the stream of the report, for example [connector.StreamAppUsers].
	Stream string
	// Date is the last day of which the report tells.
	Date connector.Date
	// Rows is how many rows it has, Joined how many of them name a user.
	Rows, Joined int64
	// Newer is the day of the report that an earlier import has read, when that is a
	// later one: then the later one stays and this one is not used.
	Newer connector.Date
}

// rowJoins counts the rows of a report.
type rowJoins struct{ rows, joined int64 }

func (j *rowJoins) count(joined bool) {
	j.rows++
	if joined {
		j.joined++
	}
}

// Reports says what became of each usage report that the import has received, when it
// is published.
func (imp *Import) Reports() []ReportJoin {
	imp.mu.Lock()
	defer imp.mu.Unlock()
	return imp.joins
}

// reportJoins says what became of each report that was received. It is good when
// publishing is over.
func (p *publishing) reportJoins() []ReportJoin {
	var all []ReportJoin
	for i, stream := range reportStreams {
		if older, found := p.older[stream]; found {
			all = append(all, older)
			continue
		}
		if p.reported(stream) {
			all = append(all, ReportJoin{Stream: stream, Date: p.reports[stream].date, Rows: p.joins[i].rows, Joined: p.joins[i].joined})
		}
	}
	return all
}

// writeReportJoins keeps what was found out of the reports, for an import that meets
// the same ones again.
func (a *activity) writeReportJoins(ctx context.Context) error {
	for i, stream := range reportStreams {
		if !a.reported(stream) {
			continue
		}
		if err := a.exec(ctx, "INSERT OR REPLACE INTO main.report_join VALUES (?, ?, ?, ?)", a.source, stream, a.joins[i].rows, a.joins[i].joined); err != nil {
			return err
		}
	}
	return nil
}

// readReportJoins takes over what an earlier import has found out of the same reports.
func (p *publishing) readReportJoins(ctx context.Context) error {
	for i, stream := range reportStreams {
		err := p.conn.QueryRowContext(ctx, "SELECT rows, joined FROM main.report_join WHERE source = ? AND stream = ?", p.source, stream).
			Scan(&p.joins[i].rows, &p.joins[i].joined)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	return nil
}

// dropOlderReports drops the reports that tell less than what an earlier import has
// read of the same tenant: what is newer stays, because the days of activity are
// compared with the day of the report, and nobody may become inactive by looking back.
func (imp *Import) dropOlderReports(ctx context.Context) error {
	var tenant string
	var dates [len(reportStreams)]connector.Date
	err := imp.inv.db.Read.QueryRowContext(ctx, "SELECT tenant_id, active_users_date, app_users_date, activations_date FROM source WHERE connection = ?", imp.connection).
		Scan(&tenant, &dates[0], &dates[1], &dates[2])
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err != nil || imp.tenant == nil || !strings.EqualFold(tenant, imp.tenant.ID) {
		return nil // there are none of before
	}
	for i, stream := range reportStreams {
		if !imp.reported(stream) || imp.reports[stream].date >= dates[i] {
			continue
		}
		if imp.older == nil {
			imp.older = map[string]ReportJoin{}
		}
		imp.older[stream] = ReportJoin{Stream: stream, Date: imp.reports[stream].date, Rows: imp.reports[stream].rows, Newer: dates[i]}
		delete(imp.reports, stream)
	}
	return nil
}
