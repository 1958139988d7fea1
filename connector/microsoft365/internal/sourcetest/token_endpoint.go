package sourcetest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
)

// TokenEndpoint is a token endpoint that records what it is asked.
type TokenEndpoint struct {
	*httptest.Server
	mu      sync.Mutex
	asked   []url.Values
	Headers []http.Header
	answer  func(n int, form url.Values, w http.ResponseWriter)
}

// StartTokenEndpoint starts an endpoint whose requests, of which n counts from 1, are
// answered by answer.
func StartTokenEndpoint(t *testing.T, answer func(n int, form url.Values, w http.ResponseWriter)) *TokenEndpoint {
	t.Helper()
	e := &TokenEndpoint{answer: answer}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Errorf("parse the request: %v", err)
		}
		e.mu.Lock()
		e.asked = append(e.asked, r.PostForm)
		e.Headers = append(e.Headers, r.Header.Clone())
		n := len(e.asked)
		e.mu.Unlock()
		e.answer(n, r.PostForm, w)
	}))
	t.Cleanup(e.Close)
	return e
}

// Requests returns what was asked so far.
func (e *TokenEndpoint) Requests() []url.Values {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.asked)
}

// WriteJSON answers with a value in JSON.
func WriteJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// GoodToken answers with tokens that name the request's number.
func GoodToken(w http.ResponseWriter, n, seconds int) {
	WriteJSON(w, http.StatusOK, map[string]any{
		"token_type": "Bearer", "expires_in": seconds, "access_token": fmt.Sprintf("the-access-token-%d", n),
		"refresh_token": fmt.Sprintf("rotated-refresh-token-%d", n),
		"scope":         "openid profile https://graph.example/Directory.Read.All email",
	})
}
