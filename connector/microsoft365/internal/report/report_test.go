package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/graphtest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// reportDay is a day on which the reports of the tests are new.
var reportDay = day("2026-02-01")

func day(text string) connector.Date {
	d, err := connector.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

const activeUsersHeader = "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,New Column,Exchange Last Activity Date,OneDrive Last Activity Date," +
	"SharePoint Last Activity Date,Skype For Business Last Activity Date,Yammer Last Activity Date,Teams Last Activity Date,Assigned Products\r\n"

// collectUsage reads a report's text into usage rows.
func collectUsage(t *testing.T, kind Kind, text string) ([]connector.Usage, []connector.Activation, error) {
	t.Helper()
	sink := sourcetest.NewSink()
	add, flush := kind.rows(t.Context(), sink)
	err := readCSV(strings.NewReader(text), kind.columns, add)
	if err == nil {
		err = flush()
	}
	return sink.GotUsage[kind.stream], sink.GotActivations, err
}

func TestActiveUsersReport(t *testing.T) {
	rows, _, err := collectUsage(t, activeUsers("D180"), activeUsersHeader+
		"2026-01-30,zoe@contoso.com,\"O\"\"Hara, Zoë\",False,,x,2026-01-28,,2026-01-29T00:00:00Z,,,2025-06-01,\"A+B + C\"\r\n"+
		"2026-01-30,gone@contoso.com,Gone,True,2026-01-01,x,2026-01-28,,,,,,\r\n"+
		"2026-01-30,new@contoso.com,New,False,,,,,,,,,\r\n"+
		"2026-01-30,,nobody,False,,,,,,,,,\r\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []connector.Usage{
		{UserPrincipalName: "zoe@contoso.com", ReportDate: day("2026-01-30"), LastActivity: day("2026-01-29")},
		{UserPrincipalName: "new@contoso.com", ReportDate: day("2026-01-30")},
		{ReportDate: day("2026-01-30")}, // of somebody without a name
	}
	in := &want[0].In
	in[connector.Exchange], in[connector.SharePoint], in[connector.Teams] = day("2026-01-28"), day("2026-01-29"), day("2025-06-01")
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}

func TestAppUsersReport(t *testing.T) {
	rows, _, err := collectUsage(t, appUsers("D180"),
		"Report Refresh Date,User Principal Name,Last Activation Date,Last Activity Date,Word,Excel (Web),Teams,Teams (Web),OneNote (Mobile),PowerPoint,Outlook,Excel,OneNote\n"+
			"2026-01-30,a@contoso.com,,2026-01-20,Yes,True,No,Yes,no,,,,\n"+
			"2026-01-30,b@contoso.com,,2026-01-21,No,No,Yes,Yes,Yes,No,No,No,No\n")
	if err != nil {
		t.Fatal(err)
	}
	a := connector.Usage{UserPrincipalName: "a@contoso.com", ReportDate: day("2026-01-30"), LastActivity: day("2026-01-20")}
	a.In[connector.Word], a.In[connector.Excel] = a.LastActivity, a.LastActivity
	b := connector.Usage{UserPrincipalName: "b@contoso.com", ReportDate: day("2026-01-30"), LastActivity: day("2026-01-21")}
	b.In[connector.Teams], b.In[connector.OneNote] = b.LastActivity, b.LastActivity
	a.Platforms.Add(connector.Teams, connector.OnWeb) // which is no use of Teams by the report that tells that
	a.Platforms.Add(connector.Excel, connector.OnWeb)
	b.Platforms.Add(connector.Teams, connector.OnWeb)
	b.Platforms.Add(connector.OneNote, connector.OnMobile)
	for app := connector.Teams; app <= connector.OneNote; app++ {
		a.Lacks.Platforms |= connector.EveryPlatform(app)
	}
	a.Lacks.Platforms &^= a.Platforms | b.Platforms // of which there are columns
	b.Lacks = a.Lacks
	if diff := cmp.Diff([]connector.Usage{a, b}, rows); diff != "" {
		t.Error(diff)
	}
}

func TestActivationsReport(t *testing.T) {
	_, rows, err := collectUsage(t, activations(),
		"Report Refresh Date,User Principal Name,Display Name,Product Type,Last Activated Date,Windows,Mac,Windows 10 Mobile,iOS,Android,Activated On Shared Computer\n"+
			"2026-01-30,a@contoso.com,A,MICROSOFT 365 APPS FOR ENTERPRISE,2025-12-01,2,1,0,,3,True\n")
	want := []connector.Activation{{
		UserPrincipalName: "a@contoso.com", Product: "MICROSOFT 365 APPS FOR ENTERPRISE", ReportDate: day("2026-01-30"),
		LastActivated: day("2025-12-01"),
		Windows:       2, Mac: 1, Android: 3, SharedComputer: true,
	}}
	if diff := cmp.Diff(want, rows); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// Every column that is read is one that Microsoft's documentation names.
func TestReportColumnsAreDocumented(t *testing.T) {
	var headers map[string][]string
	if err := json.Unmarshal(sourcetest.Sample(t, "report_csv_headers.json"), &headers); err != nil {
		t.Fatal(err)
	}
	for _, kind := range Kinds("D180") {
		text := strings.Join(headers[kind.report], ",") + "\n"
		found := 0
		err := readCSV(strings.NewReader(text+text), kind.columns, func(values []string) error {
			for i, v := range values {
				if v != kind.names[i] {
					t.Errorf("%s: column %q holds %q", kind.report, kind.names[i], v)
				}
				found++
			}
			return nil
		})
		if err != nil || found != len(kind.names) {
			t.Errorf("%s: %d of %d columns, %v", kind.report, found, len(kind.names), err)
		}
	}
}

func TestReadCSVGivenFaults(t *testing.T) {
	kind := activeUsers("D7")
	for _, tt := range []struct{ name, text, want string }{
		{
			"missing column", "Report Refresh Date,Display Name\nx,y\n",
			"report.no-column Column=User Principal Name Report=getOffice365ActiveUserDetail",
		},
		{"empty file", "", "report.no-column Column=Report Refresh Date Report=getOffice365ActiveUserDetail"},
		{"a row that is too long", activeUsersHeader + strings.Repeat(",", 13) + "\n", "report.no-csv Report=getOffice365ActiveUserDetail"},
		{
			"a quote that never closes", activeUsersHeader + "\"" + strings.Repeat("x", 2*maxRow),
			"report.no-csv Report=getOffice365ActiveUserDetail",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := collectUsage(t, kind, tt.text)
			if connectortest.Said(err) != tt.want {
				t.Error(err)
			}
		})
	}
}

func TestReadCSVGivenReportsThatAreCut(t *testing.T) {
	const header = "Exchange Last Activity Date,OneDrive Last Activity Date,SharePoint Last Activity Date,Teams Last Activity Date,Report Refresh Date,User Principal Name,Display Name\n"
	for name, text := range map[string]string{
		"in a row":                       header + ",,,,2026-01-30,kim@contoso.com",
		"in a row, with a line's end":    header + ",,,,2026-01-30,kim@contoso.com\r\n",
		"in a row in the middle":         header + ",,,,2026-01-30,kim@contoso.com\n,,,,2026-01-30,zoe@contoso.com,Zoe\n",
		"in a quoted field":              header + ",,,,2026-01-30,kim@contoso.com,\"Kim\n",
		"in a quoted field of all after": header + ",,,,2026-01-30,kim@contoso.com,\"Kim\n,,,,2026-01-30,zoe@contoso.com,Zoe\n",
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := collectUsage(t, activeUsers("D7"), text); !errors.Is(err, graph.ErrTruncated) {
				t.Error(err)
			}
		})
	}
}

func TestReadJSONGivenSamples(t *testing.T) {
	t.Run("m365app_user_detail.json", func(t *testing.T) {
		kind, sink := appUsers("D7"), sourcetest.NewSink()
		add, flush := kind.rows(t.Context(), sink)
		next, err := readJSON(sourcetest.Sample(t, "m365app_user_detail.json"), kind.columns, make([]bool, len(kind.names)), add)
		if err != nil || flush() != nil {
			t.Fatal(err)
		}
		want := connector.Usage{UserPrincipalName: "admin@contoso.com", ReportDate: day("2020-06-30"), LastActivity: day("2020-06-30")}
		want.In[connector.Teams] = want.LastActivity
		for _, platform := range []connector.Platform{connector.OnWindows, connector.OnMobile, connector.OnWeb} {
			want.Platforms.Add(connector.Teams, platform)
		}
		if diff := cmp.Diff([]connector.Usage{want}, sink.GotUsage[kind.stream]); diff != "" {
			t.Error(diff)
		}
		if !strings.HasSuffix(next, "$skiptoken=AAAAA") {
			t.Error(next)
		}
	})
	t.Run("activations_user_detail_beta.json", func(t *testing.T) {
		kind, sink := activations(), sourcetest.NewSink()
		add, flush := kind.rows(t.Context(), sink)
		if _, err := readJSON(sourcetest.Sample(t, "activations_user_detail_beta.json"), kind.columns, make([]bool, len(kind.names)),
			add); err != nil || flush() != nil {
			t.Fatal(err)
		}
		want := []connector.Activation{{
			UserPrincipalName: "userprincipalname-value", Product: "Project Client", ReportDate: day("2017-09-01"), LastActivated: day("2017-08-20"),
			Windows: 5, Android: 2, SharedComputer: true,
		}}
		if diff := cmp.Diff(want, sink.GotActivations); diff != "" {
			t.Error(diff)
		}
	})
}

// reportAt reads the active-user report from a server.
func reportAt(t *testing.T, handler http.HandlerFunc) (*reader, *sourcetest.Sink) {
	g, _ := graphtest.At(t, handler)
	sink := sourcetest.NewSink()
	return &reader{graph: g, sink: sink, kind: activeUsers("D180"), progress: func(int64) {}}, sink
}

func TestAReportIsReadUpToItsLargestSize(t *testing.T) {
	report := activeUsersHeader + activeRow(1) + activeRow(2)
	for _, c := range []struct {
		name  string
		size  int // of the largest
		large bool
	}{
		{"given one that is smaller", len(report) + 1, false},
		{"given one that may be larger", len(report), true},
		{"given one of which a row is cut", len(report) - 10, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, sink := reportAt(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, report) })
			r.most = int64(c.size)
			err := r.read(t.Context(), reportDay)
			var explained connector.Explained
			large := errors.As(err, &explained) && explained.Message().ID == "report.large"
			if large != c.large || !large && err != nil {
				t.Errorf("it is too large: %v, want %v: %v", large, c.large, err)
			}
			if rows := len(sink.GotUsage[connector.StreamActiveUsers]); rows != map[bool]int{false: 2}[c.large] {
				t.Errorf("%d rows stay", rows)
			}
		})
	}
}

func activeRow(i int) string {
	return fmt.Sprintf("2026-01-30,user%d@contoso.com,U,False,,,,,,,,,\r\n", i)
}

func TestReportBeginsAnewGivenABrokenDownload(t *testing.T) {
	var downloads, asked atomic.Int32
	files := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.Header["Authorization"]) > 0 || len(r.Header["Client-Request-Id"]) > 0 || len(r.Header["Referer"]) > 0 {
			t.Errorf("the download host received %v", r.Header)
		}
		switch downloads.Add(1) {
		case 1:
			w.WriteHeader(http.StatusForbidden) // the address has expired
		case 2:
			w.Header().Set("Content-Length", "1000000")
			_, _ = io.WriteString(w, activeUsersHeader)
			for i := range 1500 {
				_, _ = io.WriteString(w, activeRow(i))
			}
			panic(http.ErrAbortHandler)
		case 3:
			http.Redirect(w, r, "/moved", http.StatusFound)
		default:
			_, _ = io.WriteString(w, "\ufeff"+activeUsersHeader)
			for i := range 2300 {
				_, _ = io.WriteString(w, activeRow(i))
			}
		}
	}))
	defer files.Close()
	r, sink := reportAt(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.Header().Set("Location", files.URL+"/data/download/geheim")
		w.WriteHeader(http.StatusFound)
	})
	if err := r.read(t.Context(), reportDay); err != nil {
		t.Fatal(err)
	}
	rows := sink.GotUsage[connector.StreamActiveUsers]
	if len(rows) != 2300 || r.rows != 2300 || r.reported != 2300 || sink.Restarts[connector.StreamActiveUsers] != 1 || asked.Load() != 3 {
		t.Errorf("%d rows, %d counted, %d told, restarts %v, asked %d times", len(rows), r.rows, r.reported, sink.Restarts, asked.Load())
	}
}

func TestReportErrorsNeverHoldTheDownloadAddress(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	denied := httptest.NewServer(http.NotFoundHandler())
	defer denied.Close()
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_,
			_ = io.WriteString(w, "<html><title>Login</title>")
	}))
	defer page.Close()
	for _, location := range []string{
		closed.URL + "/geheim", denied.URL + "/geheim", page.URL + "/geheim",
		"http://files.example/geheim", "ftp://127.0.0.1/geheim", "https://127.0.0.1:1/geheim", "http://127.0.0.1:%/geheim", "/geheim",
	} {
		r, sink := reportAt(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/geheim" {
				if r.Header.Get("Authorization") != "" {
					t.Error("a download carried the token")
				}
				w.WriteHeader(http.StatusNotFound)
				return
			}
			w.Header().Set("Location", location)
			w.WriteHeader(http.StatusFound)
		})
		err := r.read(t.Context(), reportDay)
		m, explained := connector.MessageOf(err)
		if !explained {
			t.Errorf("%s: %v has no message", location, err)
		}
		if text := fmt.Sprintf("%v %#v %+v", err, err, m); strings.Contains(text, "geheim") {
			t.Errorf("%s shows in %s", location, text)
		}
		if len(sink.GotUsage) != 0 {
			t.Errorf("%d streams were kept", len(sink.GotUsage))
		}
	}
}

func TestReadJSONTellsInnerObjectsApart(t *testing.T) {
	const page = `{"value":[
		{"userPrincipalName":"a@contoso.com","reportRefreshDate":"2026-01-30","userActivationCounts":[
			{"productType":"A","lastActivatedDate":"2026-01-01","windows":2,"mac":1},
			{"productType":"B","android":3},
			{"productType":"C","lastActivatedDate":null,"windows":null}]},
		{"userPrincipalName":"b@contoso.com","reportRefreshDate":"2026-01-30","userActivationCounts":[{"productType":"D"}]}]}`
	kind, sink := activations(), sourcetest.NewSink()
	add, flush := kind.rows(t.Context(), sink)
	if _, err := readJSON([]byte(page), kind.columns, make([]bool, len(kind.names)), add); err != nil {
		t.Fatal(err)
	}
	if err := flush(); err != nil {
		t.Fatal(err)
	}
	reported := day("2026-01-30")
	want := []connector.Activation{
		{UserPrincipalName: "a@contoso.com", Product: "A", ReportDate: reported, LastActivated: day("2026-01-01"), Windows: 2, Mac: 1},
		{UserPrincipalName: "a@contoso.com", Product: "B", ReportDate: reported, Android: 3},
		{UserPrincipalName: "a@contoso.com", Product: "C", ReportDate: reported},
		{UserPrincipalName: "b@contoso.com", Product: "D", ReportDate: reported},
	}
	if diff := cmp.Diff(want, sink.GotActivations); diff != "" {
		t.Error(diff)
	}
}

func TestReadJSONGivenFaults(t *testing.T) {
	const row = `{"userPrincipalName":"a@contoso.com","reportRefreshDate":"2026-01-30"}`
	for _, tt := range []struct {
		name, page, want string
		again            bool // another try may mend it
	}{
		{"no JSON", `{"value":[` + row, "graph.answer.no-json What=report.answer Report=getOffice365ActiveUserDetail", true},
		{"no list", `{}`, "graph.answer.no-list What=report.answer Report=getOffice365ActiveUserDetail", true},
		{"null for a list", `{"value":null}`, "graph.answer.no-list What=report.answer Report=getOffice365ActiveUserDetail", true},
		{
			"an error", `{"error":{"code":"UnknownError"}}`,
			"graph.answer.named-error Error=UnknownError What=report.answer Report=getOffice365ActiveUserDetail", true,
		},
		{
			"an error beside rows", `{"value":[` + row + `],"error":{"code":"InternalServerError"}}`,
			"graph.answer.named-error Error=InternalServerError What=report.answer Report=getOffice365ActiveUserDetail", true,
		},
		{
			"a row that is no object", `{"value":[` + row + `,7]}`, "graph.answer.no-object What=report.answer Report=getOffice365ActiveUserDetail",
			true,
		},
		{
			"a row that is null", `{"value":[` + row + `,null]}`, "graph.answer.no-object What=report.answer Report=getOffice365ActiveUserDetail",
			true,
		},
		{
			"an inner row without a name", `{"value":[{"reportRefreshDate":"2026-01-30","details":[{"userPrincipalName":"a@contoso.com"},{}]}]}`,
			"report.no-column Column=User Principal Name Report=getOffice365ActiveUserDetail", false,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readJSON([]byte(tt.page), activeUsers("D7").columns, make([]bool, 20), func([]string) error { return nil })
			if connectortest.Said(err) != tt.want || errors.Is(err, graph.ErrInvalid) != tt.again {
				t.Error(err)
			}
		})
	}
}

func TestReportInPagesOfJSON(t *testing.T) {
	var g *graph.Client
	sink := sourcetest.NewSink()
	var broken atomic.Bool
	g, _ = graphtest.At(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("$skiptoken") == "" {
			fmt.Fprintf(w,
				`{"@odata.nextLink":"%s&$skiptoken=2","value":[{"userPrincipalName":"a@contoso.com","reportRefreshDate":"2026-01-30","lastActivityDate":"2026-01-01","details":[{"word":true,"outlook":false,"excel":false,"powerPoint":false,"oneNote":false}]}]}`,
				g.Address("/reports/getM365AppUserDetail(period='D180')?$format=text/csv"))
			return
		}
		if !broken.Swap(true) {
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(w,
			`{"value":[{"userPrincipalName":"b@contoso.com","reportRefreshDate":"2026-01-30","lastActivityDate":null,"details":[]}]}`)
	})
	reader := &reader{graph: g, sink: sink, kind: appUsers("D180"), progress: func(int64) {}}
	if err := reader.read(t.Context(), reportDay); err != nil {
		t.Fatal(err)
	}
	a := connector.Usage{UserPrincipalName: "a@contoso.com", ReportDate: day("2026-01-30"), LastActivity: day("2026-01-01")}
	a.In[connector.Word] = a.LastActivity
	want := []connector.Usage{a, {UserPrincipalName: "b@contoso.com", ReportDate: day("2026-01-30")}}
	got := sink.GotUsage[connector.StreamAppUsers]
	for i := range got {
		got[i].Lacks = connector.Lacking{} // what rows in JSON leave out
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte(activeUsersHeader + activeRow(1)))
	f.Add([]byte("User Principal Name,\"Report Refresh Date\"\n\"a\"\"@\",2026-01-30T00:00:00Z\n\"x"))
	f.Fuzz(func(t *testing.T, text []byte) {
		kind := activeUsers("D7")
		err := readCSV(strings.NewReader(string(text)), kind.columns, func(values []string) error {
			if len(values) != len(kind.names) {
				t.Fatalf("%d values", len(values))
			}
			return nil
		})
		if _, explained := connector.MessageOf(err); err != nil && !explained {
			t.Errorf("%v has no message", err)
		}
	})
}
