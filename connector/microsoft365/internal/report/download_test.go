package report

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/graphtest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// offering is a way to Graph, at graphHost, which redirects reports to a
// location, and to whatever lies there. It remembers who was asked.
type offering struct {
	location string
	answer   func(r *http.Request) *http.Response
	asked    []string
}

// RoundTrip implements [http.RoundTripper].
func (o *offering) RoundTrip(r *http.Request) (*http.Response, error) {
	o.asked = append(o.asked, r.URL.Host)
	if strings.Contains(r.URL.Path, "/reports/") {
		return sourcetest.AnswerOf(r, http.StatusFound, "", "Location", o.location), nil
	}
	if r.Header.Get("Authorization") != "" {
		return nil, errors.New("a download carried the token")
	}
	return o.answer(r), nil
}

// reportThrough reads the active-user report through a way to Graph.
func reportThrough(t *testing.T, way http.RoundTripper, c connector.Connection) (int, error) {
	t.Helper()
	b := graphtest.Quick
	b.Tries = 3
	g, err := graph.New(c, &http.Client{Transport: way}, &sourcetest.Tokens{}, b)
	if err != nil {
		t.Fatal(err)
	}
	sink := sourcetest.NewSink()
	err = (&reader{graph: g, sink: sink, kind: activeUsers("D180"), progress: func(int64) {}}).read(t.Context(), reportDay)
	return len(sink.GotUsage[connector.StreamActiveUsers]), err
}

func TestDownloadIsFollowedOnlyWhereItMayBe(t *testing.T) {
	const there, here = "https://graph.microsoft.com", "http://127.0.0.1:18443"
	for _, tt := range []struct {
		graph, address string
		follow         bool
	}{
		{there, "https://reports.office.com/data/download/geheim", true},
		{there, "HTTPS://reports.office.com/geheim", true},
		{there, "http://reports.office.com/geheim", false},
		{there, "http://127.0.0.1:8080/geheim", false},
		{there, "http://localhost/geheim", false},
		{there, "https://127.0.0.1/geheim", false},
		{there, "https://localhost:8443/geheim", false},
		{there, "https://LOCALHOST./geheim", false},
		{there, "https://reports.localhost/geheim", false},
		{there, "https://[::1]/geheim", false},
		{there, "https://[::ffff:127.0.0.1]/geheim", false},
		{there, "https://127.8.9.10/geheim", false},
		{there, "https://0.0.0.0/geheim", false},
		{there, "https://[::]/geheim", false},
		{there, "ftp://reports.office.com/geheim", false},
		{there, "https:geheim", false},
		{here, "http://127.0.0.1:18443/geheim", true},
		{here, "http://localhost:1/geheim", true},
		{here, "https://[::1]/geheim", true},
		{here, "https://reports.office.com/geheim", true},
		{here, "http://reports.office.com/geheim", false},
		{here, "ftp://127.0.0.1/geheim", false},
	} {
		for name, way := range map[string]*offering{
			"offered by Graph": {location: tt.address, answer: func(r *http.Request) *http.Response {
				return sourcetest.AnswerOf(r, http.StatusOK, activeUsersHeader+activeRow(1))
			}},
			"offered by the download": {location: "https://reports.office.com/first", answer: func(r *http.Request) *http.Response {
				if r.URL.Path == "/first" {
					return sourcetest.AnswerOf(r, http.StatusFound, "", "Location", tt.address)
				}
				return sourcetest.AnswerOf(r, http.StatusOK, activeUsersHeader+activeRow(1))
			}},
		} {
			t.Run(fmt.Sprintf("%s given Graph at %s, %s", tt.address, tt.graph, name), func(t *testing.T) {
				rows, err := reportThrough(t, way, sourcetest.AtGraph(tt.graph))
				if tt.follow {
					if err != nil || rows != 1 {
						t.Errorf("%v, %d rows", err, rows)
					}
					return
				}
				m, _ := connector.MessageOf(err)
				if m.ID != "graph.download.foreign" || rows != 0 {
					t.Errorf("%v, %d rows", err, rows)
				}
				if strings.Contains(fmt.Sprintf("%v %#v %+v", err, err, m), "geheim") {
					t.Errorf("the address shows in %v, %+v", err, m)
				}
				if len(way.asked) > 2 || len(way.asked) == 2 && way.asked[1] != "reports.office.com" {
					t.Errorf("asked %q", way.asked)
				}
			})
		}
	}
}

func TestDownloadThatIsRedirectedForEver(t *testing.T) {
	way := &offering{location: "https://reports.office.com/0", answer: func(r *http.Request) *http.Response {
		return sourcetest.AnswerOf(r, http.StatusFound, "", "Location", r.URL.Path+"0")
	}}
	_, err := reportThrough(t, way, sourcetest.AtGraph("https://graph.microsoft.com"))
	if connectortest.Said(err) != "graph.download.redirects Host=reports.office.com Most=5" || len(way.asked) != 1+5 {
		t.Errorf("%v after %q", err, way.asked)
	}
}

func TestDownloadThatIsRefusedSpeaksOfTheDownload(t *testing.T) {
	missing := sourcetest.Case(t, "report_access_403.json")
	for _, tt := range []struct {
		status  int
		body    string
		message string
	}{
		{http.StatusForbidden, missing, "graph.download.refused Count=2 Host=reports.office.com Path=getOffice365ActiveUserDetail Status=403"},
		{http.StatusUnauthorized, missing, "graph.download.refused Count=2 Host=reports.office.com Path=getOffice365ActiveUserDetail Status=401"},
		{http.StatusNotFound, "", "graph.download.refused Count=2 Host=reports.office.com Path=getOffice365ActiveUserDetail Status=404"},
		{http.StatusGone, "", "graph.download.refused Count=2 Host=reports.office.com Path=getOffice365ActiveUserDetail Status=410"},
		{
			http.StatusServiceUnavailable, "",
			"graph.download.unavailable Count=3 Host=reports.office.com Path=getOffice365ActiveUserDetail Status=503",
		},
		{
			http.StatusTooManyRequests, "",
			"graph.download.unavailable Count=3 Host=reports.office.com Path=getOffice365ActiveUserDetail Status=429",
		},
	} {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			way := &offering{location: "https://reports.office.com/geheim", answer: func(r *http.Request) *http.Response {
				return sourcetest.AnswerOf(r, tt.status, tt.body)
			}}
			_, err := reportThrough(t, way, sourcetest.AtGraph("https://graph.microsoft.com"))
			if connectortest.Said(err) != tt.message || strings.Contains(connectortest.Told(t, err), "geheim") {
				t.Errorf("%v, want %s", err, tt.message)
			}
		})
	}
}

func TestReportThatIsNotThereYet(t *testing.T) {
	for _, tt := range []struct {
		name     string
		answer   func(w http.ResponseWriter)
		requests int32
		message  string
	}{
		{"a new tenant", func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, sourcetest.Case(t, "unknown_tenant_404.json"))
		}, 1, "graph.unknown-tenant"},
		{
			"204 No Content", func(w http.ResponseWriter) { w.WriteHeader(http.StatusNoContent) }, 1,
			"report.missing Report=getOffice365ActiveUserDetail",
		},
		{"an empty file", func(w http.ResponseWriter) { w.WriteHeader(http.StatusOK) }, 6, "report.missing Report=getOffice365ActiveUserDetail"},
		{
			"a byte order mark", func(w http.ResponseWriter) { _, _ = io.WriteString(w, "\ufeff\r\n") }, 6,
			"report.missing Report=getOffice365ActiveUserDetail",
		},
		{
			"blanks, and then something", func(w http.ResponseWriter) { _, _ = io.WriteString(w, strings.Repeat(" ", 100)+"x") }, 1,
			"report.no-csv Report=getOffice365ActiveUserDetail",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var requests atomic.Int32
			r, _ := reportAt(t, func(w http.ResponseWriter, _ *http.Request) {
				requests.Add(1)
				tt.answer(w)
			})
			err := r.read(t.Context(), reportDay)
			if connectortest.Said(err) != tt.message || requests.Load() != tt.requests {
				t.Errorf("%v after %d requests", err, requests.Load())
			}
		})
	}
}

// A report is asked for anew with its download, so that what a try before has
// brought does not stay.
func TestReportThatChangesItsFormBetweenTries(t *testing.T) {
	var asked atomic.Int32
	r, sink := reportAt(t, func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) == 1 {
			w.Header().Set("Content-Length", "1000000")
			_, _ = io.WriteString(w, activeUsersHeader)
			for i := range 2500 {
				_, _ = io.WriteString(w, activeRow(i))
			}
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(w, `{"value":[{"userPrincipalName":"b@contoso.com","reportRefreshDate":"2026-01-30",
			"exchangeLastActivityDate":null,"oneDriveLastActivityDate":null,"sharePointLastActivityDate":null,"teamsLastActivityDate":null}]}`)
	})
	if err := r.read(t.Context(), reportDay); err != nil || len(sink.GotUsage[connector.StreamActiveUsers]) != 1 || r.rows != 1 {
		t.Errorf("%v, %d rows", err, len(sink.GotUsage[connector.StreamActiveUsers]))
	}
}

// A report in JSON that has no end is given up where it is larger than one in CSV may be.
func TestAReportInPagesIsReadUpToItsLargestSize(t *testing.T) {
	requests := 0
	r, sink := reportAt(t, func(w http.ResponseWriter, r *http.Request) {
		requests++
		fmt.Fprintf(w,
			`{"@odata.nextLink":"http://%s%s?$skiptoken=%d","value":[{"userPrincipalName":"%d@contoso.com","reportRefreshDate":"2026-01-30"}]}`,
			r.Host, r.URL.Path, requests, requests)
	})
	r.most = 10_000
	err := r.read(t.Context(), reportDay)
	if !strings.HasPrefix(connectortest.Said(err), "report.large ") || requests > 100 || len(sink.GotUsage[connector.StreamActiveUsers]) > 0 {
		t.Errorf("%v after %d pages, %d rows stay", err, requests, len(sink.GotUsage[connector.StreamActiveUsers]))
	}
}
