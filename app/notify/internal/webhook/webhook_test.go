package webhook

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"inventorybeacon/app/notify/notifytest"
	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/network/networktest"
)

const path = "/a-secret-path"

func started(t *testing.T) (*notifytest.Hook, Hook) {
	t.Helper()
	certificate, roots := notifytest.Certificate(t)
	receiver := notifytest.StartHook(t, certificate)
	return receiver, Hook{Address: connector.Secret(receiver.URL + path), SigningKey: "a key", Client: client(t, connector.Proxy{}, "", roots)}
}

// client is one of [Client].
func client(t *testing.T, proxy connector.Proxy, password connector.Secret, roots *x509.CertPool) *http.Client {
	t.Helper()
	made, err := Client(proxy, password, roots)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(made.CloseIdleConnections)
	return made
}

func TestARequestIsSigned(t *testing.T) {
	receiver, hook := started(t)
	now := time.Unix(1_800_000_000, 0)
	if err := hook.Post(t.Context(), now, "delivery", []byte(`{"a":1}`)); err != nil {
		t.Fatal(err)
	}
	got := receiver.Requests()
	if len(got) != 1 || !got[0].SignedBy("a key") || got[0].SignedBy("another") || got[0].Body != `{"a":1}` ||
		got[0].Header.Get(TimestampHeader) != "1800000000" || got[0].Header.Get(DeliveryHeader) != "delivery" ||
		!strings.HasPrefix(got[0].Header.Get("Content-Type"), "application/json") {
		t.Errorf("%+v", got)
	}
	// The signature of a body and a time is this one, in every version.
	if got := Signature("key", "1", []byte("body")); got != "v1=91b5374b153842ad05b2c4eab9349b8321b14703165bd3fb8b034dfb8be98ae5" {
		t.Errorf("%s", got)
	}
	hook.SigningKey = ""
	if err := hook.Post(t.Context(), now, "delivery", nil); err != nil || receiver.Requests()[1].Header.Get(SignatureHeader) != "" {
		t.Errorf("%v", err)
	}
}

func TestWhatKeepsARequestFromArriving(t *testing.T) {
	status := func(status int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(status)
		}
	}
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	says := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
	}
	for name, c := range map[string]struct {
		answer    http.HandlerFunc
		change    func(*Hook)
		want      Fault
		wait      time.Duration
		permanent bool
	}{
		"too many":                       {status(429, "Retry-After", "90"), nil, Later, 90 * time.Second, false},
		"too many, until a time":         {status(429, "Retry-After", now.Add(time.Hour).Format(http.TimeFormat)), nil, Later, time.Hour, false},
		"too many, until before":         {status(429, "Retry-After", now.Add(-time.Hour).Format(http.TimeFormat)), nil, Later, 0, false},
		"too many, for nonsense":         {status(429, "Retry-After", "soon"), nil, Later, 0, false},
		"broken":                         {status(500), nil, Failing, 0, false},
		"busy":                           {status(503, "Retry-After", "1.5"), nil, Failing, 1500 * time.Millisecond, false},
		"moved":                          {status(302, "Location", "https://elsewhere.example/"), nil, Moved, 0, true},
		"moved for good":                 {status(308, "Location", "/other"), nil, Moved, 0, true},
		"gone":                           {status(404), nil, Refused, 0, true},
		"forbidden":                      {status(403), nil, Refused, 0, true},
		"too many, in the body of Teams": {says("Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x"), func(h *Hook) { h.Teams = true }, Later, 0, false},
		"not delivered by Teams":         {says("Webhook message delivery failed"), func(h *Hook) { h.Teams = true }, Later, 0, false},
		"too large for Teams": {
			says("Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413"),
			func(h *Hook) { h.Teams = true }, Refused, 0, true,
		},
		"an untrusted one":         {nil, func(h *Hook) { h.Client = client(t, connector.Proxy{}, "", x509.NewCertPool()) }, Untrusted, 0, true},
		"nobody there":             {nil, func(h *Hook) { h.Address = "https://127.0.0.1:1/" + path }, Unreachable, 0, false},
		"no encryption":            {nil, func(h *Hook) { h.Address = "http://hooks.example" + path }, NoAddress, 0, true},
		"no address":               {nil, func(h *Hook) { h.Address = "https://%zz" + path }, NoAddress, 0, true},
		"an account in it":         {nil, func(h *Hook) { h.Address = "https://me:pass@127.0.0.1" + path }, NoAddress, 0, true},
		"a conversation that ends": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, Unanswered, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			receiver, hook := started(t)
			receiver.Answer(c.answer)
			if c.change != nil {
				c.change(&hook)
			}
			err := hook.Post(t.Context(), now, "d", nil)
			var failed *Error
			if !errors.As(err, &failed) || failed.Fault != c.want || failed.RetryAfter != c.wait || failed.Permanent() != c.permanent {
				t.Fatalf("%+v", err)
			}
			if strings.Contains(err.Error()+failed.Message().String(), path) {
				t.Errorf("it tells the address: %v", err)
			}
			if n := len(receiver.Requests()); n > 1 {
				t.Errorf("%d requests: a redirect was followed", n)
			}
		})
	}
}

// The addresses of Teams' workflows are long, and signed as they are written (github.com/kviklet/kviklet/pull/486).
func TestAnAddressIsUsedAsItIsWritten(t *testing.T) {
	address := "/workflows/" + strings.Repeat("a%2Fb", 60) +
		"/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=x-Y_z%3D"
	var got atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got.Store(r.RequestURI) }))
	defer server.Close()
	if err := (Hook{Address: connector.Secret(server.URL + address), Client: client(t, connector.Proxy{}, "", nil)}).Post(t.Context(),
		time.Now(), "d", nil); err != nil || got.Load() != address {
		t.Errorf("%v, %v", got.Load(), err)
	}
}

// A proxy that wants to know who asks is told in each way that connections know, and it alone.
func TestRequestsThroughAProxy(t *testing.T) {
	const password = "the-proxy-password"
	basic := networktest.Proxy{Username: "user", Password: password, Offer: []string{`Basic realm="proxy"`}}
	barring := networktest.Proxy{Refuse: http.StatusForbidden}
	for name, c := range map[string]struct {
		proxy     *networktest.Proxy
		ntlm      bool
		username  string
		password  connector.Secret
		want      Fault
		told      string
		permanent bool
	}{
		"given the right password":     {proxy: &basic, username: "user", password: password},
		"given the right one, by NTLM": {proxy: &networktest.Proxy{}, ntlm: true, username: `CORP\beacon`, password: password},
		"given another password":       {&basic, false, "user", "the-proxy-passwort", ProxySignIn, "network.proxy.wrong-password", true},
		"given another password, by NTLM": {
			&networktest.Proxy{}, true, `CORP\beacon`, "the-proxy-passwort", ProxySignIn,
			"network.proxy.wrong-password", true,
		},
		"given none":                {&basic, false, "", "", ProxySignIn, "network.proxy.no-password", true},
		"given a host that it bars": {&barring, false, "", "", Proxy, "network.proxy.refused", true},
	} {
		t.Run(name, func(t *testing.T) {
			certificate, roots := notifytest.Certificate(t)
			receiver := notifytest.StartHook(t, certificate)
			proxy := networktest.Proxy{
				Target: strings.TrimPrefix(receiver.URL, "https://"), Username: c.proxy.Username, Password: c.proxy.Password, Offer: c.proxy.Offer,
				Refuse: c.proxy.Refuse,
			}
			if c.ntlm {
				proxy.NTLM = &networktest.NTLM{Domain: "CORP", Username: "beacon", Password: password}
			}
			networktest.StartProxy(t, &proxy)
			hook := Hook{
				Address: connector.Secret("https://" + notifytest.Name + path),
				Client:  client(t, connector.Proxy{Use: true, Server: proxy.URL, Username: c.username}, c.password, roots),
			}
			err := hook.Post(t.Context(), time.Now(), "d", []byte("{}"))
			if c.want == "" {
				if got := receiver.Requests(); err != nil || len(got) != 1 || got[0].Body != "{}" {
					t.Errorf("%v, and %d requests", err, len(got))
				}
				return
			}
			var failed *Error
			if !errors.As(err, &failed) || failed.Fault != c.want || failed.Permanent() != c.permanent || len(receiver.Requests()) != 0 {
				t.Fatalf("%v, want %s", err, c.want)
			}
			told := connectortest.Told(t, err)
			if !strings.Contains(told, c.told) || strings.Contains(told, "passwort") || strings.Contains(told, path) {
				t.Errorf("it tells %s", told)
			}
		})
	}
}

// What is sent is sent whole where the beginning of TLS is not answered the first time.
func TestARequestIsMadeAgainWithoutLargeKeys(t *testing.T) {
	certificate, roots := notifytest.Certificate(t)
	receiver := notifytest.StartHook(t, certificate)
	target, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	var first atomic.Bool
	first.Store(true)
	go func() { // a firewall that ends the first connection, and lets the next ones through
		for {
			connection, err := target.Accept()
			if err != nil {
				return
			}
			if first.Swap(false) {
				_ = connection.Close()
				continue
			}
			go func() {
				defer connection.Close()
				through, err := net.Dial("tcp", strings.TrimPrefix(receiver.URL, "https://"))
				if err != nil {
					return
				}
				defer through.Close()
				go func() { _, _ = io.Copy(through, connection) }()
				_, _ = io.Copy(connection, through)
			}()
		}
	}()
	address := "https://" + target.Addr().String() + path
	hook := Hook{Address: connector.Secret(address), Client: client(t, connector.Proxy{}, "", roots)}
	if err := hook.Post(t.Context(), time.Now(), "d", []byte(`{"a":1}`)); err != nil {
		t.Fatal(err)
	}
	// As a token is asked for, by a client of which this host is not known yet.
	first.Store(true)
	answer, err := client(t, connector.Proxy{}, "", roots).PostForm(address, url.Values{"b": {"2"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if got := receiver.Requests(); len(got) != 2 || got[0].Body != `{"a":1}` || got[1].Body != "b=2" {
		t.Errorf("%+v", got)
	}
}

func TestAReceiverThatStallsIsLeft(t *testing.T) {
	receiver, hook := started(t)
	end := make(chan struct{})
	receiver.Answer(func(http.ResponseWriter, *http.Request) { <-end })
	defer close(end)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	var failed *Error
	if err := hook.Post(ctx, time.Now(), "d", nil); !errors.As(err, &failed) || failed.Fault != Silent {
		t.Errorf("%v", err)
	}
}
