package entra

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// How long a token is used follows from its life, also where the answer does not say it.
func TestTokenSourceUsesATokenForItsLife(t *testing.T) {
	for _, c := range []struct {
		given   string
		seconds any
		used    time.Duration
	}{
		{"an hour", 3600, 55 * time.Minute},
		{"two hours", 7200, 115 * time.Minute},
		{"ten minutes, of which half is as much as five before the end", 600, 5 * time.Minute},
		{"two minutes", 120, time.Minute},
		{"nothing", nil, 55 * time.Minute},
		{"zero", 0, 55 * time.Minute},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			e := sourcetest.StartTokenEndpoint(t, func(n int, _ url.Values, w http.ResponseWriter) {
				answer := map[string]any{"token_type": "Bearer", "access_token": fmt.Sprintf("the-access-token-%d", n)}
				if c.seconds != nil {
					answer["expires_in"] = c.seconds
				}
				sourcetest.WriteJSON(w, http.StatusOK, answer)
			})
			begin := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
			now := begin
			session := hasty(t, accessTo(e, keepNothing), func() time.Time { return now })
			for _, step := range []struct {
				after time.Duration
				want  string
			}{{0, "the-access-token-1"}, {c.used - time.Second, "the-access-token-1"}, {c.used, "the-access-token-2"}} {
				now = begin.Add(step.after)
				if token, err := session.Token(t.Context()); err != nil || token != step.want {
					t.Errorf("after %v: %q, %v", step.after, token, err)
				}
			}
		})
	}
}

// A web page in place of a token comes from something in between, which may pass or not.
func TestTokenSourceTriesAgainAfterAWebPageThatMayPass(t *testing.T) {
	for status, again := range map[int]bool{
		http.StatusOK: true, http.StatusInternalServerError: true, http.StatusBadGateway: true, http.StatusServiceUnavailable: true,
		http.StatusForbidden: false, http.StatusNotFound: false,
	} {
		t.Run(fmt.Sprint("given status ", status), func(t *testing.T) {
			e := sourcetest.StartTokenEndpoint(t, func(n int, _ url.Values, w http.ResponseWriter) {
				if n > 1 {
					sourcetest.GoodToken(w, n, 3600)
					return
				}
				w.Header().Set("Content-Type", "text/html")
				w.WriteHeader(status)
				_, _ = io.WriteString(w, "<!DOCTYPE html><html><head><title>Proxy</title></head><body>Wait</body></html>")
			})
			token, err := hasty(t, accessTo(e, keepNothing), nil).Token(t.Context())
			if (err == nil) != again || again && token != "the-access-token-2" || len(e.Requests()) == 2 != again {
				t.Errorf("%q, %v after %d requests", token, err, len(e.Requests()))
			}
		})
	}
}
