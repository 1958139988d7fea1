package entra

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/browser"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network/networktest"
)

func TestSignInInAWindow(t *testing.T) {
	sourcetest.PrepareWindow(t)
	_, a := startTenant(t, demotenant.Options{})
	s := newClient(t)
	s.Drive = sourcetest.SignInAsAdmin()
	began := time.Now()
	got, refresh, err := s.SignIn(sourcetest.Soon(t), a, connector.SignInAuto, &sourcetest.Administrator{})
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
	return connector.Access{Connection: connectionTo(host.URL, host.URL)}
}

func TestWindowTakesOnlyTheWholeRedirectURI(t *testing.T) {
	sourcetest.PrepareWindow(t)
	var seen *[]string
	var host *httptest.Server
	host, seen = redirectingHost(t, func(q url.Values) string {
		return q.Get("redirect_uri") + "2?code=the-authorization-code&state=" + q.Get("state")
	})
	s := newClient(t)
	s.Drive = sourcetest.CloseWhen(`document.title == "alike"`, func() {})
	_, _, err := s.SignIn(sourcetest.Soon(t), accessAt(host), connector.SignInPopup, &sourcetest.Administrator{})
	var failed *browser.WindowError
	if !errors.As(err, &failed) || failed.Fault != browser.Closed {
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
	sourcetest.PrepareWindow(t)
	host, seen := redirectingHost(t, func(q url.Values) string {
		return q.Get("redirect_uri") + "?code=the-authorization-code&state=of-another"
	})
	_, _, err := newClient(t).SignIn(sourcetest.Soon(t), accessAt(host), connector.SignInPopup, &sourcetest.Administrator{})
	var failed *SignInError
	if !errors.As(err, &failed) || failed.Fault != SignInForeignAnswer {
		t.Fatalf("got %v", err)
	}
	connectortest.Told(t, err)
	if slices.Contains(*seen, "/common/oauth2/nativeclient") {
		t.Error("the request to the redirect URI left the computer")
	}
}

func TestWindowTellsAnError(t *testing.T) {
	sourcetest.PrepareWindow(t)
	host, _ := redirectingHost(t, func(q url.Values) string {
		return q.Get("redirect_uri") + "?error=access_denied&error_description=AADSTS65004%3A+declined&state=" + q.Get("state")
	})
	_, _, err := newClient(t).SignIn(sourcetest.Soon(t), accessAt(host), connector.SignInPopup, &sourcetest.Administrator{})
	if told := connectortest.Told(t, err); !strings.Contains(told, "AADSTS65004") {
		t.Error(told)
	}
}

func TestWindowIsCancelled(t *testing.T) {
	sourcetest.PrepareWindow(t)
	_, a := startTenant(t, demotenant.Options{})
	ctx, cancel := context.WithCancel(sourcetest.Soon(t))
	s := newClient(t)
	s.Drive = sourcetest.InWindow(func(window context.Context) bool {
		reached, err := chromedp.Run(window, chromedp.Evaluate[bool](`!!document.getElementById("account-admin")`))
		if err != nil || !reached {
			return false
		}
		cancel()
		return true
	})
	_, _, err := s.SignIn(ctx, a, connector.SignInPopup, &sourcetest.Administrator{})
	var failed *SignInError
	if !errors.As(err, &failed) || failed.Fault != SignInCancelled {
		t.Errorf("got %v", err)
	}
}

func TestWindowWhosePageCannotBeOpened(t *testing.T) {
	sourcetest.PrepareWindow(t)
	_, a := startTenant(t, demotenant.Options{})
	a.Connection.AuthorizationEndpoint = "http://" + networktest.ClosedPort(t) + "/common/oauth2/v2.0/authorize"
	_, _, err := newClient(t).SignIn(sourcetest.Soon(t), a, connector.SignInPopup, &sourcetest.Administrator{})
	if told := connectortest.Told(t, err); !strings.Contains(told, "ERR_CONNECTION_REFUSED") || !strings.Contains(told, "browser.page") {
		t.Error(told)
	}
}

func TestWindowUsesTheConnectionsProxy(t *testing.T) {
	for name, proxy := range map[string]*networktest.Proxy{
		"without credentials": {},
		"with credentials":    {Username: `DOM\user`, Password: "the-proxy-password", Offer: []string{`Basic realm="corp"`}},
		"with NTLM":           {NTLM: &networktest.NTLM{Domain: "DOM", Username: "user", Password: "the-proxy-password"}},
	} {
		t.Run(name, func(t *testing.T) {
			sourcetest.PrepareWindow(t)
			server, a := startTenant(t, demotenant.Options{})
			tenant, err := url.Parse(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			// The proxy leads the name to the tenant; nothing else knows it.
			proxy.Target = tenant.Host
			networktest.StartProxy(t, proxy)
			a.Connection.Proxy = connector.Proxy{Use: true, Server: proxy.URL, Username: proxy.Username}
			a.Secrets.ProxyPassword = connector.Secret(proxy.Password)
			if proxy.NTLM != nil {
				a.Connection.Proxy.Username, a.Secrets.ProxyPassword = `DOM\user`, "the-proxy-password"
			}
			s := newClient(t)
			settings := a.Connection.Proxy
			a.Connection = connectionTo("http://login.demonstration.example", "http://login.demonstration.example")
			a.Connection.Proxy = settings
			s.Drive = sourcetest.SignInAsAdmin()
			got, refresh, err := s.SignIn(sourcetest.Soon(t), a, connector.SignInPopup, &sourcetest.Administrator{})
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

// The window decides in the same way as everything else.
func TestWindowGoesByScriptAndExceptions(t *testing.T) {
	const login = "http://login.demonstration.example"
	for name, given := range map[string]struct {
		settings func(proxy string) connector.Proxy
		proxied  bool
	}{
		"a script": {func(proxy string) connector.Proxy {
			address := networktest.StartScript(t, `function FindProxyForURL(url, host) {
				return dnsDomainIs(host, ".demonstration.example") ? "PROXY `+proxy+`" : "PROXY 127.0.0.1:1"; }`)
			return connector.Proxy{Use: true, From: connector.ProxyByScript, Script: address}
		}, true},
		"an exception": {func(proxy string) connector.Proxy {
			return connector.Proxy{Use: true, Server: "http://" + proxy, Exceptions: "<local>, .demonstration.example"}
		}, false},
	} {
		t.Run("given "+name, func(t *testing.T) {
			sourcetest.PrepareWindow(t)
			server, a := startTenant(t, demotenant.Options{})
			tenant, err := url.Parse(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			proxy := networktest.StartProxy(t, &networktest.Proxy{Target: tenant.Host})
			a.Connection = connectionTo(login, login)
			a.Connection.Proxy = given.settings(proxy.Listener.Addr().String())
			s := newClient(t)
			s.Drive = sourcetest.SignInAsAdmin()
			_, _, err = s.SignIn(sourcetest.Soon(t), a, connector.SignInPopup, &sourcetest.Administrator{})
			if (err == nil) != given.proxied { // nobody else knows the name
				t.Errorf("got %v", err)
			}
			if _, plain := proxy.Seen(); slices.Contains(plain, "login.demonstration.example") != given.proxied {
				t.Errorf("through the proxy: %v", plain)
			}
		})
	}
}

func TestWindowTellsWrongProxyCredentials(t *testing.T) {
	sourcetest.PrepareWindow(t)
	_, a := startTenant(t, demotenant.Options{})
	proxy := networktest.StartProxy(t, &networktest.Proxy{Username: "user", Password: "right", Offer: []string{`Basic realm="corp"`}})
	a.Connection.Proxy = connector.Proxy{Use: true, Server: proxy.URL, Username: "user"}
	a.Secrets.ProxyPassword = "the-proxy-password"
	a.Connection.AuthorizationEndpoint = "http://login.demonstration.example/common/oauth2/v2.0/authorize"
	_, _, err := newClient(t).SignIn(sourcetest.Soon(t), a, connector.SignInPopup, &sourcetest.Administrator{})
	if told := connectortest.Told(t, err); !strings.Contains(told, "network.proxy.wrong-password") {
		t.Error(told)
	}
}
