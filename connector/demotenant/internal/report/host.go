package report

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant/internal/company"
	"inventorybeacon/connector/demotenant/internal/data"
	"inventorybeacon/connector/demotenant/internal/fault"
	"inventorybeacon/connector/demotenant/internal/seal"
	"inventorybeacon/connector/demotenant/internal/web"
)

const (
	// DownloadRoot is where the addresses of files begin.
	DownloadRoot     = "/data/download/"
	downloadLifetime = 5 * time.Minute

	// The roots below which Graph has its reports.
	Root        = "reports/"
	CopilotRoot = "copilot/reports/"
)

// Report is a usage report that can be downloaded.
type Report struct {
	Root    string
	Periods bool // takes a period
	// rows writes the rows of one user.
	rows func(w *writer, u *company.User, a *company.Assignments)
}

// Reports are the reports that are served, by their function's name.
var Reports = map[string]Report{
	"getOffice365ActiveUserDetail":          {Root, true, (*writer).activeUser},
	"getOffice365ActivationsUserDetail":     {Root, false, (*writer).activations},
	"getM365AppUserDetail":                  {Root, true, (*writer).appUser},
	"getMicrosoft365CopilotUsageUserDetail": {CopilotRoot, true, (*writer).copilotUser},
}

// headers are the headers of the reports, those of learn.microsoft.com/graph/api/reportroot-*.
var headers = data.Read[map[string][]string]("reports.json")

// Download is what is sealed in the address of a report.
type Download struct {
	Report string `json:"r"`
	Period int    `json:"p"`
	Ends   int64  `json:"e"`
}

// Host is the host from which reports are downloaded.
type Host struct {
	company *company.Company
	sealer  seal.Sealer
	logger  *slog.Logger
	// Port is the one of a listener of its own; empty without one.
	Port string
}

// New makes the host with the reports of a company.
func New(of *company.Company, sealer seal.Sealer, logger *slog.Logger) *Host {
	return &Host{company: of, sealer: sealer, logger: logger}
}

// Address is where a report can be downloaded for a while, seen from the client that asks for it.
func (h *Host) Address(r *http.Request, d Download) string {
	d.Ends = h.company.Now().Add(downloadLifetime).Unix()
	return h.reportOrigin(r) + DownloadRoot + h.sealer.Seal(seal.Download, d, 0)
}

// reportOrigin is the address of the report host, seen from the client.
func (h *Host) reportOrigin(r *http.Request) string {
	if h.Port == "" {
		return web.Origin(r)
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return "http://" + net.JoinHostPort(host, h.Port)
}

// ServeHTTP implements [http.Handler]. The addresses need no token, and a token
// must not be sent to it.
func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "" {
		http.Error(w, "Authorization must not be sent to a preauthenticated address", http.StatusUnauthorized)
		return
	}
	var d Download
	sealed, isDownload := strings.CutPrefix(r.URL.Path, DownloadRoot)
	if !isDownload || h.sealer.Open(seal.Download, sealed, &d) != nil {
		http.NotFound(w, r)
		return
	}
	if h.company.Now().Unix() >= d.Ends {
		http.Error(w, "The address has expired.", http.StatusForbidden)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "application/octet-stream")
	header.Set("Content-Disposition", `attachment; filename="`+d.Report+`.csv"`)
	header.Set("Vary", "Accept-Encoding")
	var body io.Writer = w
	if web.Compresses(r) {
		compressed, end := web.Compress(w)
		defer end()
		body = compressed
	}
	if err := h.writeReport(body, d, fault.Of(r)); err != nil {
		h.logger.Debug("report cut short", "error", err)
	}
}

// writeReport writes a report as CSV: byte order mark, CRLF, one header line.
func (h *Host) writeReport(out io.Writer, d Download, fault *fault.Fault) error {
	w := writer{
		Writer: bufio.NewWriterSize(out, 1<<16), day: h.dateOf(d.Report), period: d.Period, columns: headers[d.Report],
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
	var u company.User // reused: one that escapes for each user costs a third of the speed
	var a company.Assignments
	write := Reports[d.Report].rows
	for i := 0; i < h.company.Options.Users+h.company.FormerUsers() && w.err == nil; i++ {
		u = h.company.Reported(i)
		a.Of(&u)
		write(&w, &u, &a)
	}
	return w.Flush()
}

// dateOf is the last day of a report.
func (h *Host) dateOf(report string) connector.Date {
	if Reports[report].Root == CopilotRoot {
		return h.company.CopilotDate()
	}
	return h.company.ReportDate()
}
