package entra

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network"
)

// hasty is a session whose retries do not wait.
func hasty(t *testing.T, a connector.Access, now func() time.Time) *TokenSource {
	client := newClient(t)
	if now != nil {
		client.Now = now
	}
	way, err := network.NewClient(a, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(way.CloseIdleConnections)
	return client.NewTokenSource(a, way, network.Budget{Tries: 3})
}

func keepNothing(connector.Secret) error { return nil }

func TestTokenSourceRedeemsOnceForManyAtOnce(t *testing.T) {
	e := sourcetest.StartTokenEndpoint(t, func(n int, _ url.Values, w http.ResponseWriter) { sourcetest.GoodToken(w, n, 3600) })
	var kept []connector.Secret
	session := hasty(t, accessTo(e, func(s connector.Secret) error {
		kept = append(kept, s)
		return nil
	}), nil)
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			if token, err := session.Token(t.Context()); err != nil || token != "the-access-token-1" {
				t.Errorf("got %q, %v", token, err)
			}
		})
	}
	group.Wait()

	asked := e.Requests()
	if len(asked) != 1 {
		t.Fatalf("%d requests", len(asked))
	}
	want := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"first-refresh-token"}, "client_id": {clientID}}
	if asked[0].Encode() != want.Encode() {
		t.Errorf("asked %v\n want %v", asked[0], want)
	}
	if e.Headers[0].Get("Authorization") != "" || e.Headers[0].Get("client-request-id") == "" {
		t.Errorf("headers %v", e.Headers[0])
	}
	if len(kept) != 1 || kept[0] != "rotated-refresh-token-1" {
		t.Errorf("kept %d tokens", len(kept))
	}
	if granted := session.Granted(); !slices.Equal(granted, []string{"openid", "profile", "Directory.Read.All", "email"}) {
		t.Errorf("granted %v", granted)
	}
	if missing := MissingPermissions(session.Granted()); !slices.Equal(missing, []string{"Reports.Read.All"}) {
		t.Errorf("missing %v", missing)
	}
}

func TestGrantedScopesOfAnyGraphHost(t *testing.T) {
	for _, text := range []string{
		"openid Directory.Read.All Reports.Read.All",
		"openid https://graph.microsoft.com/Directory.Read.All https://graph.microsoft.com/Reports.Read.All",
		"openid http://127.0.0.1:8443/Directory.Read.All https://graph.microsoft.us//Reports.Read.All",
	} {
		got := grantedScopes((&oauth2.Token{}).WithExtra(map[string]any{"scope": text}))
		if !slices.Equal(got, []string{"openid", "Directory.Read.All", "Reports.Read.All"}) || len(MissingPermissions(got)) != 0 {
			t.Errorf("%q: %q, missing %q", text, got, MissingPermissions(got))
		}
	}
}

func TestTokenSourceRenewsBeforeTheEndWithTheRotatedToken(t *testing.T) {
	e := sourcetest.StartTokenEndpoint(t, func(n int, _ url.Values, w http.ResponseWriter) { sourcetest.GoodToken(w, n, 3600) })
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	session := hasty(t, accessTo(e, keepNothing), func() time.Time { return now })
	for _, step := range []struct {
		after time.Duration
		want  string
	}{
		{0, "the-access-token-1"},
		{54 * time.Minute, "the-access-token-1"},
		{55*time.Minute + time.Second, "the-access-token-2"},
	} {
		now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC).Add(step.after)
		if token, err := session.Token(t.Context()); err != nil || token != step.want {
			t.Fatalf("after %s: %q, %v", step.after, token, err)
		}
	}
	if got := e.Requests()[1].Get("refresh_token"); got != "rotated-refresh-token-1" {
		t.Errorf("renewed with %q", got)
	}
}

func TestTokenSourceAsksAgainForAnInvalidatedToken(t *testing.T) {
	e := sourcetest.StartTokenEndpoint(t, func(n int, _ url.Values, w http.ResponseWriter) { sourcetest.GoodToken(w, n, 3600) })
	session := hasty(t, accessTo(e, keepNothing), nil)
	first, err := session.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	session.Invalidate(first)
	second, err := session.Token(t.Context())
	if err != nil || second == first {
		t.Fatalf("got %q, %v", second, err)
	}
	session.Invalidate(first) // another request that was refused with the old one
	if third, err := session.Token(t.Context()); err != nil || third != second {
		t.Errorf("got %q, %v", third, err)
	}
}

func TestTokenSourceWithClientCredentials(t *testing.T) {
	e := sourcetest.StartTokenEndpoint(t, func(_ int, _ url.Values, w http.ResponseWriter) {
		sourcetest.WriteJSON(w, http.StatusOK, map[string]any{"token_type": "Bearer", "expires_in": 3599, "access_token": "the-access-token"})
	})
	a := accessTo(e, func(connector.Secret) error { t.Error("kept a token"); return nil })
	a.Connection.Flow = connector.ClientCredentials
	a.Secrets = connector.Secrets{ClientSecret: "the-client-secret"}
	session := hasty(t, a, nil)
	if token, err := session.Token(t.Context()); err != nil || token != "the-access-token" {
		t.Fatalf("got %q, %v", token, err)
	}
	want := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {clientID}, "client_secret": {"the-client-secret"},
		"scope": {"https://graph.example/.default"},
	}
	if got := e.Requests()[0]; got.Encode() != want.Encode() {
		t.Errorf("asked %v\n want %v", got, want)
	}
	if granted := session.Granted(); granted != nil {
		t.Errorf("granted %v", granted)
	}
}

func TestTokenSourceEndsWhenTheTokenCannotBeKept(t *testing.T) {
	e := sourcetest.StartTokenEndpoint(t, func(n int, _ url.Values, w http.ResponseWriter) { sourcetest.GoodToken(w, n, 3600) })
	full := errors.New("no space left on device")
	session := hasty(t, accessTo(e, func(connector.Secret) error { return full }), nil)
	token, err := session.Token(t.Context())
	if token != "" || !errors.Is(err, full) || !strings.Contains(connectortest.Told(t, err), "entra.not-kept") {
		t.Errorf("got %q, %v", token, err)
	}
}

func TestTokenSourceTriesAgainWhatMayPass(t *testing.T) {
	for name, fail := range map[string]func(w http.ResponseWriter){
		"given AADSTS90033": func(w http.ResponseWriter) {
			sourcetest.WriteJSON(w, http.StatusServiceUnavailable, map[string]any{"error": "temporarily_unavailable", "error_codes": []int{90033}})
		},
		"given 408": func(w http.ResponseWriter) { w.WriteHeader(http.StatusRequestTimeout) },
		"given 524 with a page": func(w http.ResponseWriter) {
			w.WriteHeader(524)
			_, _ = io.WriteString(w, "<html>a timeout occurred")
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := sourcetest.StartTokenEndpoint(t, func(n int, _ url.Values, w http.ResponseWriter) {
				if n == 1 {
					fail(w)
					return
				}
				sourcetest.GoodToken(w, n, 3600)
			})
			session := hasty(t, accessTo(e, keepNothing), nil)
			if token, err := session.Token(t.Context()); err != nil || token != "the-access-token-2" {
				t.Errorf("got %q, %v", token, err)
			}
		})
	}
}

func TestTokenSourceDoesNotWaitLongerThanItMay(t *testing.T) {
	e := sourcetest.StartTokenEndpoint(t, func(_ int, _ url.Values, w http.ResponseWriter) {
		w.Header().Set("Retry-After", "300")
		sourcetest.WriteJSON(w, http.StatusTooManyRequests, map[string]any{"error": "temporarily_unavailable"})
	})
	session := hasty(t, accessTo(e, keepNothing), nil)
	session.budget = network.InteractiveBudget
	_, err := session.Token(t.Context())
	if told := connectortest.Told(t, err); !strings.Contains(told, "network.wait Host=127.0.0.1 Wait=5m0s") || len(e.Requests()) != 1 {
		t.Errorf("%d requests: %s", len(e.Requests()), told)
	}
}

func TestTokenSourceStopsWaitingWhenItsCallerDoes(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	e := sourcetest.StartTokenEndpoint(t, func(n int, _ url.Values, w http.ResponseWriter) {
		close(arrived)
		<-release
		sourcetest.GoodToken(w, n, 3600)
	})
	session := hasty(t, accessTo(e, keepNothing), nil)
	first := make(chan error, 1)
	go func() {
		_, err := session.Token(t.Context())
		first <- err
	}()
	<-arrived
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := session.Token(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("the second caller got %v", err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Errorf("the first caller got %v", err)
	}
}

func TestTokenSourceSaysWhatIsWrong(t *testing.T) {
	for name, test := range map[string]struct {
		status      int
		contentType string
		body        string
		tells       []string
		requests    int
	}{
		"an expired refresh token": {
			400, "application/json",
			`{"error":"invalid_grant","error_description":"AADSTS700082: The refresh token has expired due to inactivity.\r\nTrace ID: 11111111-2222\r\nCorrelation ID: 33333333-4444\r\nTimestamp: 2026-03-01 12:00:00Z","error_codes":[700082],"trace_id":"11111111-2222","correlation_id":"33333333-4444"}`,
			[]string{"entra.aadsts.refresh-token-expired", "AADSTS700082", "11111111-2222", "33333333-4444", "error?code=700082"},
			1,
		},
		"a code that nobody knows": {
			400, "application/json", `{"error":"invalid_grant","error_description":"AADSTS999999: new","error_codes":[999999]}`,
			[]string{"entra.oauth.grant", "error?code=999999"},
			1,
		},
		"a suberror": {
			400, "application/json", `{"error":"interaction_required","suberror":"basic_action","error_codes":[50076]}`,
			[]string{"basic_action", "entra.aadsts.multifactor"},
			1,
		},
		"a proxy's page in place of a refusal": {
			403, "text/html", `<html><head><title>Access denied by Corp Proxy</title></head></html>`,
			[]string{"network.web-page Host=127.0.0.1 Status=403 Title=Access denied by Corp Proxy"},
			1,
		},
		"a hotspot's page in place of a token": {
			200, "text/html", `<html>Welcome to the hotel</html>`, []string{"entra.no-token"}, 2,
		},
		"an answer without a token": {200, "application/json", `{"token_type":"Bearer"}`, []string{"entra.no-token"}, 2},
		"a token that is cut off":   {200, "application/json", `{"access_token":"the-access-token`, []string{"entra.no-token"}, 2},
		"an empty refusal":          {500, "", "", []string{"entra.token-unavailable", "Status=500"}, 3},
		"a redirect":                {302, "text/plain", "", []string{"entra.token-refused", "Status=302"}, 1},
		"a huge refusal": {
			400, "application/json", `{"error":"` + strings.Repeat("x", 3<<20) + `"}`,
			[]string{"entra.token-refused", "Status=400"},
			1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := sourcetest.StartTokenEndpoint(t, func(_ int, _ url.Values, w http.ResponseWriter) {
				w.Header().Set("Content-Type", test.contentType)
				if test.status == http.StatusFound {
					w.Header().Set("Location", "/elsewhere")
				}
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.body))
			})
			session := hasty(t, accessTo(e, keepNothing), nil)
			_, err := session.Token(t.Context())
			told := connectortest.Told(t, err)
			for _, part := range test.tells {
				if !strings.Contains(told, part) {
					t.Errorf("does not tell %q:\n%s", part, told)
				}
			}
			if n := len(e.Requests()); n != test.requests {
				t.Errorf("%d requests, want %d", n, test.requests)
			}
			if len(told) > 8000 {
				t.Errorf("the error has %d characters", len(told))
			}
		})
	}
}

func TestTokenSourceWithoutASignIn(t *testing.T) {
	e := sourcetest.StartTokenEndpoint(t, func(int, url.Values, http.ResponseWriter) { t.Error("asked for a token") })
	a := accessTo(e, keepNothing)
	a.Secrets = connector.Secrets{}
	_, err := hasty(t, a, nil).Token(t.Context())
	if told := connectortest.Told(t, err); !strings.Contains(told, "entra.not-signed-in") {
		t.Error(told)
	}
}

func FuzzParseTokenError(f *testing.F) {
	for _, seed := range []string{
		`{"error":"invalid_grant","error_description":"AADSTS70000: x\r\nTrace ID: y","error_codes":[70000],"suberror":"bad_token"}`,
		`{"error_codes":"70000"}`, `{"error_codes":[-1]}`, `{"error":1}`, "", "<html>", `{"error_description":"AADSTS999999999999"}`, "\xff",
	} {
		f.Add([]byte(seed), 400)
	}
	f.Fuzz(func(t *testing.T, body []byte, status int) {
		e := parseTokenError("login.example", status, body)
		if e.Message().ID == "" || e.Code < 0 {
			t.Fatalf("%q: %+v", body, e)
		}
		if strings.ContainsAny(e.Error(), "\r\n\x00\x1b") || len(e.Error()) > 8000 {
			t.Fatalf("%q: unfit for a log: %q", body, e.Error())
		}
	})
}
