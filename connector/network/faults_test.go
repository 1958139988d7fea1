package network

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"inventorybeacon/connector"
)

func TestAddressesAreComparedAsServersDo(t *testing.T) {
	parse := func(text string) *url.URL {
		t.Helper()
		u, err := url.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	for address, want := range map[string]string{
		"https://Host.Example": "host.example:443", "http://host.example/x": "host.example:80", "HTTPS://host:8443": "host:8443",
		"ftp://host": "host:",
	} {
		if got := Authority(parse(address)); got != want {
			t.Errorf("%s is of %s, want %s", address, got, want)
		}
	}
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"https://host", "HTTPS://HOST:443/", true},
		{"https://host/a", "https://host/a?query", true},
		{"https://host/a", "https://host/A", false},
		{"https://host", "http://host:443", false},
		{"https://host", "https://host:8443", false},
		{"https://user@host", "https://host", false},
		{"https://host", "https://user@host", false},
	} {
		if SameAddress(parse(c.a), parse(c.b)) != c.same {
			t.Errorf("%s and %s", c.a, c.b)
		}
	}
	for address, want := range map[string]string{"https://host:1/x": "host", "host": "?", "": "?", "https://%zz": "?"} {
		if got := HostOf(address); got != want {
			t.Errorf("the host of %q is %q", address, got)
		}
	}
}

func TestWhatTimeMayMend(t *testing.T) {
	for status, want := range map[int]bool{
		408: true, 409: true, 423: true, 425: true, 429: true, 500: true, 502: true, 503: true, 504: true, 599: true,
		501: false, 505: false, 400: false, 401: false, 404: false, 499: false, 200: false,
	} {
		if Passing(status) != want {
			t.Errorf("%d is passing: %v", status, !want)
		}
	}
	passing := connector.NewError(connector.Message{ID: "network.proxy.kerberos.unreachable"}, temporary{})
	for _, c := range []struct {
		given ProxyError
		want  bool
	}{
		{ProxyError{Fault: ProxyUnreachable, err: errors.New("refused")}, true},
		{ProxyError{Fault: ProxyUnreachable, err: &net.DNSError{}}, true},
		{ProxyError{Fault: ProxyUnreachable, err: &net.DNSError{IsNotFound: true}}, false},
		{ProxyError{Fault: ProxyAuthentication}, false},
		{ProxyError{Fault: ProxyAuthentication, err: passing}, true},
		{ProxyError{Fault: ProxyUnknown, err: passing}, true},
		{ProxyError{Fault: ProxyUnknown, err: errors.New("no")}, false},
		{ProxyError{Fault: ProxyRefused, Status: 429}, true},
		{ProxyError{Fault: ProxyRefused, Status: 500}, true},
		{ProxyError{Fault: ProxyRefused, Status: 499}, false},
		{ProxyError{Fault: ProxyUntrusted, Status: 500}, false},
		{*WrongProxyPassword("proxy"), false},
	} {
		if c.given.Temporary() != c.want {
			t.Errorf("%v is temporary: %v", &c.given, !c.want)
		}
	}
}

// temporary is an error that time may mend.
type temporary struct{}

func (temporary) Error() string   { return "later" }
func (temporary) Temporary() bool { return true }

func TestNobodySaysHowAHostIsReached(t *testing.T) {
	cause := errors.New("closed")
	ctx, cancel := context.WithCancelCause(t.Context())
	var failed *ProxyError
	if err := routeError(ctx, errors.New("no script")); !errors.As(err, &failed) || failed.Fault != ProxyUnknown {
		t.Errorf("%v", err)
	}
	cancel(cause)
	if err := routeError(ctx, errors.New("no script")); !errors.Is(err, cause) {
		t.Errorf("given a context that is over: %v", err)
	}
	if _, told := Ways(&http.Client{Transport: http.DefaultTransport})("host.example"); told {
		t.Error("a client of somebody else says which way it goes")
	}
	if way, told := Ways(&http.Client{})("localhost"); !told || way.Why.ID != "network.route.loopback" || way.Proxy != nil {
		t.Errorf("to this computer: %+v", way)
	}
}

func TestWaitsGrowUpToTheMost(t *testing.T) {
	b := Budget{First: 2 * time.Second, Most: 16 * time.Second, Within: time.Minute}
	for try, want := range map[int]time.Duration{
		1: 2 * time.Second, 2: 4 * time.Second, 3: 8 * time.Second, 4: 16 * time.Second,
		5: 16 * time.Second, 33: 16 * time.Second, 100: 16 * time.Second,
	} {
		for range 50 {
			if got := b.backoff(try); got < want/2 || got > want {
				t.Errorf("after try %d it waits %s, want up to %s", try, got, want)
			}
		}
	}
	if got := (Budget{}).backoff(1); got != 0 {
		t.Errorf("without any it waits %s", got)
	}
	if got := b.left(t.Context(), time.Now().Add(-50*time.Second)); got > 10*time.Second || got < 5*time.Second {
		t.Errorf("%s are left", got)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	if got := b.left(ctx, time.Now()); got > 3*time.Second {
		t.Errorf("given a context that ends sooner: %s", got)
	}
	if got := (Budget{}).left(t.Context(), time.Time{}); got < 1<<60 {
		t.Errorf("without an end: %s", got)
	}
}
