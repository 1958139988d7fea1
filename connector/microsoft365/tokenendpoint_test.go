package microsoft365

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"

	"inventorybeacon/connector"
)

// tokenEndpoint is a token endpoint that records what it is asked.
type tokenEndpoint struct {
	*httptest.Server
	mu      sync.Mutex
	asked   []url.Values
	headers []http.Header
	answer  func(n int, form url.Values, w http.ResponseWriter)
}

func startTokenEndpoint(t *testing.T, answer func(n int, form url.Values, w http.ResponseWriter)) *tokenEndpoint {
	t.Helper()
	e := &tokenEndpoint{answer: answer}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Errorf("parse the request: %v", err)
		}
		e.mu.Lock()
		e.asked = append(e.asked, r.PostForm)
		e.headers = append(e.headers, r.Header.Clone())
		n := len(e.asked)
		e.mu.Unlock()
		e.answer(n, r.PostForm, w)
	}))
	t.Cleanup(e.Close)
	return e
}

func (e *tokenEndpoint) requests() []url.Values {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.asked)
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

func goodToken(w http.ResponseWriter, n, seconds int) {
	writeJSON(w, http.StatusOK, map[string]any{
		"token_type": "Bearer", "expires_in": seconds, "access_token": fmt.Sprintf("the-access-token-%d", n),
		"refresh_token": fmt.Sprintf("rotated-refresh-token-%d", n),
		"scope":         "openid profile https://graph.example/Directory.Read.All email",
	})
}

// accessTo is a connection to the endpoint, signed in.
func accessTo(e *tokenEndpoint, keep func(connector.Secret) error) connector.Access {
	return connector.Access{
		Connection: connector.Connection{
			ID: "1", Name: "Contoso", Flow: connector.AuthorizationCode, ClientID: clientID,
			TokenEndpoint: e.URL + "/contoso/oauth2/v2.0/token", AuthorizationEndpoint: e.URL + "/contoso/oauth2/v2.0/authorize",
			GraphEndpoint: "https://graph.example/",
		},
		Secrets: connector.Secrets{RefreshToken: "first-refresh-token"},
		Keep:    keep,
	}
}
