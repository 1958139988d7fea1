package publish

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// compareReports compares the reports that were received with those of the import before.
func (p *publishing) compareReports(ctx context.Context) error {
	if err := p.dropLesserReports(ctx); err != nil {
		return err
	}
	var err error
	p.sameReports, err = p.reportsAreThoseOfBefore(ctx)
	return err
}

// dropLesserReports drops the reports that tell less than what an earlier import has
// read of the same tenant: what is newer stays, because the days of activity are
// compared with the day of the report, and nobody may become inactive by looking back. So
// does one that lacks a column in which something is known.
func (p *publishing) dropLesserReports(ctx context.Context) error {
	var tenant string
	var source int64
	var dates [len(reportStreams)]connector.Date
	err := p.DB.Read.QueryRowContext(ctx,
		"SELECT source, tenant_id, active_users_date, app_users_date, copilot_date, activations_date FROM source WHERE connection = ?",
		p.connection).
		Scan(&source, &tenant, &dates[0], &dates[1], &dates[2], &dates[3])
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err != nil || p.Tenant == nil || !strings.EqualFold(tenant, p.Tenant.ID) {
		return nil // there are none of before
	}
	p.hadCopilot = dates[2] != 0
	if p.copied != nil { // which is what it is
		return nil
	}
	for i, stream := range reportStreams {
		if !p.Reported(stream) {
			continue
		}
		lesser := ReportJoin{Stream: stream, Date: p.Reports[stream].Date, Rows: p.Reports[stream].Rows}
		if lesser.Date < dates[i] {
			lesser.Newer = dates[i]
		} else if lesser.Lacks, err = p.lost(ctx, source, stream); err != nil {
			return err
		}
		if lesser.Newer == 0 && lesser.Lacks == "" {
			continue
		}
		if p.lesser == nil {
			p.lesser = map[string]ReportJoin{}
		}
		p.lesser[stream] = lesser
		delete(p.Reports, stream)
	}
	return nil
}

// lost names the first application of which a report has no column, although the inventory
// knows of somebody who has used it; empty for none. Skype for Business has ended.
func (p *publishing) lost(ctx context.Context, source int64, stream string) (string, error) {
	lacks := p.Reports[stream].Lacks
	for a := range connector.UsedApplication(connector.UsedApplications) {
		if a == connector.SkypeForBusiness {
			continue
		}
		var known []string
		if lacks.In&(1<<a) != 0 {
			known = append(known, tables.DayColumn(stream, a)+" > 0")
		}
		if platforms := lacks.Platforms & connector.EveryPlatform(a); platforms != 0 {
			known = append(known, fmt.Sprintf("platforms & %d <> 0", platforms))
		}
		if known == nil {
			continue
		}
		var lost bool
		err := p.DB.Read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM usage WHERE (`+strings.Join(known, " OR ")+`)
			AND `+tables.OfSource("id")+`)`, source).Scan(&lost)
		if err != nil || lost {
			return a.String(), sqlite.Explain(p.DB.Path, err)
		}
	}
	return "", nil
}

// reportStreams are the streams of the reports.
var reportStreams = [...]string{
	connector.StreamActiveUsers, connector.StreamAppUsers, connector.StreamCopilot, connector.StreamActivations,
}

// rowsOf is how many rows of a report were received.
func (p *publishing) rowsOf(stream string) int64 {
	if received := p.Reports[stream]; received != nil {
		return received.Rows
	}
	return 0
}

// reportsFingerprint is of all that the reports hold; 0, which equals no
// other, when one is missing, because what is kept of it then counts too.
func (p *publishing) reportsFingerprint() int64 {
	var hash tables.Fingerprint
	for _, stream := range reportStreams {
		switch {
		case p.Reported(stream):
		case stream == connector.StreamCopilot && !p.hadCopilot: // as in most tenants, which have no Copilot
			continue
		default:
			return 0
		}
		hash.AddInt(int64(p.Reports[stream].Print))
		hash.AddInt(int64(p.Reports[stream].Date))
	}
	return hash.Sum()
}

// reportsAreThoseOfBefore reports whether the import before has received the same:
// then publishing needs them only if users differ.
func (p *publishing) reportsAreThoseOfBefore(ctx context.Context) (bool, error) {
	var before int64
	err := p.DB.Read.QueryRowContext(ctx, "SELECT reports_fingerprint FROM source WHERE connection = ?", p.connection).Scan(&before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, sqlite.Explain(p.DB.Path, err)
	}
	return before != 0 && before == p.reportsFingerprint(), nil
}

// ReportJoin says what became of the rows of a usage report that an import has
// received. Rows that name no user of the tenant are of people who have left, or of
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
	// Lacks names an application of which the report has no column any more, when the one that
	// an earlier import has read has told of it: then that one stays, too.
	Lacks string
}

// Used reports whether the report has become a part of the inventory.
func (j ReportJoin) Used() bool { return j.Newer == 0 && j.Lacks == "" }

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
		if lesser, found := p.lesser[stream]; found {
			all = append(all, lesser)
			continue
		}
		if p.Reported(stream) {
			all = append(all, ReportJoin{Stream: stream, Date: p.Reports[stream].Date, Rows: p.joins[i].rows, Joined: p.joins[i].joined})
		}
	}
	return all
}

// writeReportJoins keeps what was found out of the reports, for an import that reads
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
