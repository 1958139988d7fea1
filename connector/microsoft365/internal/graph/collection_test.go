package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
)

// thing is an element that has a number besides its id.
type thing struct {
	ID     string `json:"id"`
	Number *int   `json:"number"`
}

func (t thing) Key() string  { return t.ID }
func (t thing) Name() string { return "the thing " + t.ID }

func (t thing) Lacks() (m connector.Message) {
	if t.Number == nil {
		m.ID = "graph.lacks.sku"
	}
	return m
}

var ofThings = connector.Message{ID: "graph.list.groups"}

// listOf answers with one body after another, and counts the requests; the last one stays.
func listOf(t *testing.T, bodies ...string) (list func() ([]thing, error), asked func() int32, notes func() int) {
	t.Helper()
	var requests atomic.Int32
	g, _ := graphAt(t, func(w http.ResponseWriter, r *http.Request) {
		n := int(requests.Add(1))
		body := bodies[min(n, len(bodies))-1]
		if status, found := strings.CutPrefix(body, "status "); found {
			w.WriteHeader(map[string]int{"410": 410, "403": 403}[status])
			return
		}
		page := "http://" + r.Host + "/v1.0/things?$skiptoken="
		_, _ = io.WriteString(w, strings.NewReplacer("NEXT", page+fmt.Sprint(n), "SAME", page+"same").Replace(body))
	})
	noted := 0
	g.Note = func(connector.Message) { noted++ }
	return func() ([]thing, error) {
		return Collection[thing](t.Context(), g, ofThings, Request{Address: g.Address("/things")})
	}, requests.Load, func() int { return noted }
}

func TestACollectionIsReadToItsEnd(t *testing.T) {
	for _, c := range []struct {
		given    string
		bodies   []string
		want     []string
		requests int32
		notes    int
		refused  string // the message of the error
	}{
		{"one page", []string{`{"value":[{"id":"a","number":1},{"id":"b","number":2}]}`}, []string{"a", "b"}, 1, 0, ""},
		{"none", []string{`{"value":[]}`}, nil, 1, 0, ""},
		{"two pages", []string{
			`{"@odata.count":2,"@odata.nextLink":"NEXT","value":[{"id":"a","number":1}]}`,
			`{"value":[{"id":"b","number":1}]}`,
		}, []string{"a", "b"}, 2, 0, ""},
		{"a count that has come", []string{`{"@odata.count":1,"value":[{"id":"a","number":1}]}`}, []string{"a"}, 1, 0, ""},
		{
			"a count that comes with the second try",
			[]string{`{"@odata.count":1,"value":[]}`, `{"@odata.count":1,"value":[{"id":"a","number":1}]}`},
			[]string{"a"},
			2, 0, "",
		},
		{"a count that nearly comes", []string{`{"@odata.count":3,"value":[{"id":"a","number":1}]}`}, []string{"a"}, 2, 1, ""},
		{"a count that does not come", []string{`{"@odata.count":4,"value":[{"id":"a","number":1}]}`}, nil, 2, 0, "graph.listing"},
		{"a place that Graph has forgotten", []string{"status 410", `{"value":[{"id":"a","number":1}]}`}, []string{"a"}, 2, 0, ""},
		{"one that it forgets again", []string{"status 410"}, nil, 2, 0, "graph.page-expired"},
		{"no permission", []string{"status 403"}, nil, 1, 0, "graph.forbidden.permission"},
		{"no list", []string{`{"value":{}}`}, nil, 0, 0, "graph.answer.no-list"},
		{"nothing of a list", []string{`{}`}, nil, 0, 0, "graph.answer.no-list"},
		{"another case", []string{`{"Value":[]}`}, nil, 0, 0, "graph.answer.no-list"},
		{
			"an error in the place of the list",
			[]string{`{"error":{"code":"Broken","message":"m"},"value":[]}`},
			nil, 0, 0,
			"graph.answer.named-error",
		},
		{"an error without a name", []string{`{"error":{}}`}, nil, 0, 0, "graph.answer.error"},
		{"no error", []string{`{"error":null,"value":[]}`}, nil, 1, 0, ""},
		{"a link that is none", []string{`{"@odata.nextLink":7,"value":[]}`}, nil, 0, 0, "graph.answer.no-json"},
		{"an element that is none", []string{`{"value":["a"]}`}, nil, 0, 0, "graph.answer.no-object"},
		{"an element of another kind", []string{`{"value":[{"id":"a","number":"one"}]}`}, nil, 0, 0, "graph.answer.unreadable-element"},
		{"an element without an id", []string{`{"value":[{"id":" ","number":1}]}`}, nil, 0, 0, "graph.answer.no-id"},
		{"an element that lacks something", []string{`{"value":[{"id":"a"}]}`}, nil, 0, 0, "graph.answer.incomplete"},
		{"a link that leads back", []string{`{"@odata.nextLink":"SAME","value":[{"id":"a","number":1}]}`}, nil, 0, 0, "graph.answer.loop"},
		{"pages without an end", []string{`{"@odata.nextLink":"NEXT","value":[{"id":"a","number":1}]}`}, nil, 101, 0, "graph.answer.endless"},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			list, asked, notes := listOf(t, c.bodies...)
			all, err := list()
			var got []string
			for _, one := range all {
				got = append(got, one.ID)
			}
			m, _ := connector.MessageOf(err)
			if !slices.Equal(got, c.want) || m.ID != c.refused || (err != nil) != (c.refused != "") {
				t.Errorf("%q, %v (%s)", got, err, m.ID)
			}
			if c.requests != 0 && asked() != c.requests || notes() != c.notes {
				t.Errorf("%d requests, %d notes", asked(), notes())
			}
		})
	}
}

func TestWhatCameAgreesWithWhatIsCounted(t *testing.T) {
	for _, c := range []struct {
		received, least, most int64
		exactly, closely      bool
	}{
		{10, 10, 10, true, true},
		{8, 10, 10, false, true},
		{7, 10, 10, false, false},
		{12, 10, 10, false, true},
		{13, 10, 10, false, false},
		{9, 8, 10, true, true},
		{7, 8, 10, false, true},
		{9_990, 10_000, 10_000, false, true},
		{9_989, 10_000, 10_000, false, false},
	} {
		if exactly, closely := Agree(c.received, c.least, c.most); exactly != c.exactly || closely != c.closely {
			t.Errorf("%+v: %v, %v", c, exactly, closely)
		}
	}
}

func TestAListingWithoutAnEndIsRecognized(t *testing.T) {
	g, _ := graphAt(t, func(http.ResponseWriter, *http.Request) {})
	for given, c := range map[string]struct {
		brought func(p *Paging, page int)
		want    int // pages until that; 0 for never
	}{
		"pages that bring something":          {func(p *Paging, _ int) { p.Brought(1) }, 0},
		"empty pages":                         {func(p *Paging, _ int) { p.Brought(0) }, maxBarren},
		"something in between":                {func(p *Paging, page int) { p.Brought(map[bool]int{true: 1}[page%50 == 0]) }, 0},
		"pages of which each is another":      {func(p *Paging, page int) { p.BroughtPage(1, uint64(page)) }, 0},
		"pages of which each was before":      {func(p *Paging, page int) { p.BroughtPage(1, uint64(page%3)) }, maxBarren + 3},
		"pages that are others and are empty": {func(p *Paging, page int) { p.BroughtPage(0, uint64(page)) }, maxBarren},
	} {
		t.Run("given "+given, func(t *testing.T) {
			var p Paging
			for page := range 300 {
				if err := p.Follow(g, g.Address(fmt.Sprintf("/things?$skiptoken=%d", page))); err != nil {
					if m, _ := connector.MessageOf(err); page != c.want || m.ID != "graph.answer.endless" {
						t.Errorf("after %d pages: %v", page, err)
					}
					return
				}
				c.brought(&p, page)
			}
			if c.want != 0 {
				t.Error("it goes on")
			}
		})
	}
}

func TestWhyATryHasFailedIsSaid(t *testing.T) {
	for want, err := range map[string]error{
		"graph.reason.host":       &network.HostError{Host: "h"},
		"graph.reason.proxy":      &network.ProxyError{Server: "p"},
		"graph.reason.status":     &StatusError{Status: 503},
		"graph.reason.web-page":   &network.WebPageError{Host: "h"},
		"graph.reason.invalid":    Invalid(connector.Message{ID: "graph.answer.no-list"}),
		"graph.reason.connection": io.ErrUnexpectedEOF,
	} {
		if m := Reason(fmt.Errorf("a try: %w", err)); m.ID != want {
			t.Errorf("%v: %s, want %s", err, m.ID, want)
		}
	}
	if m := Reason(&network.ProxyError{}); m.ID != "graph.reason.connection" {
		t.Errorf("a proxy without a name: %s", m.ID)
	}
}

func TestARefusalIsToldByItsStatusAndCode(t *testing.T) {
	const report = "/v1.0/reports/getOffice365ActiveUserDetail"
	for _, c := range []struct {
		given StatusError
		want  string
	}{
		{StatusError{Status: 500, Download: true}, "graph.download.unavailable"},
		{StatusError{Status: 408, Download: true}, "graph.download.unavailable"},
		{StatusError{Status: 403, Download: true}, "graph.download.refused"},
		{StatusError{Status: 400, Code: codeUnknownTenant}, "graph.unknown-tenant"},
		{StatusError{Status: 410}, "graph.page-expired"},
		{StatusError{Status: 400, Page: true}, "graph.page-expired"},
		{StatusError{Status: 404, Code: codePageTokenNotFound}, "graph.page-expired"},
		{StatusError{Status: 404, Code: codeExpiredPageToken}, "graph.page-expired"},
		{StatusError{Status: 400}, "graph.refused"},
		{StatusError{Status: 401}, "graph.unauthorized.account"},
		{StatusError{Status: 401, Tries: 1}, "graph.unauthorized.account"},
		{StatusError{Status: 401, Tries: 2}, "graph.unauthorized.account-again"},
		{StatusError{Status: 401, Unattended: true, Tries: 1}, "graph.unauthorized.application"},
		{StatusError{Status: 401, Unattended: true, Tries: 2}, "graph.unauthorized.application-again"},
		{StatusError{Status: 403}, "graph.forbidden.permission"},
		{StatusError{Status: 403, Code: codeUnsupportedRole}, "graph.forbidden.role"},
		{StatusError{Status: 403, Path: report}, "graph.forbidden.reports"},
		{StatusError{Status: 403, Path: report, Unattended: true}, "graph.forbidden.application-reports"},
		{StatusError{Status: 403, Unattended: true}, "graph.forbidden.application"},
		{StatusError{Status: 404}, "graph.not-found"},
		{StatusError{Status: 429}, "graph.throttled"},
		{StatusError{Status: 501}, "graph.not-implemented"},
		{StatusError{Status: 500}, "graph.unavailable"},
		{StatusError{Status: 302}, "graph.redirected"},
		{StatusError{Status: 300}, "graph.redirected"},
		{StatusError{Status: 399}, "graph.redirected"},
		{StatusError{Status: 299}, "graph.refused"},
	} {
		if got := c.given.Message().ID; got != c.want {
			t.Errorf("%+v: %s, want %s", c.given, got, c.want)
		}
	}
	for status, want := range map[int]bool{429: true, 503: true, 500: false, 401: false} {
		if throttled(&StatusError{Status: status}) != want || unauthorized(&StatusError{Status: status}) != (status == 401) {
			t.Errorf("%d", status)
		}
	}
}

func TestADownloadIsFollowedToOtherComputersAlone(t *testing.T) {
	g, _ := graphAt(t, func(http.ResponseWriter, *http.Request) {}) // Graph is on this computer
	far, _ := graphAt(t, func(http.ResponseWriter, *http.Request) {})
	far.Endpoint = &url.URL{Scheme: "https", Host: "graph.microsoft.com"}
	for address, want := range map[string][2]bool{ // with Graph here, and there
		"https://reports.office.com/x":   {true, true},
		"http://reports.office.com/x":    {false, false},
		"https://localhost/x":            {true, false},
		"http://127.0.0.1:80/x":          {true, false},
		"https://0.0.0.0/x":              {true, false},
		"https://a.localhost./x":         {true, false},
		"ftp://localhost/x":              {false, false},
		"https:///x":                     {false, false},
		"/x":                             {false, false},
		"https://localhost.office.com/x": {true, true},
	} {
		parsed, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		for i, client := range []*Client{g, far} {
			err := client.checkDownload(parsed)
			if m, _ := connector.MessageOf(err); (err == nil) != want[i] || err != nil && m.ID != "graph.download.foreign" {
				t.Errorf("%s from %s: %v", address, client.Endpoint, err)
			}
		}
	}
	request := &http.Request{URL: &url.URL{Scheme: "https", Host: "reports.office.com"}, Header: http.Header{"Referer": {"https://secret"}}}
	via := slices.Repeat([]*http.Request{request}, maxHops)
	if err := far.followDownload(request, via[1:]); err != nil || request.Header.Get("Referer") != "" {
		t.Errorf("%v, referer %q", err, request.Header.Get("Referer"))
	}
	if m, _ := connector.MessageOf(far.followDownload(request, via)); m.ID != "graph.download.redirects" {
		t.Errorf("after %d hops: %q", maxHops, m.ID)
	}
}

func TestTheTenantOfATokenIsTold(t *testing.T) {
	for _, c := range []struct {
		body       string
		unattended bool
		want       string
	}{
		{`{"value":[{"id":"T","displayName":"Contoso"}]}`, false, ""},
		{`{"value":[]}`, false, "graph.answer.personal-account"},
		{`{"value":[]}`, true, "graph.answer.no-organization"},
		{`{"value":[{"displayName":"Contoso"}]}`, false, "graph.answer.no-id"},
	} {
		g, _ := graphAt(t, func(w http.ResponseWriter, r *http.Request) {
			if !strings.Contains(r.URL.RawQuery, "verifiedDomains") {
				w.WriteHeader(http.StatusBadRequest)
			}
			_, _ = io.WriteString(w, c.body)
		})
		g.unattended = c.unattended
		org, err := g.Organization(t.Context())
		if m, _ := connector.MessageOf(err); m.ID != c.want || err == nil && org.Tenant().ID != "t" {
			t.Errorf("%s: %+v, %v", c.body, org, err)
		}
	}
}

func TestAProbeSaysWhoAnswers(t *testing.T) {
	g, _ := graphAt(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Date", "Sat, 31 Jan 2026 12:00:00 GMT")
		_, _ = io.WriteString(w, "<html>sign in")
	})
	if p := g.Probe(t.Context(), g.Address("/"), false); p.Err != nil || p.Date.Hour() != 12 || p.Host != g.Endpoint.Hostname() {
		t.Errorf("%+v", p)
	}
	page := (*network.WebPageError)(nil)
	if p := g.Probe(t.Context(), g.Address("/"), true); !errors.As(p.Err, &page) {
		t.Errorf("a page in the place of Graph: %v", p.Err)
	}
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if p := g.Probe(canceled, g.Address("/"), false); p.Err == nil {
		t.Error("nobody has answered")
	}
}

func TestReportsOfTheBetaVersion(t *testing.T) {
	g, _ := graphAt(t, func(http.ResponseWriter, *http.Request) {})
	if got := g.ReportAddress("/reports/x"); got != g.Address("/reports/x") {
		t.Error(got)
	}
	g.BetaReports = true
	if got := g.ReportAddress("/reports/x"); got != g.Endpoint.String()+"/beta/reports/x" {
		t.Error(got)
	}
	if got := g.ResourceOf(g.Address("/users?$top=1")); got != "/v1.0/users" {
		t.Error(got)
	}
	if got := g.ResourceOf("https://elsewhere.example/secret"); got != g.Endpoint.Host {
		t.Error(got)
	}
}
