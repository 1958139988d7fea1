package microsoft365

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"inventorybeacon/connector"
)

// downloadTries is how often a report is asked for anew when its download
// fails. Microsoft allows 14 requests for a report in 10 minutes
// (learn.microsoft.com/graph/throttling-limits), so it is fewer.
const downloadTries = 5

// reportReader reads one usage report into a sink.
type reportReader struct {
	graph *graph
	sink  connector.Sink
	kind  reportKind
	// rows is how many rows were read, named how many of them name their user.
	rows, named int64
	// progress is told how many rows came to, or were dropped from, those that
	// it was told of before, which are told.
	progress func(rows int64)
	told     int64
}

// concealed says that the tenant hides the users' names in its reports: then no
// User Principal Name is one.
func (r *reportReader) concealed() bool { return r.rows > 0 && r.named == 0 }

// read reads the report, from its start after each failure.
func (r *reportReader) read(ctx context.Context) error {
	err := r.graph.retry(ctx, r.kind.report, func(int) error {
		err := r.once(ctx)
		var again *transient
		if errors.As(err, &again) {
			again.tries = downloadTries
		}
		return err
	})
	r.tell()
	if err != nil && ctx.Err() == nil {
		// Half a report must not be taken for all of it.
		if dropped := r.begin(ctx); dropped != nil {
			return dropped
		}
	}
	return err
}

func (r *reportReader) tell() {
	r.progress(r.rows - r.told)
	r.told = r.rows
}

// begin drops what was delivered before.
func (r *reportReader) begin(ctx context.Context) error {
	if r.rows == 0 {
		return nil
	}
	r.rows, r.named = 0, 0
	r.tell()
	return r.sink.Restart(ctx, r.kind.stream)
}

// once asks Graph for the report. Graph answers with the address of a CSV file
// on another host, or with the report itself, which in JSON has pages.
func (r *reportReader) once(ctx context.Context) error {
	if err := r.begin(ctx); err != nil {
		return err
	}
	address := r.graph.address(r.kind.resource)
	var pages circle
	for address != "" {
		if pages.closes(address) {
			return endless(r.graph.resourceOf(address))
		}
		var next, download string
		err := r.graph.get(ctx, request{address: address, redirect: true}, func(resp *http.Response) error {
			var err error
			if isRedirect(resp.StatusCode) {
				download, err = downloadAddress(resp, r.kind.report)
				return err
			}
			next, err = r.body(ctx, resp)
			return err
		})
		if err == nil && download != "" {
			next, err = r.download(ctx, download)
		}
		if err != nil {
			return err
		}
		address = next
	}
	return nil
}

// download reads the report from its preauthenticated address. Whoever has the
// address can read the report, so it stands in no error and no log; and the
// access token is never sent there.
func (r *reportReader) download(ctx context.Context, address string) (next string, err error) {
	req := request{address: address, name: r.kind.report}
	err = r.graph.send(ctx, r.graph.plain, req, "", 1, func(resp *http.Response) error {
		next, err = r.body(ctx, resp)
		return err
	})
	var (
		again   *transient
		refused *GraphError
	)
	if !errors.As(err, &again) && errors.As(err, &refused) {
		// The address lives for a few minutes only; another one may do.
		err = &transient{err: err, after: -1}
	}
	return next, err
}

// body reads a report, or a page of one, in whatever format it comes.
func (r *reportReader) body(ctx context.Context, resp *http.Response) (string, error) {
	limited := &io.LimitedReader{R: resp.Body, N: limitReport}
	body := bufio.NewReaderSize(limited, 64<<10)
	switch peekFormat(body) {
	case '<':
		page, _ := io.ReadAll(io.LimitReader(body, limitError))
		return "", &WebPageError{Status: resp.StatusCode, Host: resp.Request.URL.Hostname(), Title: pageTitle(page)}
	case '{':
		page, err := io.ReadAll(io.LimitReader(body, limitCollection))
		if err != nil {
			return "", err
		}
		add, flush := r.kind.rows(ctx, r.sink)
		next, err := readJSON(page, r.kind.columns, r.counted(add))
		if err != nil {
			return "", err
		}
		return next, flush()
	default:
		// A CSV file is one page, so a second reading of it is a new beginning.
		if err := r.begin(ctx); err != nil {
			return "", err
		}
		add, flush := r.kind.rows(ctx, r.sink)
		if err := readCSV(body, r.kind.columns, r.counted(add)); err != nil {
			return "", err
		}
		if limited.N <= 0 {
			return "", &ReportError{Report: r.kind.report, Reason: fmt.Sprintf("is larger than %d GiB", limitReport>>30)}
		}
		return "", flush()
	}
}

// counted counts rows on their way.
func (r *reportReader) counted(add func([]string) error) func([]string) error {
	name := r.kind.nameColumn()
	return func(values []string) error {
		r.rows++
		if strings.Contains(values[name], "@") {
			r.named++
		}
		if r.rows%reportBatch == 0 {
			r.tell()
		}
		return add(values)
	}
}

// nameColumn is where the User Principal Name stands.
func (c columns) nameColumn() int {
	for i, name := range c.names {
		if name == "User Principal Name" {
			return i
		}
	}
	return 0
}

// downloadAddress returns where Graph says that the report lies.
func downloadAddress(resp *http.Response, report string) (string, error) {
	location, err := resp.Location()
	if err != nil || !safeDownload(location) {
		return "", &ReportError{Report: report, Reason: "was offered at an address that is not https"}
	}
	return location.String(), nil
}

// safeDownload allows https, and http on this computer.
func safeDownload(u *url.URL) bool {
	return u.Host != "" && (u.Scheme == "https" || u.Scheme == "http" && connector.IsLoopback(u.Hostname()))
}

// followDownload lets a download be redirected, and tells nobody from where:
// the address is a secret.
func followDownload(req *http.Request, via []*http.Request) error {
	req.Header.Del("Referer")
	if len(via) >= 5 || !safeDownload(req.URL) {
		return errors.New("the download is redirected too often or to an address that is not https")
	}
	return nil
}
