package entra

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

func TestRefreshTokenKeepsARotatedTokenAndTellsOfOneThatStays(t *testing.T) {
	for name, test := range map[string]struct {
		answer     string
		kept, used int
	}{
		"rotated":   {"rotated-refresh-token-1", 1, 0},
		"the same":  {"first-refresh-token", 0, 1},
		"none sent": {"", 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			e := sourcetest.StartTokenEndpoint(t, func(_ int, _ url.Values, w http.ResponseWriter) {
				sourcetest.WriteJSON(w, http.StatusOK, map[string]any{
					"token_type": "Bearer", "expires_in": 3600, "access_token": "the-access-token", "refresh_token": test.answer,
				})
			})
			kept, used := 0, 0
			access := accessTo(e, func(connector.Secret) error { kept++; return nil })
			access.Used = func() { used++ }
			if err := newClient(t).RefreshToken(t.Context(), access); err != nil {
				t.Fatal(err)
			}
			if asked := e.Requests(); len(asked) != 1 || asked[0].Get("refresh_token") != "first-refresh-token" {
				t.Errorf("asked %d times", len(asked))
			}
			if kept != test.kept || used != test.used {
				t.Errorf("kept %d times, used %d times; want %d and %d", kept, used, test.kept, test.used)
			}
		})
	}
}

func TestRefreshTokenSaysWhyTheTokenHasEnded(t *testing.T) {
	e := sourcetest.StartTokenEndpoint(t, func(_ int, _ url.Values, w http.ResponseWriter) {
		sourcetest.WriteJSON(w, http.StatusBadRequest,
			map[string]any{"error": "invalid_grant", "error_description": "AADSTS700082: expired", "error_codes": []int{700082}})
	})
	access := accessTo(e, keepNothing)
	access.Used = func() { t.Error("a refused token counts as used") }
	err := newClient(t).RefreshToken(t.Context(), access)
	var refused *TokenError
	if !errors.As(err, &refused) || refused.Code != 700082 {
		t.Errorf("error %v", err)
	}
	connectortest.Told(t, err)
}
