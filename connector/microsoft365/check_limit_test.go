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
		{"of everything", "/", "check.network", connector.CheckFailed, "check.late.network", "check.network"},
		{"of the sign-in service", "/token", "check.token", connector.CheckFailed, "check.late.token", "check.token"},
		{"for the organization", "/organization", "check.organization", connector.CheckFailed, "check.late.organization", "check.organization"},
		{"for users", "/users", "check.users", connector.CheckFailed, "check.late.users", "check.users"},
		{"for licenses", "/subscribedSkus", "check.licenses", connector.CheckFailed, "check.late.licenses", "check.licenses"},
		{"for the number of users", "/users/$count", "check.users", connector.CheckWarning, "check.late.count", "check.names"},
		{
			"for a report", "/getOffice365ActiveUserDetail(period='D7')", "check.reports", connector.CheckWarning, "check.late.report",
			"check.reports",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, source := demo(t, demotenant.Options{})
			silent(t, server, tt.path)
			names, checks := testedWithin(t, t.Context(), source, asApplication(server, source), limit, func(connector.Check) {})
			c := checks[tt.check]
			if c.Result != tt.result || said(c) != tt.asked+" Host=127.0.0.1 Limit=2s" {
				t.Errorf("%+v", c)
			}
			if last := names[len(names)-1]; last != tt.last {
				t.Errorf("the last of %q is not %s", names, tt.last)
			}
		})
	}
}

func TestTestGivenAnswersThatStandStillEndsTheCheck(t *testing.T) {
	for path, check := range map[string]string{"/v1.0/users?": "check.users", "/data/download/": "check.reports"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			server, source := demo(t, demotenant.Options{})
			server.Inject(path, demotenant.Fault{Drip: time.Hour})
			_, checks := testedWithin(t, t.Context(), source, asApplication(server, source), 2*time.Second, func(connector.Check) {})
			if c := checks[check]; c.Result == connector.CheckPassed || !strings.HasPrefix(c.Meaning.ID, "check.late.") {
				t.Errorf("%+v", c)
			}
		})
	}
}

func TestTestGivenALongRetryAfterDoesNotWaitForIt(t *testing.T) {
	for path, check := range map[string]string{"/token": "check.token", "/v1.0/users": "check.users", "ActiveUserDetail": "check.reports"} {
		t.Run(check, func(t *testing.T) {
			server, source := demo(t, demotenant.Options{})
			server.Inject(path, demotenant.Throttled("3000"))
			a := asApplication(server, source)
			_, checks := testedAt(t, t.Context(), source, a)
			if c := checks[check]; c.Result == connector.CheckPassed || said(c) != "network.wait Host=127.0.0.1 Wait=50m0s" {
				t.Errorf("%+v", c)
			}
		})
	}
}

func TestTestEndsAtOnceWhenItIsCanceledInACheck(t *testing.T) {
	server, source := demo(t, demotenant.Options{})
	silent(t, server, "/users")
	ctx, cancel := context.WithCancel(t.Context())
	names, checks := testedWithin(t, ctx, source, asApplication(server, source), time.Hour, func(c connector.Check) {
		if c.Name.ID == "check.users" {
			time.AfterFunc(50*time.Millisecond, cancel) // in the middle of the request
		}
	})
	if last := names[len(names)-1]; last != "check.users" || said(checks[last]) != "check.canceled" ||
		checks[last].Result != connector.CheckFailed {
		t.Errorf("%q ends with %+v", names, checks[last])
	}
}

func TestTestTellsWhatEachCheckWaitsFor(t *testing.T) {
	server, source := demo(t, demotenant.Options{})
	var waited []string
	testedWithin(t, t.Context(), source, asApplication(server, source), checkLimit, func(c connector.Check) {
		waited = append(waited, c.Name.ID)
		if said(c) != "check.running.waiting Host=127.0.0.1" || c.Optional == slices.Contains(requiredChecks, c.Name.ID) {
			t.Errorf("%+v", c)
		}
	})
	if want := []string{
		"check.network", "check.token", "check.organization", "check.users", "check.licenses", "check.reports",
		"check.names",
	}; !slices.Equal(waited, want) {
		t.Errorf("waited in %q", waited)
	}
}
