package notifytest

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// Request is one that a receiver of webhooks has taken or refused.
type Request struct {
	Path   string
	Header http.Header
	Body   string
}

// Hook is a receiver of webhooks.
type Hook struct {
	*httptest.Server
	mu       sync.Mutex
	answer   http.HandlerFunc
	requests []Request
}

// StartHook starts a receiver of webhooks, which ends with the test.
func StartHook(t testing.TB, certificate tls.Certificate) *Hook {
	t.Helper()
	h := &Hook{}
	h.Server = httptest.NewUnstartedServer(http.HandlerFunc(h.serve))
	h.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	h.Config.ErrorLog = log.New(io.Discard, "", 0) // refused handshakes are expected
	h.StartTLS()
	t.Cleanup(h.Close)
	return h
}

func (h *Hook) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	h.mu.Lock()
	h.requests = append(h.requests, Request{r.URL.Path, r.Header, string(body)})
	answer := h.answer
	h.mu.Unlock()
	if answer != nil {
		answer(w, r)
	}
}

// Answer has it answer in another way than with 200; nil for that.
func (h *Hook) Answer(f http.HandlerFunc) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answer = f
}

// Requests are those that have come.
func (h *Hook) Requests() []Request {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]Request(nil), h.requests...)
}

// SignedBy reports whether a request is signed with a key, as docs/notifications.md says how
// to find out.
func (r Request) SignedBy(key string) bool {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(r.Header.Get("X-Inventory-Beacon-Timestamp") + "." + r.Body))
	return hmac.Equal([]byte("v1="+hex.EncodeToString(mac.Sum(nil))), []byte(r.Header.Get("X-Inventory-Beacon-Signature")))
}
