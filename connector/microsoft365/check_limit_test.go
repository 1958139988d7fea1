package microsoft365

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

// silent has a server never answer requests whose path ends with path.
func silent(t *testing.T, server *demotenant.Server, path string) {
	server.Script(func(r *http.Request) *demotenant.Fault {
		if strings.HasSuffix(r.URL.Path, path) {
			select {
			case <-r.Context().Done():
			case <-t.Context().Done(): // the body of a request for a token is not read yet
			}
		}
		return nil
	})
}

func TestTestGivenSilenceEndsTheCheckWithWhatItWaitedFor(t *testing.T) {
	const limit = 2 * time.Second
	for _, tt := range []struct {
		name   string
		path   string
		check  string
		result connector.CheckResult
		asked  string
		last   string
	}{
		{"of everything", "/", "Network", connector.CheckFailed, "to a first request", "Network"},
		{"of the sign-in service", "/token", "Token", connector.CheckFailed, "for an access token", "Token"},
		{"for the organization", "/organization", "Organization", connector.CheckFailed, "for the organization", "Organization"},
		{"for users", "/users", "Users", connector.CheckFailed, "for the list of users", "Users"},
		{"for licenses", "/subscribedSkus", "Licenses", connector.CheckFailed, "for the list of licenses", "Licenses"},
		{"for the number of users", "/users/$count", "Users", connector.CheckWarning, "for the number of users", "Names in reports"},
		{"for a report", "/getOffice365ActiveUserDetail(period='D7')", "Usage reports", connector.CheckWarning, "for a usage report", "Usage reports"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, source := demo(t, demotenant.Options{})
			silent(t, server, tt.path)
			names, checks := testedWithin(t.Context(), source, asApplication(server, source), limit, func(connector.Check) {})
			c := checks[tt.check]
			if c.Result != tt.result || c.Meaning != "127.0.0.1 did not answer "+tt.asked+" within 2.0 s." || !strings.Contains(c.Advice, "Test again") {
				t.Errorf("%+v", c)
			}
			if last := names[len(names)-1]; last != tt.last {
				t.Errorf("the last of %q is not %s", names, tt.last)
			}
		})
	}
}

func TestTestGivenAnswersThatStandStillEndsTheCheck(t *testing.T) {
	for path, check := range map[string]string{"/v1.0/users?": "Users", "/data/download/": "Usage reports"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			server, source := demo(t, demotenant.Options{})
			server.Inject(path, demotenant.Fault{Drip: time.Hour})
			_, checks := testedWithin(t.Context(), source, asApplication(server, source), 2*time.Second, func(connector.Check) {})
			if c := checks[check]; c.Result == connector.CheckPassed || !strings.Contains(c.Meaning, "did not answer for") {
				t.Errorf("%+v", c)
			}
		})
	}
}

func TestTestGivenALongRetryAfterDoesNotWaitForIt(t *testing.T) {
	for path, check := range map[string]string{"/token": "Token", "/v1.0/users": "Users", "ActiveUserDetail": "Usage reports"} {
		t.Run(check, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{})
			server.Inject(path, demotenant.Throttled("3000"))
			a := asApplication(server, source)
			_, checks := testedAt(t.Context(), source, a)
			if c := checks[check]; c.Result == connector.CheckPassed || c.Meaning != "127.0.0.1 asks to wait for 50 min 0 s before the next request, which is longer than there is time for." || c.Advice == "" {
				t.Errorf("%+v", c)
			}
		})
	}
}

func TestTestEndsAtOnceWhenItIsCanceledInACheck(t *testing.T) {
	server, source := demo(t, demotenant.Options{})
	silent(t, server, "/users")
	ctx, cancel := context.WithCancel(t.Context())
	names, checks := testedWithin(ctx, source, asApplication(server, source), time.Hour, func(c connector.Check) {
		if c.Name == "Users" {
			time.AfterFunc(50*time.Millisecond, cancel) // in the middle of the request
		}
	})
	if last := names[len(names)-1]; last != "Users" || checks[last].Meaning != "The test was canceled." || checks[last].Result != connector.CheckFailed {
		t.Errorf("%q ends with %+v", names, checks[last])
	}
}

func TestTestTellsWhatEachCheckWaitsFor(t *testing.T) {
	server, source := demo(t, demotenant.Options{})
	var waited []string
	testedWithin(t.Context(), source, asApplication(server, source), checkLimit, func(c connector.Check) {
		waited = append(waited, c.Name)
		if c.Meaning != "waiting for 127.0.0.1..." || c.Advice != "" || c.Optional == slices.Contains(requiredChecks, c.Name) {
			t.Errorf("%+v", c)
		}
	})
	if want := []string{"Network", "Token", "Organization", "Users", "Licenses", "Usage reports", "Names in reports"}; !slices.Equal(waited, want) {
		t.Errorf("waited in %q", waited)
	}
}
