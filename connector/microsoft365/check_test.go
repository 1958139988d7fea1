package microsoft365

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector/microsoft365/internal/graphtest"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

// testedAt runs Test with a quick pace and returns its lines by name.
func testedAt(ctx context.Context, source *Source, a connector.Access) (names []string, checks map[string]connector.Check) {
	return testedWithin(ctx, source, a, checkLimit, func(connector.Check) {})
}

// testedWithin has a limit for each check, and hands those under way to running.
func testedWithin(ctx context.Context, source *Source, a connector.Access, limit time.Duration, running func(connector.Check)) (names []string, checks map[string]connector.Check) {
	checks = map[string]connector.Check{}
	b := graphtest.Quick
	b.Tries = 2
	source.testAt(ctx, a, func(c connector.Check) {
		if c.Result == connector.CheckRunning {
			running(c)
			return
		}
		names = append(names, c.Name)
		checks[c.Name] = c
	}, b, limit)
	return names, checks
}

var allChecks = []string{"Network", "TLS", "Clock", "Refresh token", "Token", "Account", "Permissions", "Organization", "Users", "Licenses", "Usage reports", "Names in reports"}

// requiredChecks are those without which no import works.
var requiredChecks = []string{"Network", "TLS", "Token", "Organization", "Users", "Licenses"}

func TestTestGivenAWorkingConnection(t *testing.T) {
	_, source := demo(t, demotenant.Options{Users: 321})
	a, kept := signedIn(t, source, "")
	a.Connection.SignIn = connector.SignIn{Account: "alex@contoso.example", TenantName: "Contoso", At: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)}
	a.Connection.TokenUsed = time.Now()
	names, checks := testedAt(t.Context(), source, a)
	if !slices.Equal(names, allChecks) {
		t.Errorf("checks %q", names)
	}
	for _, c := range checks {
		if c.Result != connector.CheckPassed || c.Meaning == "" || c.Advice != "" || c.Optional == slices.Contains(requiredChecks, c.Name) {
			t.Errorf("%+v", c)
		}
	}
	for name, want := range map[string]string{
		"Account": "alex@contoso.example of tenant Contoso, signed in on 31 January 2026.", "Organization": "Contoso (contoso.example).",
		"Permissions": "Directory.Read.All and Reports.Read.All were granted.", "Users": "321 users can be read.", "Licenses": "19 licenses can be read.",
	} {
		if checks[name].Meaning != want {
			t.Errorf("%s: %q", name, checks[name].Meaning)
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
		meaning string
		advice  string
	}{
		{"reports forbidden", demotenant.Options{ReportsForbidden: true}, nil, "Usage reports", "may not read the usage reports", "Reports Reader"},
		{"concealed names", demotenant.Options{ConcealNames: true}, nil, "Names in reports", "conceal the users' names", "Org settings"},
		{"a permission withheld", demotenant.Options{Withhold: []string{"Reports.Read.All"}}, nil, "Permissions", "Reports.Read.All was not granted", "Generate..."},
		{"a wrong clock", demotenant.Options{}, func(source *Source, _ *connector.Access) {
			source.entra.Now = func() time.Time { return time.Now().Add(time.Hour) }
		}, "Clock", "is off by", "Set the clock"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, source := demo(t, tt.options)
			a, _ := signedIn(t, source, "")
			if tt.change != nil {
				tt.change(source, &a)
			}
			names, checks := testedAt(t.Context(), source, a)
			want := allChecks
			if checks["Usage reports"].Result == connector.CheckWarning {
				want = allChecks[:len(allChecks)-1]
			}
			if !slices.Equal(names, want) {
				t.Errorf("checks %q", names)
			}
			c := checks[tt.check]
			if c.Result != connector.CheckWarning || !strings.Contains(c.Meaning, tt.meaning) || !strings.Contains(c.Advice, tt.advice) {
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
		meaning string
	}{
		{"nobody there", func(_ *demotenant.Server, a *connector.Access) { a.Connection.GraphEndpoint = gone.URL }, "Network", "cannot be reached"},
		{"a proxy's page", func(_ *demotenant.Server, a *connector.Access) { a.Connection.GraphEndpoint = page.URL }, "Network", `titled "Blocked by Corp"`},
		{"a certificate that is not trusted", func(_ *demotenant.Server, a *connector.Access) { a.Connection.GraphEndpoint = untrusted.URL }, "TLS", "does not trust"},
		{"a proxy that is misspelled", func(_ *demotenant.Server, a *connector.Access) {
			a.Connection.Proxy = connector.Proxy{Use: true, Server: "nonsense"}
		}, "Network", "proxy"},
		{"no Graph endpoint", func(_ *demotenant.Server, a *connector.Access) { a.Connection.GraphEndpoint = "" }, "Network", "Graph endpoint"},
		{"a wrong secret", func(_ *demotenant.Server, a *connector.Access) { a.Secrets.ClientSecret = "wrong" }, "Token", "secret"},
		{"no permission for users", func(server *demotenant.Server, _ *connector.Access) {
			server.Inject("/v1.0/users", demotenant.Fault{Status: http.StatusForbidden})
		}, "Users", "does not allow"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{})
			a := asApplication(server, source)
			tt.change(server, &a)
			names, checks := testedAt(t.Context(), source, a)
			last := names[len(names)-1]
			c := checks[last]
			if last != tt.last || c.Result != connector.CheckFailed || !strings.Contains(c.Meaning, tt.meaning) || c.Advice == "" {
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
	names, checks := testedAt(ctx, source, asApplication(server, source))
	if len(names) != 1 || checks["Network"].Result != connector.CheckFailed || checks["Network"].Meaning != "The test was canceled." {
		t.Errorf("%+v", checks)
	}
}
