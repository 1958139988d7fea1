package microsoft365

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/graphtest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/microsoft365/internal/users"
)

func TestImportGivenAStormOfFaults(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: 1000, Seed: 2, MaxPage: 100, Faults: 0.3})
	a := asApplication(server, source)
	got := sourcetest.NewSink()
	seen, err := importInto(t.Context(), source, a, got)
	if err != nil {
		t.Fatal(err)
	}
	compareWithTruth(t, server.Tenant, got)
	if stats := server.Stats(); stats.Faults < 5 || stats.Early != 0 || stats.ReportTokens != 0 || len(seen.Warnings) != 0 {
		t.Errorf("%+v, warnings %v", stats, seen.Warnings)
	}
}

func TestImportGivenPassingFaults(t *testing.T) {
	page := func(path string, number int, f demotenant.Fault) func(*http.Request) *demotenant.Fault {
		var mu sync.Mutex
		seen := 0
		return func(r *http.Request) *demotenant.Fault {
			if !strings.HasPrefix(r.URL.Path, path) {
				return nil
			}
			mu.Lock()
			defer mu.Unlock()
			if seen++; seen == number {
				return &f
			}
			return nil
		}
	}
	for _, tt := range []struct {
		name     string
		script   func(*http.Request) *demotenant.Fault
		restarts map[string]int
	}{
		{"401 in the middle", page("/v1.0/users", 4, demotenant.ExpiredToken()), nil},
		{
			"a page whose token is not taken any more",
			page("/v1.0/users", 4, demotenant.Fault{Status: http.StatusBadRequest, Message: "Invalid Skip Token"}),
			map[string]int{connector.StreamUsers: 1},
		},
		{"an expired page", page("/v1.0/users", 4, demotenant.ExpiredPage()), map[string]int{connector.StreamUsers: 1}},
		{"a reset", page("/v1.0/users", 3, demotenant.Fault{Reset: true}), nil},
		{"a page that was cut off", page("/v1.0/users", 3, demotenant.Fault{Truncate: 5000}), nil},
		{"a page that breaks off", page("/v1.0/users", 3, demotenant.Fault{Cut: 5000}), nil},
		{"a dripping page", page("/v1.0/users", 3, demotenant.Fault{Drip: time.Millisecond}), nil},
		{"an empty page", page("/v1.0/users", 3, demotenant.Fault{EmptyPage: true}), nil},
		{"users that come twice", page("/v1.0/users", 3, demotenant.Fault{Repeat: 7}), nil},
		{"one 504", page("/v1.0/users", 3, demotenant.Fault{Status: http.StatusGatewayTimeout}), nil},
		{"a report that breaks off", page("/data/download", 1, demotenant.Fault{Cut: 9000}), nil},
		{"a report with a new column", page("/data/download", 1, demotenant.Fault{ExtraColumn: "New"}), nil},
		{"a throttled organization", page("/v1.0/organization", 1, demotenant.Throttled("0.01")), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{Users: 300, Seed: 3, MaxPage: 50})
			a := asApplication(server, source)
			server.Script(tt.script)
			got := sourcetest.NewSink()
			seen, err := importInto(t.Context(), source, a, got)
			if err != nil {
				t.Fatal(err)
			}
			compareWithTruth(t, server.Tenant, got)
			if stats := server.Stats(); stats.Faults != 1 || stats.ReportTokens != 0 || len(seen.Warnings) != 0 {
				t.Errorf("%+v, warnings %v", stats, seen.Warnings)
			}
			if tt.restarts != nil && !maps.Equal(got.Restarts, tt.restarts) {
				t.Errorf("restarts %v", got.Restarts)
			}
		})
	}
}

func TestImportGivenLastingFaults(t *testing.T) {
	at := func(path string, f demotenant.Fault) func(*http.Request) *demotenant.Fault {
		return func(r *http.Request) *demotenant.Fault {
			if strings.Contains(r.URL.RequestURI(), path) {
				return &f
			}
			return nil
		}
	}
	for _, tt := range []struct {
		name    string
		script  func(*http.Request) *demotenant.Fault
		message string // its ID
	}{
		{
			"a foreign page link", at("/v1.0/users?", demotenant.Fault{NextLink: "https://evil.example/v1.0/users?$skiptoken=x"}),
			"graph.foreign-link",
		},
		{"a page that names itself", at("/v1.0/users?", demotenant.Fault{NextLink: "SELF"}), "graph.answer.loop"},
		{"a proxy's page", at("/v1.0/users?", demotenant.Fault{HTML: true}), "network.web-page"},
		{"pages always expired", at("/v1.0/users?", demotenant.ExpiredPage()), "graph.page-expired"},
		{"nothing but 401", at("/v1.0/users?", demotenant.ExpiredToken()), "graph.unauthorized.application-again"},
		{"no permission", at("/v1.0/users?", demotenant.Fault{Status: http.StatusForbidden}), "graph.forbidden.application"},
		{"always throttled", at("/v1.0/subscribedSkus", demotenant.Throttled("0")), "graph.throttled"},
		{
			"no answer in time, whatever the page's size", at("/v1.0/users?", demotenant.Fault{Status: http.StatusGatewayTimeout}),
			"graph.unavailable",
		},
		{
			"no organization", at("/v1.0/organization", demotenant.Fault{Edit: func([]byte) []byte { return []byte(`{"value":[]}`) }}),
			"graph.answer.no-organization",
		},
		{"connections that always break", at("/v1.0/organization", demotenant.Fault{Reset: true}), "network.connection-broken"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{Users: 300, MaxPage: 100})
			a := asApplication(server, source)
			server.Script(func(r *http.Request) *demotenant.Fault {
				f := tt.script(r)
				if f != nil && f.NextLink == "SELF" {
					self := *f
					self.NextLink = server.URL() + r.URL.RequestURI()
					return &self
				}
				return f
			})
			_, err := importInto(t.Context(), source, a, sourcetest.NewSink())
			text := connectortest.Told(t, err)
			if m, _ := connector.MessageOf(err); m.ID != tt.message {
				t.Errorf("%s of %v, want %s", m, err, tt.message)
			}
			if strings.Contains(text, "skiptoken") || strings.Contains(text, demotenant.ConfidentialClientSecret) {
				t.Errorf("a secret shows in %s", text)
			}
			advice := message.Explain(err)
			if strings.Contains(advice.Action, "Generate") || strings.Contains(advice.Action, "account") { // the application signs in by itself
				t.Errorf("nobody can follow %+v", advice)
			}
		})
	}
}

func TestWhoHasNoCopilotMissesNoReportOnIt(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: 3})
	server.Inject("/v1.0/copilot", demotenant.Fault{Status: http.StatusBadRequest})
	seen, err := importInto(t.Context(), source, asApplication(server, source), sourcetest.NewSink())
	if err != nil || len(seen.Warnings) > 0 {
		t.Errorf("%v, warnings %+v", err, seen.Warnings)
	}
}

func TestImportWarnsAboutWhatItGoesOnWithout(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options demotenant.Options
		match   string
		faults  []demotenant.Fault
		want    []string
	}{
		{
			"a missing column",
			demotenant.Options{},
			"/data/download",
			slices.Repeat([]demotenant.Fault{{DropColumns: []string{"User Principal Name"}}}, 4),
			[]string{
				`The usage report getM365AppUserDetail has no column "User Principal Name".`,
				`The usage report getMicrosoft365CopilotUsageUserDetail has no column "User Principal Name".`,
				`The usage report getOffice365ActivationsUserDetail has no column "User Principal Name".`,
				`The usage report getOffice365ActiveUserDetail has no column "User Principal Name".`,
			},
		},
		{"concealed names, which publishing finds out", demotenant.Options{ConcealNames: true}, "", nil, nil},
		{
			"reports forbidden",
			demotenant.Options{},
			"/v1.0/reports",
			slices.Repeat([]demotenant.Fault{{Status: http.StatusForbidden, Code: "Authentication_RequestFromUnsupportedUserRole"}}, 3),
			[]string{
				"Microsoft Graph does not allow the application to read the usage reports of Microsoft 365.",
			},
		},
		{
			"downloads that want a token",
			demotenant.Options{},
			"/data/download",
			slices.Repeat([]demotenant.Fault{{Status: http.StatusUnauthorized}}, 24),
			[]string{
				"127.0.0.1 refused the download of the usage report getM365AppUserDetail (status 401, 6 tries): its address was used up or has expired, or something on the way changed the request.",
				"127.0.0.1 refused the download of the usage report getMicrosoft365CopilotUsageUserDetail (status 401, 6 tries): its address was used up or has expired, or something on the way changed the request.",
				"127.0.0.1 refused the download of the usage report getOffice365ActivationsUserDetail (status 401, 6 tries): its address was used up or has expired, or something on the way changed the request.",
				"127.0.0.1 refused the download of the usage report getOffice365ActiveUserDetail (status 401, 6 tries): its address was used up or has expired, or something on the way changed the request.",
			},
		},
		{"no report on Copilot", demotenant.Options{}, "/v1.0/copilot", []demotenant.Fault{{Status: http.StatusBadRequest}}, []string{
			"Microsoft Graph does not have the usage report on Microsoft 365 Copilot for this tenant (status 400).",
		}},
		{"no subscriptions", demotenant.Options{}, "/v1.0/directory/subscriptions", []demotenant.Fault{{Status: http.StatusNotFound}}, []string{
			"The subscriptions could not be read; the renewal dates stay the last ones that were read.",
		}},
		{"no groups", demotenant.Options{}, "/v1.0/groups", []demotenant.Fault{{Status: http.StatusForbidden}}, []string{
			"The names of the groups that assign licenses could not be read; they stay the last ones that were read.",
		}},
		{"no number of users", demotenant.Options{}, "/v1.0/users/$count", []demotenant.Fault{{Status: http.StatusBadRequest}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.options.Users = 100
			server, source := demo(t, tt.options)
			if tt.match != "" {
				server.Inject(tt.match, tt.faults...)
			}
			got := sourcetest.NewSink()
			seen, err := importInto(t.Context(), source, asApplication(server, source), got)
			if err != nil {
				t.Fatal(err)
			}
			var messages []string
			for _, m := range seen.Warnings {
				w := message.Warning(m)
				messages = append(messages, w.Message)
				if w.Advice == "" || strings.Contains(w.Advice, "Generate") || strings.Contains(w.Advice, "account") {
					t.Errorf("%q has the advice %q", w.Message, w.Advice)
				}
			}
			slices.Sort(messages)
			sourcetest.Compare(t, "warnings", tt.want, messages)
			if len(got.AllUsers()) != 100 || len(got.GotLicenses) == 0 {
				t.Errorf("%d users, %d licenses", len(got.AllUsers()), len(got.GotLicenses))
			}
		})
	}
}

// A part that an import can do without ends with the error of the part that it
// cannot do without; that is no warning of its own.
func TestImportThatFailsDoesNotWarnAboutThePartsItEnds(t *testing.T) {
	for _, held := range []string{"/v1.0/groups", "/v1.0/directory/subscriptions"} {
		t.Run(held, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{Users: 100})
			asked := make(chan struct{})
			server.Script(func(r *http.Request) *demotenant.Fault {
				switch r.URL.Path {
				case held:
					close(asked)
					<-r.Context().Done()
				case "/v1.0/users":
					<-asked
					return &demotenant.Fault{Status: http.StatusForbidden, Code: "Authorization_RequestDenied"}
				}
				return nil
			})
			seen, err := importInto(t.Context(), source, asApplication(server, source), sourcetest.NewSink())
			var refused *graph.StatusError
			if !errors.As(err, &refused) || refused.Status != http.StatusForbidden || len(seen.Warnings) != 0 {
				t.Errorf("%v, warnings %v", err, seen.Warnings)
			}
		})
	}
}

func TestImportAsksForSmallerPagesGiven504(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: 1200, Seed: 4})
	server.Script(func(r *http.Request) *demotenant.Fault {
		// Pages of more than 200 are beyond the tenant, from the second on.
		if q := r.URL.Query(); r.URL.Path == "/v1.0/users" && q.Get("$top") != "200" && q.Get("$skiptoken") != "" {
			return &demotenant.Fault{Status: http.StatusGatewayTimeout}
		}
		return nil
	})
	got := sourcetest.NewSink()
	if _, err := importInto(t.Context(), source, asApplication(server, source), got); err != nil {
		t.Fatal(err)
	}
	compareWithTruth(t, server.Tenant, got)
	if got.Restarts[connector.StreamUsers] != 2 {
		t.Errorf("restarts %v", got.Restarts)
	}
}

// A page that ends in the middle of a user, but looks whole, is read again.
func TestImportReadsAPageAgainThatEndsEarly(t *testing.T) {
	var pages atomic.Int32
	g, _ := graphtest.At(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Query().Get("$skiptoken") == "":
			fmt.Fprintf(w, sourcetest.Selected(`{"@odata.nextLink":"http://%s/v1.0/users?$skiptoken=2","value":[{"id":"a"}]}`), r.Host)
		case pages.Add(1) == 1:
			fmt.Fprintf(w, `{"@odata.nextLink":"http://%s/v1.0/users?$skiptoken=3","value":[{"id":"b"}`, r.Host)
		default:
			fmt.Fprint(w, sourcetest.Selected(`{"value":[{"id":"b"}]}`))
		}
	})
	got := sourcetest.NewSink()
	reader := users.New(g, got, "", func(int64, int64) {})
	if err := reader.Read(t.Context(), -1); err != nil || len(got.AllUsers()) != 2 || len(got.Restarts) != 0 {
		t.Errorf("%v, %d users, restarts %v", err, len(got.AllUsers()), got.Restarts)
	}
}
