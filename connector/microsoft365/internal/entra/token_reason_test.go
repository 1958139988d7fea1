package entra

import (
	"net/http"
	"net/url"
	"testing"

	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// What came, and is no token, is not told as a connection that failed.
func TestAnAnswerThatIsNoTokenIsNoFailedConnection(t *testing.T) {
	for name, given := range map[string]struct{ contentType, body string }{
		"a web page":     {"text/html", "<html>Welcome to the hotel</html>"},
		"an empty token": {"application/json", `{"access_token":""}`},
	} {
		t.Run("given "+name, func(t *testing.T) {
			e := sourcetest.StartTokenEndpoint(t, func(_ int, _ url.Values, w http.ResponseWriter) {
				w.Header().Set("Content-Type", given.contentType)
				_, _ = w.Write([]byte(given.body))
			})
			_, err := hasty(t, accessTo(e, keepNothing), nil).Token(t.Context())
			if told := reason(err); told.ID != "graph.reason.invalid" {
				t.Errorf("%v is told as %s", err, told)
			}
		})
	}
}
