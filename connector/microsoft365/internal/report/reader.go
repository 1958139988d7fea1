// Package report reads the usage reports of Microsoft 365.
package report

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"hash/maphash"
	"io"
	"net/http"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/network"
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
	used  int64  // of them, those that were delivered
	has   []bool // the columns that the rows in JSON have; nil for CSV
	bytes int64  // of the pages in JSON
	seed  maphash.Seed
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
	case r.used == 0: // otherwise it would seem never to have been asked for
		err = connector.NewError(connector.Message{
			ID: "report.no-used-rows", Data: connector.Data{"Report": r.kind.report, "Rows": r.rows},
		}, nil)
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
	r.has, r.bytes = nil, 0
	if r.rows == 0 {
		return nil
	}
	r.rows, r.used, r.date = 0, 0, 0
	r.tell()
	return r.sink.Restart(ctx, r.kind.stream)
}

// pages asks Graph for the report. Graph answers with the address of a CSV file
// on another host, or with the report itself, which in JSON has pages.
func (r *reader) pages(ctx context.Context) error {
	first := r.graph.ReportAddress(r.kind.resource)
	r.seed = maphash.MakeSeed()
	var links graph.Paging
	for address := first; address != ""; {
		if err := links.Follow(r.graph, address); err != nil {
			return err
		}
		var got page
		err := r.graph.Get(ctx, graph.Request{Address: address, Report: r.kind.report}, func(resp *http.Response) error {
			if address == first {
				if err := r.begin(ctx); err != nil { // what a try before has left
					return err
				}
			}
			var err error
			got, err = r.body(ctx, resp)
			return err
		})
		if err != nil {
			return err
		}
		links.BroughtPage(got.rows, got.content)
		address = got.next
	}
	return nil
}

// page is what a page in JSON has brought, and the address of the next one.
type page struct {
	next    string
	rows    int
	content uint64 // a number that is made of the rows
}

// body reads a report, or a page of one, in whatever format it comes.
func (r *reader) body(ctx context.Context, resp *http.Response) (page, error) {
	if resp.StatusCode == http.StatusNoContent {
		return page{}, r.missing(nil)
	}
	limited := &io.LimitedReader{R: resp.Body, N: r.largest()}
	body := bufio.NewReaderSize(limited, 64<<10)
	switch peekFormat(body) {
	case '<':
		text, _ := io.ReadAll(io.LimitReader(body, graph.MaxErrorBody))
		return page{}, network.WebPage(resp, resp.Request.URL.Hostname(), text)
	case '{':
		return r.pageOf(ctx, body)
	case 0:
		return page{}, r.nothing(body)
	default:
		// A CSV file is one page, so a second reading of it is a new beginning.
		if err := r.begin(ctx); err != nil {
			return page{}, err
		}
		add, flush := r.kind.rows(ctx, usedRows{r.sink, r})
		err := readCSV(body, r.kind.columns, r.counted(add))
		if limited.N <= 0 { // whatever became of its last row
			return page{}, r.large()
		}
		if err != nil {
			return page{}, err
		}
		return page{}, flush()
	}
}

// pageOf reads a page in JSON.
func (r *reader) pageOf(ctx context.Context, body io.Reader) (page, error) {
	text, err := io.ReadAll(io.LimitReader(body, graph.MaxCollectionBody))
	if err != nil {
		return page{}, err
	}
	if r.bytes += int64(len(text)); r.bytes >= r.largest() {
		return page{}, r.large()
	}
	if r.has == nil {
		r.has = make([]bool, len(r.kind.names))
	}
	var got page
	add, flush := r.kind.rows(ctx, usedRows{r.sink, r})
	add = r.counted(add)
	got.next, err = readJSON(text, r.kind.columns, r.has, func(values []string) error {
		got.rows++
		got.content += maphash.String(r.seed, strings.Join(values, ","))
		return add(values)
	})
	if err != nil {
		return page{}, err
	}
	return got, flush()
}

// largest is how many bytes are read of a report, with all its pages.
func (r *reader) largest() int64 { return cmp.Or(r.most, maxReport) }

// large is the error of a report that is larger.
func (r *reader) large() error {
	return connector.NewError(connector.Message{
		ID: "report.large", Data: connector.Data{"Report": r.kind.report, "Most": maxReport >> 30},
	}, nil)
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

// usedRows counts the rows that are delivered: those of deleted users are not.
type usedRows struct {
	connector.Sink
	reader *reader
}

func (u usedRows) Usage(ctx context.Context, stream string, rows []connector.Usage) error {
	u.reader.used += int64(len(rows))
	return u.Sink.Usage(ctx, stream, rows)
}

func (u usedRows) Activations(ctx context.Context, stream string, rows []connector.Activation) error {
	u.reader.used += int64(len(rows))
	return u.Sink.Activations(ctx, stream, rows)
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
