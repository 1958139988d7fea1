package entra

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network"
	"inventorybeacon/connector/network/networktest"
)

// signedIn pastes the answer of a sign-in, which names an issuer, and has the token endpoint
// answer with an id_token and what is changed of the rest.
func signedIn(t *testing.T, change func(c *connector.Connection), answered func(answer, claims map[string]any)) (
	e *sourcetest.TokenEndpoint, got connector.SignIn, refresh connector.Secret, err error,
) {
	t.Helper()
	var nonce string
	e = sourcetest.StartTokenEndpoint(t, func(_ int, _ url.Values, w http.ResponseWriter) {
		claims := map[string]any{"aud": clientID, "nonce": nonce, "tid": "t", "preferred_username": "admin@contoso.example", "iss": e.URL + "/t"}
		answer := map[string]any{
			"token_type": "Bearer", "expires_in": 3600, "access_token": "access", "refresh_token": "refresh", "scope": "Directory.Read.All",
		}
		answered(answer, claims)
		answer["id_token"] = idToken(claims)
		sourcetest.WriteJSON(w, http.StatusOK, answer)
	})
	a := connector.Access{Connection: connectionTo(e.URL, networktest.ClosedPort(t))}
	change(&a.Connection)
	admin := &sourcetest.Administrator{Paste: func(_ int, address string) (string, error) {
		u, err := url.Parse(address)
		if err != nil {
			return "", err
		}
		nonce = u.Query().Get("nonce")
		return a.Connection.RedirectURI + "?" + url.Values{
			"code": {"code"}, "state": {u.Query().Get("state")}, "iss": {e.URL + "/t"},
		}.Encode(), nil
	}}
	got, refresh, err = newClient(t).SignIn(t.Context(), a, connector.SignInNone, admin)
	return e, got, refresh, err
}

// Whatever a sign-in ends with, nothing of it is kept unless all of it is right.
func TestASignInIsWholeOrRefused(t *testing.T) {
	as := func(*connector.Connection) {}
	for given, c := range map[string]struct {
		change   func(c *connector.Connection)
		answered func(answer, claims map[string]any)
		fault    SignInFault // of the error; empty for none of a sign-in
		says     string
		asked    int // of the token endpoint
	}{
		"all is right": {as, func(_, _ map[string]any) {}, "", "", 1},
		"no refresh token": {
			as, func(answer, _ map[string]any) { delete(answer, "refresh_token") }, SignInNoRefreshToken,
			"entra.sign-in.no-refresh-token", 1,
		},
		"another issuer": {
			as, func(_, claims map[string]any) { claims["iss"] = "https://login.example/other" }, SignInForeignAnswer,
			"entra.sign-in.foreign", 1,
		},
		"another application": {
			as, func(_, claims map[string]any) { claims["aud"] = "another" }, SignInBadIdentity,
			"entra.sign-in.other-application", 1,
		},
		"another sign-in": {
			as, func(_, claims map[string]any) { claims["nonce"] = "of another" }, SignInBadIdentity,
			"entra.sign-in.other-sign-in", 1,
		},
		"a personal account": {
			as, func(_, claims map[string]any) { claims["tid"] = personalTenant }, SignInPersonalAccount,
			"entra.sign-in.personal-account", 1,
		},
		"no address to come to": {
			func(c *connector.Connection) { c.RedirectURI = "nowhere" }, nil, SignInMisconfigured,
			"entra.sign-in.redirect-uri", 0,
		},
		"a proxy that is none": {func(c *connector.Connection) {
			c.Proxy = connector.Proxy{Use: true, From: connector.ProxyAsEntered, Server: "http://proxy:port"}
		}, nil, "", "network.proxy.misconfigured", 0},
	} {
		t.Run("given "+given, func(t *testing.T) {
			e, got, refresh, err := signedIn(t, c.change, c.answered)
			if asked := len(e.Requests()); asked != c.asked {
				t.Errorf("the token endpoint was asked %d times, not %d", asked, c.asked)
			}
			if c.says == "" {
				if err != nil || refresh != "refresh" || got.Account != "admin@contoso.example" || got.TenantID != "t" {
					t.Errorf("signed in as %+v, %v", got, err)
				}
				return
			}
			if refresh != "" || got.Account != "" {
				t.Errorf("it is signed in as %q all the same", got.Account)
			}
			var failed *SignInError
			if errors.As(err, &failed) != (c.fault != "") || failed != nil && failed.Fault != c.fault {
				t.Errorf("error %v, want one of %q", err, c.fault)
			}
			if m, _ := connector.MessageOf(err); m.ID != c.says {
				t.Errorf("it says %q, want %q", m.ID, c.says)
			}
		})
	}
}

// Nothing is sent by a way that is none.
func TestARefreshTokenIsNotSentThroughAProxyThatIsNone(t *testing.T) {
	e := sourcetest.StartTokenEndpoint(t, func(n int, _ url.Values, w http.ResponseWriter) { sourcetest.GoodToken(w, n, 3600) })
	a := accessTo(e, keepNothing)
	a.Connection.Proxy = connector.Proxy{Use: true, From: connector.ProxyAsEntered, Server: "http://proxy:port"}
	err := newClient(t).RefreshToken(t.Context(), a)
	var misled *network.ProxyError
	if !errors.As(err, &misled) || misled.Fault != network.ProxyMisconfigured || len(e.Requests()) != 0 {
		t.Errorf("after %d requests: %v", len(e.Requests()), err)
	}
}

// What the next sign-in has to prove is handed on, to whoever wants to know it.
func TestAChallengeIsHandedOn(t *testing.T) {
	const challenge = `{"access_token":{"acrs":{"value":"c1"}}}`
	for given, c := range map[string]struct{ claims, want string }{
		"a challenge":    {challenge, challenge},
		"what is none":   {"no JSON", ""},
		"no challenge":   {"", ""},
		"nobody listens": {challenge, ""},
	} {
		t.Run("given "+given, func(t *testing.T) {
			e := sourcetest.StartTokenEndpoint(t, func(_ int, _ url.Values, w http.ResponseWriter) {
				sourcetest.WriteJSON(w, http.StatusBadRequest, map[string]any{"error": "interaction_required", "claims": c.claims})
			})
			a := accessTo(e, keepNothing)
			var told string
			if given != "nobody listens" {
				a.Challenged = func(claims string) { told = claims }
			}
			var refused *TokenError
			if _, err := hasty(t, a, nil).Token(t.Context()); !errors.As(err, &refused) || refused.Claims != "" && c.claims != challenge {
				t.Errorf("error %v", err)
			}
			if told != c.want {
				t.Errorf("told of %q, want %q", told, c.want)
			}
		})
	}
}

// Why a refresh token could not be kept is said in the words of what has stopped it.
func TestWhyATokenIsNotKeptIsTold(t *testing.T) {
	full := connector.NewError(connector.Message{ID: "sqlite.disk-full", Reference: "errno 28"}, nil)
	for given, c := range map[string]struct {
		err       error
		says      string
		reference string
	}{
		"an error with words": {full, "entra.not-kept.because", "errno 28"},
		"any other":           {errors.New("no space left"), "entra.not-kept", "no space left"},
	} {
		failed := &KeepError{Connection: "Contoso", Err: c.err}
		if m := failed.Message(); m.ID != c.says || m.Reference != c.reference || m.Data["Connection"] != "Contoso" || !errors.Is(failed, c.err) {
			t.Errorf("given %s: %+v", given, m)
		}
	}
}
