package demotenant

import (
	"bufio"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"inventorybeacon/connector"
)

const (
	downloadRoot     = "/data/download/"
	downloadLifetime = 5 * time.Minute

	// The roots below which Graph has its reports.
	reportRoot  = "reports/"
	copilotRoot = "copilot/reports/"
)

// usageReport is a usage report that can be downloaded.
type usageReport struct {
	root    string
	periods bool // takes a period
	// rows writes the rows of one user.
	rows func(w *reportWriter, u *user, a *assignments)
}

// usageReports are the reports that are served, by their function's name.
var usageReports = map[string]usageReport{
	"getOffice365ActiveUserDetail":          {reportRoot, true, (*reportWriter).activeUser},
	"getOffice365ActivationsUserDetail":     {reportRoot, false, (*reportWriter).activations},
	"getM365AppUserDetail":                  {reportRoot, true, (*reportWriter).appUser},
	"getMicrosoft365CopilotUsageUserDetail": {copilotRoot, true, (*reportWriter).copilotUser},
}

// reportColumns are the headers of the reports, those of learn.microsoft.com/graph/api/reportroot-*.
var reportColumns = readData[map[string][]string]("reports.json")

// download is what is sealed in the address of a report.
type download struct {
	Report string `json:"r"`
	Period int    `json:"p"`
	Ends   int64  `json:"e"`
}

var (
	reportCall   = regexp.MustCompile(`^([A-Za-z0-9]+)(\(.*\))?$`)
	periodOption = regexp.MustCompile(`^\(period='D(7|30|90|180)'\)$`)
)

// serveReport answers with the address of a report, if the user may read it
// (learn.microsoft.com/graph/reportroot-authorization).
func (t *Tenant) serveReport(w http.ResponseWriter, r *http.Request, g grant, root, call string) *graphError {
	q, problem := readQuery(r, "$format")
	if problem != nil {
		return problem
	}
	d, problem := readReportCall(root, call)
	if problem != nil {
		return problem
	}
	if q.format != "" && q.format != "text/csv" {
		return badRequest("The format '%s' is not supported for this report.", q.format)
	}
	switch {
	case !holds(g.Scopes, "Reports.Read.All"):
		return &graphError{http.StatusForbidden, "S2SUnauthorized", "Invalid permission."}
	case g.User != application && (t.options.ReportsForbidden || g.User != adminIndex):
		return &graphError{http.StatusForbidden, "Authentication_RequestFromUnsupportedUserRole", "User is not in the allowed roles"}
	}
	d.Ends = t.now().Add(downloadLifetime).Unix()
	header := w.Header()
	header.Set("Location", t.reportOrigin(r)+downloadRoot+t.sealer.seal(sealDownload, d, 0))
	header.Set("Content-Type", "text/plain")
	w.WriteHeader(http.StatusFound)
	return nil
}

func readReportCall(root, call string) (download, *graphError) {
	parts := reportCall.FindStringSubmatch(call)
	if parts == nil {
		return download{}, badRequest("Resource not found for the segment '%s'.", call)
	}
	kind, found := usageReports[parts[1]]
	if !found || kind.root != root {
		return download{}, badRequest("Resource not found for the segment '%s'.", parts[1])
	}
	d := download{Report: parts[1]}
	if !kind.periods {
		if parts[2] != "" {
			return d, badRequest("Resource not found for the segment '%s'.", parts[1])
		}
		return d, nil
	}
	period := periodOption.FindStringSubmatch(parts[2])
	if period == nil {
		return d, &graphError{
			http.StatusBadRequest, "InvalidArgument", "Invalid value for parameter 'period': D7, D30, D90 and D180 are supported.",
		}
	}
	d.Period, _ = strconv.Atoi(period[1]) // the pattern has digits only
	return d, nil
}

// reportOrigin is the address of the report host, seen from the client.
func (t *Tenant) reportOrigin(r *http.Request) string {
	if t.reportPort == "" {
		return origin(r)
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return "http://" + net.JoinHostPort(host, t.reportPort)
}

// serveDownload is the report host. Its addresses need no token, and a token
// must not be sent to it.
func (t *Tenant) serveDownload(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "" {
		t.stats.reportToken()
		http.Error(w, "Authorization must not be sent to a preauthenticated address", http.StatusUnauthorized)
		return
	}
	var d download
	sealed, isDownload := strings.CutPrefix(r.URL.Path, downloadRoot)
	if !isDownload || t.sealer.open(sealDownload, sealed, &d) != nil {
		http.NotFound(w, r)
		return
	}
	if t.now().Unix() >= d.Ends {
		http.Error(w, "The address has expired.", http.StatusForbidden)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "application/octet-stream")
	header.Set("Content-Disposition", `attachment; filename="`+d.Report+`.csv"`)
	header.Set("Vary", "Accept-Encoding")
	var body io.Writer = w
	if t.compresses(r) {
		header.Set("Content-Encoding", "gzip")
		z, _ := gzips.Get().(*gzip.Writer)
		z.Reset(w)
		defer func() {
			_ = z.Close() // the client has gone otherwise
			gzips.Put(z)
		}()
		body = z
	}
	if err := t.writeReport(body, d, faultOf(r)); err != nil {
		t.options.Logger.Debug("report cut short", "error", err)
	}
}

// writeReport writes a report as CSV: byte order mark, CRLF, one header line.
func (t *Tenant) writeReport(out io.Writer, d download, fault *Fault) error {
	w := reportWriter{
		Writer: bufio.NewWriterSize(out, 1<<16), day: t.dateOf(d.Report), period: d.Period, columns: reportColumns[d.Report],
		days: make([]string, connector.EndOfTime),
	}
	if fault.ExtraColumn != "" || len(fault.DropColumns) > 0 {
		w.fault = fault
	}
	_, _ = w.WriteString("\ufeff") // an error is kept for the next line
	for _, name := range w.columns {
		w.put(name)
	}
	w.end()
	var u user // reused: one that escapes for each user costs a third of the speed
	var a assignments
	write := usageReports[d.Report].rows
	for i := 0; i < t.options.Users+t.formerUsers() && w.err == nil; i++ {
		u = t.reported(i)
		a.of(&u)
		write(&w, &u, &a)
	}
	return w.Flush()
}

// reported returns the user of a place in the reports: first those of the
// directory, then those who have been deleted.
func (t *Tenant) reported(index int) user {
	if index < t.options.Users {
		return t.user(index)
	}
	return t.former(index - t.options.Users)
}
