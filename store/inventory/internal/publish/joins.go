package publish

import (
	"context"
	"database/sql"
	"errors"

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

// reportJoins says what became of each report that was received. It is good when
// publishing is over.
func (p *publishing) reportJoins() []ReportJoin {
	var all []ReportJoin
	for i, stream := range reportStreams {
		if older, found := p.older[stream]; found {
			all = append(all, older)
			continue
		}
		if p.Reported(stream) {
			all = append(all, ReportJoin{Stream: stream, Date: p.Reports[stream].Date, Rows: p.joins[i].rows, Joined: p.joins[i].joined})
		}
	}
	return all
}

// writeReportJoins keeps what was found out of the reports, for an import that meets
// the same ones again.
func (a *activity) writeReportJoins(ctx context.Context) error {
	for i, stream := range reportStreams {
		if !a.Reported(stream) {
			continue
		}
		if err := a.exec(ctx, "INSERT OR REPLACE INTO main.report_join (source, stream, rows, joined) VALUES (?, ?, ?, ?)",
			a.source, stream, a.joins[i].rows, a.joins[i].joined); err != nil {
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
