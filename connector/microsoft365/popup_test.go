package microsoft365

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	cdpnetwork "github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// needDisplay starts a display when there is none. Browser windows really open
// in these tests.
func needDisplay(t *testing.T) {
	t.Helper()
	if hasDisplay() {
		return
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp")
	server.ExtraFiles = []*os.File{writer}
	if err := server.Start(); err != nil {
		t.Fatalf("these tests open real windows and need Xvfb: %v", err)
	}
	writer.Close()
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	number, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(number))
}

// windowTest prepares a display and a directory for temporary files that must
// be empty when the window has closed.
func windowTest(t *testing.T) {
	t.Helper()
	needDisplay(t)
	// Not t.TempDir, whose names are longer than a browser's socket may be.
	temporary, err := os.MkdirTemp("", "w")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", temporary)
	t.Cleanup(func() {
		defer os.RemoveAll(temporary)
		if left, _ := filepath.Glob(filepath.Join(temporary, "*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		if running := processesWith(temporary); len(running) > 0 {
			t.Errorf("still running: %v", running)
		}
	})
}

// soon ends a test whose window does not do what it should.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// processesWith returns the command lines that name a directory.
func processesWith(directory string) []string {
	var found []string
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range lines {
		line, err := os.ReadFile(file)
		if err == nil && strings.Contains(string(line), directory) {
			found = append(found, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return found
}

// signInAsAdmin goes through the tenant's pages in the window. It looks again
// and again, because a click may be lost while its page is being replaced; but not
// at once: another click begins the way to the next page anew, and where that takes
// longer than until the next click, it would never come.
func signInAsAdmin() func(context.Context) {
	const step = `(() => {
		const by = id => document.getElementById(id);
		if (document.readyState !== "complete" || Date.now() < (window.clicked || 0) + 5000) return document.readyState;
		window.clicked = Date.now();
		if (by("accept")) { by("organization").checked = true; by("accept").click(); }
		else if (by("password")) { by("password").value = "` + demotenant.Password + `"; by("signin").click(); }
		else if (by("account-admin")) { by("account-admin").click(); }
		return document.readyState;
	})()`
	return inWindow(func(window context.Context) bool {
		_, err := chromedp.Run(window, chromedp.Evaluate[string](step))
		return err != nil && window.Err() != nil
	})
}

// closeWhen closes the window as soon as an expression is true in it.
func closeWhen(expression string, first func()) func(context.Context) {
	return inWindow(func(window context.Context) bool {
		reached, err := chromedp.Run(window, chromedp.Evaluate[bool](expression))
		if err != nil || !reached {
			return false
		}
		first()
		_, err = chromedp.Call(window, page.Close, cdp.Empty{})
		return err == nil
	})
}

// inWindow calls try every now and then until it returns true or the window has
// closed.
func inWindow(try func(context.Context) bool) func(context.Context) {
	return func(window context.Context) {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for !try(window) {
			select {
			case <-window.Done():
				return
			case <-tick.C:
			}
		}
	}
}

func TestSignInInAWindow(t *testing.T) {
	windowTest(t)
	_, a := startTenant(t, demotenant.Options{})
	s := New(Options{Logger: sourcetest.Logger(t)})
	s.drive = signInAsAdmin()
	began := time.Now()
	got, refresh, err := s.SignIn(soon(t), a, connector.SignInAuto, &administrator{})
	wantSignedIn(t, got, refresh, err)
	t.Logf("the whole sign-in took %s", time.Since(began).Round(time.Millisecond))
}

// redirectingHost is a sign-in service that sends everybody on at once.
func redirectingHost(t *testing.T, to func(query url.Values) string) (*httptest.Server, *[]string) {
	t.Helper()
	var seen []string
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/authorize") {
			http.Redirect(w, r, to(r.URL.Query()), http.StatusFound)
			return
		}
		seen = append(seen, r.URL.Path)
		_, _ = io.WriteString(w, "<title>alike</title>")
	}))
	t.Cleanup(host.Close)
	return host, &seen
}

func accessAt(host *httptest.Server) connector.Access {
	s := New(Options{Clouds: []connector.Cloud{{ID: connector.CloudDemonstration, Login: host.URL, Graph: host.URL}}})
	c := s.Defaults(connector.CloudDemonstration)
	c.ID = "1"
	return connector.Access{Connection: c}
}

func TestWindowTakesOnlyTheWholeRedirectURI(t *testing.T) {
	windowTest(t)
	var seen *[]string
	var host *httptest.Server
	host, seen = redirectingHost(t, func(q url.Values) string {
		return q.Get("redirect_uri") + "2?code=the-authorization-code&state=" + q.Get("state")
	})
	s := New(Options{Logger: sourcetest.Logger(t)})
	s.drive = closeWhen(`document.title == "alike"`, func() {})
	_, _, err := s.SignIn(soon(t), accessAt(host), connector.SignInPopup, &administrator{})
	var failed *SignInError
	if !errors.As(err, &failed) || failed.Fault != SignInWindowClosed {
		t.Fatalf("got %v", err)
	}
	if !slices.Contains(*seen, "/common/oauth2/nativeclient2") {
		t.Errorf("the request that begins alike did not go on: %v", *seen)
	}
	if slices.Contains(*seen, "/common/oauth2/nativeclient") {
		t.Errorf("a request to the redirect URI left the computer: %v", *seen)
	}
}

func TestWindowRefusesAnotherAttemptsAnswer(t *testing.T) {
	windowTest(t)
	host, seen := redirectingHost(t, func(q url.Values) string {
		return q.Get("redirect_uri") + "?code=the-authorization-code&state=of-another"
	})
	_, _, err := New(Options{Logger: sourcetest.Logger(t)}).SignIn(soon(t), accessAt(host), connector.SignInPopup, &administrator{})
	var failed *SignInError
	if !errors.As(err, &failed) || failed.Fault != SignInForeignAnswer {
		t.Fatalf("got %v", err)
	}
	sourcetest.Told(t, err)
	if slices.Contains(*seen, "/common/oauth2/nativeclient") {
		t.Error("the request to the redirect URI left the computer")
	}
}

func TestWindowTakesTheAnswerOfARequestThatWasGivenUp(t *testing.T) {
	windowTest(t)
	_, a := startTenant(t, demotenant.Options{})
	attempt, err := newAttempt(a.Connection, a.Connection.RedirectURI)
	if err != nil {
		t.Fatal(err)
	}
	var taken answer
	s := New(Options{Logger: sourcetest.Logger(t)})
	s.drive = func(window context.Context) {
		// As after a second click: the browser no longer knows the request.
		w := &signInWindow{attempt: attempt, tab: window}
		given := fetch.EventRequestPaused{RequestID: "interception-job-99.0", Request: &cdpnetwork.Request{
			URL: a.Connection.RedirectURI + "?code=the-authorization-code&state=" + attempt.state,
		}}
		if err := w.request(window, given); !errors.Is(err, errAnswered) {
			t.Errorf("got %v", err)
		}
		taken = w.answer
		_, _ = chromedp.Call(window, page.Close, cdp.Empty{})
	}
	_, _, _ = s.SignIn(soon(t), a, connector.SignInPopup, &administrator{})
	if taken.code != "the-authorization-code" {
		t.Errorf("took %+v", taken)
	}
}

func TestWindowTellsAnError(t *testing.T) {
	windowTest(t)
	host, _ := redirectingHost(t, func(q url.Values) string {
		return q.Get("redirect_uri") + "?error=access_denied&error_description=AADSTS65004%3A+declined&state=" + q.Get("state")
	})
	_, _, err := New(Options{Logger: sourcetest.Logger(t)}).SignIn(soon(t), accessAt(host), connector.SignInPopup, &administrator{})
	if told := sourcetest.Told(t, err); !strings.Contains(told, "AADSTS65004") {
		t.Error(told)
	}
}

func TestWindowIsCancelled(t *testing.T) {
	windowTest(t)
	_, a := startTenant(t, demotenant.Options{})
	ctx, cancel := context.WithCancel(soon(t))
	s := New(Options{Logger: sourcetest.Logger(t)})
	s.drive = inWindow(func(window context.Context) bool {
		reached, err := chromedp.Run(window, chromedp.Evaluate[bool](`!!document.getElementById("account-admin")`))
		if err != nil || !reached {
			return false
		}
		cancel()
		return true
	})
	_, _, err := s.SignIn(ctx, a, connector.SignInPopup, &administrator{})
	var failed *SignInError
	if !errors.As(err, &failed) || failed.Fault != SignInCancelled {
		t.Errorf("got %v", err)
	}
}

func TestWindowWhosePageCannotBeOpened(t *testing.T) {
	windowTest(t)
	_, a := startTenant(t, demotenant.Options{})
	a.Connection.AuthorizationEndpoint = "http://" + sourcetest.ClosedPort(t) + "/common/oauth2/v2.0/authorize"
	_, _, err := New(Options{Logger: sourcetest.Logger(t)}).SignIn(soon(t), a, connector.SignInPopup, &administrator{})
	if told := sourcetest.Told(t, err); !strings.Contains(told, "ERR_CONNECTION_REFUSED") || !strings.Contains(told, "cannot be opened") {
		t.Error(told)
	}
}

func TestBrowserThatDoesNotStart(t *testing.T) {
	for name, given := range map[string]struct {
		output string
		fault  SignInFault
		action string
	}{
		"that says nothing known": {"no", SignInBrowserFailed, browserVariable},
		// As Chromium 156 of Debian prints it.
		"without a sandbox": {
			"[1:1:ERROR:dbus/bus.cc:405] Failed to connect to the bus\n" +
				"[1:1:ERROR:content/browser/zygote_host/zygote_host_impl_linux.cc:130] No usable sandbox! If this is a Debian system, please install " +
				"the chromium-sandbox package to solve this problem. If you want to live dangerously, you can try using --no-sandbox.",
			SignInNoSandbox, "install the package chromium-sandbox",
		},
		"whose sandbox is set up wrongly": {
			"[1:1:FATAL:sandbox/linux/suid/client/setuid_sandbox_host.cc:158] The SUID sandbox helper binary was found, but is not configured correctly.",
			SignInNoSandbox, "Sign in with my own browser",
		},
	} {
		t.Run(name, func(t *testing.T) {
			windowTest(t)
			program := filepath.Join(t.TempDir(), "browser")
			if err := os.WriteFile(program, []byte("#!/bin/sh\ncat >&2 <<'end'\n"+given.output+"\nend\nexit 3\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			t.Setenv(browserVariable, program)
			_, a := startTenant(t, demotenant.Options{})
			_, _, err := New(Options{Logger: sourcetest.Logger(t)}).SignIn(soon(t), a, connector.SignInPopup, &administrator{})
			var failed *SignInError
			if !errors.As(err, &failed) || failed.Fault != given.fault {
				t.Fatalf("got %v", err)
			}
			if told := sourcetest.Told(t, err); !strings.Contains(told, given.action) {
				t.Error(told)
			}
		})
	}
}

func TestWindowUsesTheConnectionsProxy(t *testing.T) {
	for name, proxy := range map[string]*sourcetest.Proxy{
		"without credentials": {},
		"with credentials":    {Username: `DOM\user`, Password: "the-proxy-password", Offer: []string{`Basic realm="corp"`}},
	} {
		t.Run(name, func(t *testing.T) {
			windowTest(t)
			server, a := startTenant(t, demotenant.Options{})
			tenant, err := url.Parse(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			// The proxy leads the name to the tenant; nothing else knows it.
			proxy.Target = tenant.Host
			sourcetest.StartProxy(t, proxy)
			a.Connection.Proxy = connector.Proxy{Use: true, Server: proxy.URL, Username: proxy.Username}
			a.Secrets.ProxyPassword = connector.Secret(proxy.Password)
			s := New(Options{Logger: sourcetest.Logger(t), Clouds: []connector.Cloud{{
				ID: connector.CloudDemonstration, Login: "http://login.demonstration.example", Graph: "http://login.demonstration.example",
			}}})
			settings := a.Connection.Proxy
			a.Connection = s.Defaults(connector.CloudDemonstration)
			a.Connection.ID, a.Connection.Proxy = "1", settings
			s.drive = signInAsAdmin()
			got, refresh, err := s.SignIn(soon(t), a, connector.SignInPopup, &administrator{})
			wantSignedIn(t, got, refresh, err)

			// The browser's own updates, Safe Browsing's among them, take the same way.
			tunnels, plain := proxy.Seen()
			if !slices.Contains(plain, "login.demonstration.example") {
				t.Errorf("the sign-in did not go through the proxy: %v", plain)
			}
			for _, host := range slices.Concat(tunnels, plain) {
				if strings.Contains(host, "autofill") {
					t.Errorf("the browser told %s of the page's fields", host)
				}
			}
		})
	}
}

func TestWindowTellsWrongProxyCredentials(t *testing.T) {
	windowTest(t)
	_, a := startTenant(t, demotenant.Options{})
	proxy := sourcetest.StartProxy(t, &sourcetest.Proxy{Username: "user", Password: "right", Offer: []string{`Basic realm="corp"`}})
	a.Connection.Proxy = connector.Proxy{Use: true, Server: proxy.URL, Username: "user"}
	a.Secrets.ProxyPassword = "the-proxy-password"
	a.Connection.AuthorizationEndpoint = "http://login.demonstration.example/common/oauth2/v2.0/authorize"
	_, _, err := New(Options{Logger: sourcetest.Logger(t)}).SignIn(soon(t), a, connector.SignInPopup, &administrator{})
	if told := sourcetest.Told(t, err); !strings.Contains(told, "refused the user name or the password") {
		t.Error(told)
	}
}
