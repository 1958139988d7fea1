package microsoft365

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/graphtest"
)

// testedAt runs Test with a quick pace and returns its lines by name.
func testedAt(t *testing.T, ctx context.Context, source *Source, a connector.Access) (names []string, checks map[string]connector.Check) {
	return testedWithin(t, ctx, source, a, checkLimit, func(connector.Check) {})
}

// testedWithin has a limit for each check, and hands those under way to running.
func testedWithin(
	t *testing.T, ctx context.Context, source *Source, a connector.Access, limit time.Duration, running func(connector.Check),
) (names []string, checks map[string]connector.Check) {
	checks = map[string]connector.Check{}
	b := graphtest.Quick
	b.Tries = 2
	source.testAt(ctx, a, func(c connector.Check) {
		connectortest.CheckWords(t, c.Name, false)
		connectortest.CheckWords(t, c.Meaning, (c.Result == connector.CheckWarning || c.Result == connector.CheckFailed) &&
			c.Meaning.ID != "check.canceled")
		if c.Result == connector.CheckRunning {
			running(c)
			return
		}
		names = append(names, c.Name.ID)
		checks[c.Name.ID] = c
	}, b, limit)
	return names, checks
}

// said is what a check means, as the log has it, without what only support reads.
func said(c connector.Check) string {
	m := c.Meaning
	m.Reference = ""
	return m.String()
}

var allChecks = []string{
	"check.network", "check.tls", "check.clock", "check.refresh-token", "check.token", "check.account",
	"check.permissions", "check.organization", "check.users", "check.licenses", "check.reports", "check.names",
}

// requiredChecks are those without which no import works.
var requiredChecks = []string{"check.network", "check.tls", "check.token", "check.organization", "check.users", "check.licenses"}

func TestTestGivenAWorkingConnection(t *testing.T) {
	_, source := demo(t, demotenant.Options{Users: 321})
	a, kept := signedIn(t, source, "")
	a.Connection.SignIn = connector.SignIn{
		Account: "alex@contoso.example", TenantName: "Contoso",
		At: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC),
	}
	a.Connection.TokenUsed = time.Now()
	names, checks := testedAt(t, t.Context(), source, a)
	if !slices.Equal(names, allChecks) {
		t.Errorf("checks %q", names)
	}
	for _, c := range checks {
		if c.Result != connector.CheckPassed || c.Optional == slices.Contains(requiredChecks, c.Name.ID) {
			t.Errorf("%+v", c)
		}
	}
	for name, want := range map[string]string{
		"check.account":      "check.passed.account Account=alex@contoso.example Day=2026-01-31 Tenant=Contoso",
		"check.organization": "check.passed.organization Domain=contoso.example Tenant=Contoso",
		"check.permissions":  "check.passed.permissions Permissions=[Directory.Read.All Reports.Read.All]",
		"check.users":        "check.passed.counted-users Count=321", "check.licenses": "check.passed.licenses Count=19",
	} {
		if got := said(checks[name]); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if len(kept.tokens) != 1 {
		t.Errorf("%d refresh tokens were kept", len(kept.tokens))
	}
}

func TestTestGivenWarnings(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options demotenant.Options
		change  func(source *Source, a *connector.Access)
		check   string
		meaning string // its ID
	}{
		{"reports forbidden", demotenant.Options{ReportsForbidden: true}, nil, "check.reports", "graph.forbidden.reports"},
		{"concealed names", demotenant.Options{ConcealNames: true}, nil, "check.names", "report.names-concealed"},
		{
			"a permission withheld",
			demotenant.Options{Withhold: []string{"Reports.Read.All"}},
			nil, "check.permissions",
			"check.permissions.missing",
		},
		{"a wrong clock", demotenant.Options{}, func(source *Source, _ *connector.Access) {
			source.entra.Now = func() time.Time { return time.Now().Add(time.Hour) }
		}, "check.clock", "check.clock.fast"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, source := demo(t, tt.options)
			a, _ := signedIn(t, source, "")
			if tt.change != nil {
				tt.change(source, &a)
			}
			names, checks := testedAt(t, t.Context(), source, a)
			want := allChecks
			if checks["check.reports"].Result == connector.CheckWarning {
				want = allChecks[:len(allChecks)-1]
			}
			if !slices.Equal(names, want) {
				t.Errorf("checks %q", names)
			}
			c := checks[tt.check]
			if c.Result != connector.CheckWarning || c.Meaning.ID != tt.meaning {
				t.Errorf("%+v", c)
			}
		})
	}
}

func TestTestEndsAtWhatNothingWorksWithout(t *testing.T) {
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "<html><title>Blocked by Corp</title>")
	}))
	defer page.Close()
	untrusted := httptest.NewTLSServer(http.NotFoundHandler())
	defer untrusted.Close()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for _, tt := range []struct {
		name    string
		change  func(server *demotenant.Server, a *connector.Access)
		last    string
		meaning string // its ID
	}{
		{
			"nobody there", func(_ *demotenant.Server, a *connector.Access) { a.Connection.GraphEndpoint = gone.URL }, "check.network",
			"network.unreachable",
		},
		{
			"a proxy's page", func(_ *demotenant.Server, a *connector.Access) { a.Connection.GraphEndpoint = page.URL }, "check.network",
			"network.web-page",
		},
		{
			"a certificate that is not trusted", func(_ *demotenant.Server, a *connector.Access) { a.Connection.GraphEndpoint = untrusted.URL },
			"check.tls", "network.certificate-untrusted",
		},
		{"a proxy that is misspelled", func(_ *demotenant.Server, a *connector.Access) {
			a.Connection.Proxy = connector.Proxy{Use: true, Server: "nonsense"}
		}, "check.network", "network.proxy.misconfigured"},
		{
			"no Graph endpoint", func(_ *demotenant.Server, a *connector.Access) { a.Connection.GraphEndpoint = "" }, "check.network",
			"graph.endpoint",
		},
		{
			"a wrong secret", func(_ *demotenant.Server, a *connector.Access) { a.Secrets.ClientSecret = "wrong" }, "check.token",
			"entra.aadsts.wrong-secret",
		},
		{"no permission for users", func(server *demotenant.Server, _ *connector.Access) {
			server.Inject("/v1.0/users", demotenant.Fault{Status: http.StatusForbidden})
		}, "check.users", "graph.forbidden.application"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{})
			a := asApplication(server, source)
			tt.change(server, &a)
			names, checks := testedAt(t, t.Context(), source, a)
			last := names[len(names)-1]
			c := checks[last]
			if last != tt.last || c.Result != connector.CheckFailed || c.Meaning.ID != tt.meaning {
				t.Errorf("%q ends with %+v", names, c)
			}
			for _, name := range names[:len(names)-1] {
				if checks[name].Result != connector.CheckPassed {
					t.Errorf("%+v", checks[name])
				}
			}
		})
	}
}

func TestTestEndsWhenItIsCanceled(t *testing.T) {
	server, source := demo(t, demotenant.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	names, checks := testedAt(t, ctx, source, asApplication(server, source))
	if len(names) != 1 || checks["check.network"].Result != connector.CheckFailed || said(checks["check.network"]) != "check.canceled" {
		t.Errorf("%+v", checks)
	}
}
