package entra

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network/networktest"
)

// byHand is an administrator who signs in and pastes the address where that ended.
func byHand(t *testing.T) *sourcetest.Administrator {
	return &sourcetest.Administrator{Paste: func(_ int, address string) (string, error) {
		return signInByHand(t.Context(), address, true)
	}}
}

// Nobody has to sign in again because the service was busy for a moment.
func TestSignInRedeemsItsCodeAgainGivenAPassingFault(t *testing.T) {
	for name, fault := range map[string]demotenant.Fault{
		"given 503":         {Status: http.StatusServiceUnavailable, RetryAfter: "0.01"},
		"given 429":         demotenant.Throttled("0.01"),
		"given AADSTS90033": {AADSTS: 90033, Message: "AADSTS90033: A transient error has occurred.", RetryAfter: "0.01"},
	} {
		t.Run(name, func(t *testing.T) {
			tenant, _, a := serveTenant(t, demotenant.Options{})
			tenant.Inject("/oauth2/v2.0/token", fault)
			got, refresh, err := newClient(t).SignIn(t.Context(), a, connector.SignInNone, byHand(t))
			wantSignedIn(t, got, refresh, err)
		})
	}
}

// atFirstLine is a log that does something at its first line.
type atFirstLine struct {
	slog.Handler
	do func()
}

func (a atFirstLine) Handle(ctx context.Context, r slog.Record) error {
	a.do()
	return a.Handler.Handle(ctx, r)
}

func TestSignInRedeemsItsCodeAgainGivenAServiceThatIsStarting(t *testing.T) {
	tenant, _, a := serveTenant(t, demotenant.Options{})
	closed := networktest.ClosedPort(t)
	a.Connection.TokenEndpoint = "http://" + closed + "/common/oauth2/v2.0/token"
	s := newClient(t)
	s.Log = slog.New(atFirstLine{s.Log.Handler(), sync.OnceFunc(func() {
		listener, err := net.Listen("tcp", closed)
		if err != nil {
			t.Error(err)
			return
		}
		t.Cleanup(func() { _ = listener.Close() })
		go func() { _ = http.Serve(listener, tenant) }()
	})})
	got, refresh, err := s.SignIn(t.Context(), a, connector.SignInNone, byHand(t))
	wantSignedIn(t, got, refresh, err)
}

// A code that may have been redeemed is not sent again: it is good for once, and Microsoft
// would say that it was used.
func TestSignInDoesNotRedeemItsCodeAgainWhenTheAnswerIsLost(t *testing.T) {
	_, a := startTenant(t, demotenant.Options{})
	endpoint := sourcetest.StartTokenEndpoint(t, func(_ int, _ url.Values, w http.ResponseWriter) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_ = conn.Close()
		}
	})
	a.Connection.TokenEndpoint = endpoint.URL
	_, _, err := newClient(t).SignIn(t.Context(), a, connector.SignInNone, byHand(t))
	if err == nil || len(endpoint.Requests()) != 1 {
		t.Errorf("%v after %d requests", err, len(endpoint.Requests()))
	}
}
