// Package report reads the usage reports of Microsoft 365.
package report

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/network"
)

// maxReport is the largest report that is read: it is streamed, never held.
const maxReport = 4 << 30

// reader reads one usage report into a sink.
type reader struct {
	graph *graph.Client
	sink  connector.Sink
	kind  Kind
	most  int64  // bytes that are read of it; 0 is maxReport
	rows  int64  // that were read
	has   []bool // the columns that the rows in JSON have; nil for CSV
	// date is the last day of which the rows tell.
	date connector.Date
	// progress is told how many rows came to, or were dropped from, those that
	// it was told of before, which are reported.
	progress func(rows int64)
	reported int64
}

// Read reads a report into sink, and tells progress how many rows came or, with a
// negative number, were dropped again. The report must not be of a day after tomorrow, as
// seen from today.
func Read(ctx context.Context, g *graph.Client, kind Kind, sink connector.Sink, today connector.Date, progress func(rows int64)) error {
	r := &reader{graph: g, sink: sink, kind: kind, progress: progress}
	return r.read(ctx, today)
}

// read reads the report, or drops what came of it when that fails: half a report
// must not be taken for all of it, and neither must one of a day to come, beside
// which everything would be old that is read later.
func (r *reader) read(ctx context.Context, today connector.Date) error {
	err := r.pages(ctx)
	r.tell()
	switch {
	case err != nil:
	case r.rows == 0:
		err = connector.NewError(connector.Message{ID: "report.no-rows", Data: named(r.kind.report)}, nil)
	case r.has != nil && r.kind.missing(r.has) != nil:
		err = r.kind.missing(r.has)
	case r.date > today+1: // a computer's clock may be a little slow
		err = connector.NewError(connector.Message{
			ID: "report.day-to-come", Data: connector.Data{"Report": r.kind.report, "Day": r.date},
		}, nil)
	}
	if err != nil && ctx.Err() == nil {
		if dropped := r.begin(ctx); dropped != nil {
			return dropped
		}
	}
	return err
}

func (r *reader) tell() {
	r.progress(r.rows - r.reported)
	r.reported = r.rows
}

// begin drops what was delivered before.
func (r *reader) begin(ctx context.Context) error {
	r.has = nil
	if r.rows == 0 {
		return nil
	}
	r.rows, r.date = 0, 0
	r.tell()
	return r.sink.Restart(ctx, r.kind.stream)
}

// pages asks Graph for the report. Graph answers with the address of a CSV file
// on another host, or with the report itself, which in JSON has pages.
func (r *reader) pages(ctx context.Context) error {
	first := r.graph.ReportAddress(r.kind.resource)
	var links graph.Paging
	for address := first; address != ""; {
		if err := links.Follow(r.graph, address); err != nil {
			return err
		}
		var next string
		err := r.graph.Get(ctx, graph.Request{Address: address, Report: r.kind.report}, func(resp *http.Response) error {
			if address == first {
				if err := r.begin(ctx); err != nil { // what a try before has left
					return err
				}
			}
			var err error
			next, err = r.body(ctx, resp)
			return err
		})
		if err != nil {
			return err
		}
		address = next
	}
	return nil
}

// body reads a report, or a page of one, in whatever format it comes.
func (r *reader) body(ctx context.Context, resp *http.Response) (string, error) {
	if resp.StatusCode == http.StatusNoContent {
		return "", r.missing(nil)
	}
	limited := &io.LimitedReader{R: resp.Body, N: cmp.Or(r.most, maxReport)}
	body := bufio.NewReaderSize(limited, 64<<10)
	switch peekFormat(body) {
	case '<':
		page, _ := io.ReadAll(io.LimitReader(body, graph.MaxErrorBody))
		return "", network.WebPage(resp, resp.Request.URL.Hostname(), page)
	case '{':
		page, err := io.ReadAll(io.LimitReader(body, graph.MaxCollectionBody))
		if err != nil {
			return "", err
		}
		if r.has == nil {
			r.has = make([]bool, len(r.kind.names))
		}
		add, flush := r.kind.rows(ctx, r.sink)
		next, err := readJSON(page, r.kind.columns, r.has, r.counted(add))
		if err != nil {
			return "", err
		}
		return next, flush()
	case 0:
		return "", r.nothing(body)
	default:
		// A CSV file is one page, so a second reading of it is a new beginning.
		if err := r.begin(ctx); err != nil {
			return "", err
		}
		add, flush := r.kind.rows(ctx, r.sink)
		err := readCSV(body, r.kind.columns, r.counted(add))
		if limited.N <= 0 { // whatever became of its last row
			return "", connector.NewError(connector.Message{
				ID: "report.large", Data: connector.Data{"Report": r.kind.report, "Most": maxReport >> 30},
			}, nil)
		}
		if err != nil {
			return "", err
		}
		return "", flush()
	}
}

// nothing is the error of a body that begins with nothing but blanks.
func (r *reader) nothing(body io.Reader) error {
	rest, err := io.ReadAll(io.LimitReader(body, graph.MaxErrorBody))
	switch {
	case err != nil:
		return err
	case len(bytes.TrimSpace(rest)) > 0:
		return connector.NewError(connector.Message{ID: "report.no-csv", Data: named(r.kind.report)}, nil)
	default:
		// It may have been cut off, too.
		return r.missing(graph.ErrTruncated)
	}
}

// missing is the error of an answer without a report. Microsoft makes them within 48
// hours (learn.microsoft.com/microsoft-365/admin/activity-reports/activity-reports).
func (r *reader) missing(cause error) error {
	return connector.NewError(connector.Message{ID: "report.missing", Data: named(r.kind.report)}, cause)
}

// counted counts rows on their way.
func (r *reader) counted(add func([]string) error) func([]string) error {
	refreshed := slices.Index(r.kind.names, "Report Refresh Date")
	return func(values []string) error {
		r.rows++
		if day, err := connector.ParseDate(values[refreshed]); err == nil { // add refuses it otherwise
			r.date = max(r.date, day)
		}
		if r.rows%batch == 0 {
			r.tell()
		}
		return add(values)
	}
}
