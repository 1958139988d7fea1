package networktest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// StartScript serves a proxy auto-configuration script and returns its address.
func StartScript(t *testing.T, source string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-ns-proxy-autoconfig")
		_, _ = io.WriteString(w, source)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/proxy.pac"
}
