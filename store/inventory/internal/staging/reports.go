package staging

import (
	"context"
	"fmt"
	"slices"

	"github.com/cespare/xxhash/v2"

	"inventorybeacon/connector"
)

// Report is what is known of a usage report that an import has received.
type Report struct {
	// Date is the last day of which it tells.
	Date connector.Date
	Rows int64
	// Print is the sum of the fingerprints of its rows: it is the same in any order
	// of theirs.
	Print uint64
	// Lacks is what none of its rows has a column for.
	Lacks connector.Lacking `json:",omitzero"`
}

// lacks notes what a row has no column for.
func (r *Report) lacks(lacks connector.Lacking) {
	if r.Rows > 0 {
		lacks = r.Lacks.Both(lacks)
	}
	r.Lacks = lacks
}

func (r *Report) count(date connector.Date, row []byte) {
	r.Date = max(r.Date, date)
	r.Rows++
	r.Print += xxhash.Sum64(row)
}

// fullList is the size in bytes from which on a list is staged.
const fullList = 32 << 10

// reportLists hold the rows of a report that wait to be staged, by the part of their
// names.
type reportLists [NameParts][]byte

// stage stores the lists that have at least so many bytes.
func (l *reportLists) stage(ctx context.Context, s *file, stream string, least int) error {
	for part, list := range l {
		if len(list) < least {
			continue
		}
		if _, err := s.conn.ExecContext(ctx, "INSERT INTO report (stream, part, rows, platforms) VALUES (?, ?, ?, 1)", stream, part,
			list); err != nil {
			return err
		}
		l[part] = list[:0]
	}
	return nil
}

// report returns what is known of a report, which is received now, and its rows.
func (imp *Import) report(stream string) (*Report, *reportLists) {
	if imp.received.Reports[stream] == nil {
		imp.received.Reports[stream], imp.lists[stream] = new(Report), new(reportLists)
	}
	return imp.received.Reports[stream], imp.lists[stream]
}

// Usage implements [connector.Sink]. A report of which nothing was received, not
// even an empty list, stays as the import before has left it. Of two rows about
// one user in one report the later days count.
func (imp *Import) Usage(ctx context.Context, stream string, rows []connector.Usage) error {
	if !slices.Contains([]string{connector.StreamActiveUsers, connector.StreamAppUsers, connector.StreamCopilot}, stream) {
		return fmt.Errorf("%q is not a usage report", stream)
	}
	return imp.write(ctx, func(ctx context.Context, s *file) error {
		report, lists := imp.report(stream)
		for _, row := range rows {
			name := imp.print.NameKey(row.UserPrincipalName)
			list := &lists[PartOf(name)]
			at := len(*list)
			report.lacks(row.Lacks)
			*list = appendUsage(*list, name, row.UserPrincipalName, usageDays(stream, row), row.Platforms)
			report.count(row.ReportDate, (*list)[at:])
		}
		return lists.stage(ctx, s, stream, fullList)
	})
}

// Activations implements [connector.Sink]. What holds for [Import.Usage] holds
// for this report too.
func (imp *Import) Activations(ctx context.Context, stream string, rows []connector.Activation) error {
	if stream != connector.StreamActivations {
		return fmt.Errorf("%q is not the activations report", stream)
	}
	return imp.write(ctx, func(ctx context.Context, s *file) error {
		report, lists := imp.report(stream)
		for _, row := range rows {
			name := imp.print.NameKey(row.UserPrincipalName)
			imp.print.AddString(row.Product)
			list := &lists[PartOf(name)]
			at := len(*list)
			*list = appendActivation(*list, name, imp.print.Sum(), row)
			report.count(row.ReportDate, (*list)[at:])
		}
		return lists.stage(ctx, s, stream, fullList)
	})
}
