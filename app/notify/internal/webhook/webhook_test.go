package webhook

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"inventorybeacon/app/notify/notifytest"
	"inventorybeacon/connector"
)

const path = "/a-secret-path"

func started(t *testing.T) (*notifytest.Hook, Hook) {
	t.Helper()
	certificate, roots := notifytest.Certificate(t)
	receiver := notifytest.StartHook(t, certificate)
	return receiver, Hook{Address: connector.Secret(receiver.URL + path), SigningKey: "a key", Roots: roots}
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
		"too large for Teams":            {says("Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413"), func(h *Hook) { h.Teams = true }, Refused, 0, true},
		"an untrusted one":               {nil, func(h *Hook) { h.Roots = x509.NewCertPool() }, Untrusted, 0, true},
		"nobody there":                   {nil, func(h *Hook) { h.Address = "https://127.0.0.1:1/" + path }, Unreachable, 0, false},
		"no encryption":                  {nil, func(h *Hook) { h.Address = "http://hooks.example" + path }, NoAddress, 0, true},
		"no address":                     {nil, func(h *Hook) { h.Address = "https://%zz" + path }, NoAddress, 0, true},
		"an account in it":               {nil, func(h *Hook) { h.Address = "https://me:pass@127.0.0.1" + path }, NoAddress, 0, true},
		"a conversation that ends":       {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, Unanswered, 0, false},
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
	address := "/workflows/" + strings.Repeat("a%2Fb", 60) + "/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=x-Y_z%3D"
	var got atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got.Store(r.RequestURI) }))
	defer server.Close()
	if err := (Hook{Address: connector.Secret(server.URL + address)}).Post(t.Context(), time.Now(), "d", nil); err != nil || got.Load() != address {
		t.Errorf("%v, %v", got.Load(), err)
	}
}

// A proxy that wants to know who asks is told, and it alone.
func TestRequestsThroughAProxy(t *testing.T) {
	const right = "Basic dXNlcjpwYXNz" // user:pass
	for name, c := range map[string]struct {
		status int
		user   *url.Userinfo
		want   Fault
	}{
		"given the right password":   {http.StatusOK, url.UserPassword("user", "pass"), Unreachable}, // the proxy's way ends there
		"given another password":     {http.StatusOK, url.UserPassword("user", "other"), ProxySignIn},
		"given none":                 {http.StatusOK, nil, ProxySignIn},
		"given a host that it bars":  {http.StatusForbidden, url.UserPassword("user", "pass"), ProxyRefused},
		"given a host without a way": {http.StatusBadGateway, url.UserPassword("user", "pass"), ProxyRefused},
	} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int32
			proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				switch {
				case r.Method != http.MethodConnect || r.Host != "hooks.example:443":
					t.Errorf("it is asked for %s %s", r.Method, r.Host)
				case r.Header.Get("Proxy-Authorization") != right:
					w.WriteHeader(http.StatusProxyAuthRequired)
				default:
					w.WriteHeader(c.status)
				}
			}))
			defer proxy.Close()
			through, err := url.Parse(proxy.URL)
			if err != nil {
				t.Fatal(err)
			}
			through.User = c.user
			err = Hook{Address: "https://hooks.example" + path, Proxy: through}.Post(t.Context(), time.Now(), "d", nil)
			var failed *Error
			if !errors.As(err, &failed) || failed.Fault != c.want || asked.Load() != 1 {
				t.Errorf("%v after %d requests, want %s", err, asked.Load(), c.want)
			}
			if strings.Contains(err.Error()+failed.Message().String(), "other") {
				t.Errorf("it tells the password: %v", err)
			}
		})
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
