package microsoft365

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/microsoft365/internal/users"
)

func TestImportEndsWithItsContextAndLeavesNothingBehind(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: users.SideBySideFrom, MaxPage: 100, Latency: time.Millisecond})
	a := asApplication(server, source)
	for name, end := range map[string]func(cancel func(), got *sourcetest.Sink){
		"while users come": func(cancel func(), got *sourcetest.Sink) {
			got.FailUsers = func(page int) error {
				if page == 3 {
					cancel()
				}
				return nil
			}
		},
		"while it waits": func(cancel func(), _ *sourcetest.Sink) {
			server.Inject("/v1.0/users?", demotenant.Throttled("3600"))
			time.AfterFunc(50*time.Millisecond, cancel)
		},
		"while an answer drips": func(cancel func(), _ *sourcetest.Sink) {
			server.Inject("/v1.0/users?", demotenant.Fault{Drip: time.Hour})
			time.AfterFunc(50*time.Millisecond, cancel)
		},
		"while nobody answers": func(cancel func(), _ *sourcetest.Sink) {
			server.Script(func(r *http.Request) *demotenant.Fault {
				cancel()
				<-r.Context().Done()
				return nil
			})
		},
		"while users and reports are not answered": func(cancel func(), _ *sourcetest.Sink) {
			server.Script(func(r *http.Request) *demotenant.Fault {
				if r.URL.Path == "/v1.0/users" {
					cancel()
				}
				if r.URL.Path == "/v1.0/users" || strings.HasPrefix(r.URL.Path, "/v1.0/reports/") {
					<-r.Context().Done()
				}
				return nil
			})
		},
		"while the token endpoint is to be left alone": func(cancel func(), _ *sourcetest.Sink) {
			server.Inject("/token", demotenant.Throttled("60"))
			time.AfterFunc(50*time.Millisecond, cancel)
		},
		"before it begins": func(cancel func(), _ *sourcetest.Sink) { cancel() },
	} {
		t.Run(name, func(t *testing.T) {
			defer server.Script(nil)
			endsWhenCanceled(t, source, a, end)
		})
	}
}

// endsWhenCanceled imports until somebody cancels. The import must end at once and
// leave nothing behind but goroutines of servers.
func endsWhenCanceled(t *testing.T, source *Source, a connector.Access, end func(cancel func(), got *sourcetest.Sink)) {
	t.Helper()
	before := goleak.IgnoreCurrent()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var canceled time.Time
	got := sourcetest.NewSink()
	end(sync.OnceFunc(func() {
		canceled = time.Now()
		cancel()
	}), got)
	_, err := importIntoWithin(ctx, source, a, got, 2*time.Hour)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	if took := time.Since(canceled); took > time.Second {
		t.Errorf("it ended %s after it was canceled", took)
	}
	goleak.VerifyNone(t, before, goleak.IgnoreAnyFunction("net/http.(*conn).serve"),
		goleak.IgnoreAnyFunction("net/http.(*connReader).backgroundRead"))
}

func TestImportEndsAtItsTimeLimit(t *testing.T) {
	server, source := demo(t, demotenant.Options{Users: 5000, MaxPage: 10, Latency: 5 * time.Millisecond})
	_, err := importIntoWithin(t.Context(), source, asApplication(server, source), sourcetest.NewSink(), 100*time.Millisecond)
	if said := connectortest.Said(err); said != "import.time-limit Hours=0" {
		t.Errorf("%v", err)
	}
}

// A national cloud has reports in the beta version of Graph only.
func TestImportReadsReportsInBeta(t *testing.T) {
	server, _ := demo(t, demotenant.Options{Users: 20})
	cloud := server.Cloud()
	cloud.BetaReports = true
	source := New(Options{Clouds: []connector.Cloud{cloud}})
	got := sourcetest.NewSink()
	seen, err := importInto(t.Context(), source, asApplication(server, source), got)
	if err != nil || len(seen.Warnings) != 0 {
		t.Fatalf("%v, warnings %v", err, seen.Warnings)
	}
	compareWithTruth(t, server.Tenant, got)
	if !seen.Noted("import.note.beta-reports") {
		t.Errorf("notes %v", seen.Notes)
	}
	for path := range server.Stats().Requests {
		if strings.Contains(path, "/v1.0/reports") {
			t.Errorf("%s was asked for", path)
		}
	}
	_, checks := testedAt(t, t.Context(), source, asApplication(server, source))
	if c := checks["check.reports"]; c.Result != connector.CheckPassed || c.Meaning.ID != "check.passed.reports.beta" {
		t.Errorf("%+v", c)
	}
}

// What is logged and noted never holds a token, a page's address or a secret.
func TestImportLogsNoSecret(t *testing.T) {
	server, _ := demo(t, demotenant.Options{Users: 1000, MaxPage: 100, Faults: 0.2})
	var log bytes.Buffer
	source := New(Options{
		Clouds: []connector.Cloud{server.Cloud()},
		Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	seen, err := importInto(t.Context(), source, asApplication(server, source), sourcetest.NewSink())
	if err != nil {
		t.Fatal(err)
	}
	text := log.String() + fmt.Sprint(seen.Notes)
	if log.Len() == 0 {
		t.Error("nothing was logged")
	}
	for _, secret := range []string{"skiptoken", "/data/download/", "Bearer", demotenant.ConfidentialClientSecret} {
		if strings.Contains(text, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}
