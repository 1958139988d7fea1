package network

import (
	"io"
	"net/http"
	"sync"
)

// transport makes errors typed. After a failure it makes new connections: the others may
// be stuck in the same way, or lead to the same machine that is out of order, and all
// requests to a host share one connection of HTTP/2.
type transport struct {
	dialer *dialer

	mu   sync.Mutex
	base *http.Transport
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	base := t.current()
	answer, err := base.RoundTrip(r)
	switch {
	case err != nil:
		t.leave(base)
		return nil, Classify(err, r.URL.Hostname())
	case answer.StatusCode == http.StatusServiceUnavailable: // learn.microsoft.com/graph/best-practices-concept
		t.leave(base)
	}
	answer.Body = body{answer.Body, func() { t.leave(base) }}
	return answer, nil
}

// CloseIdleConnections lets [http.Client.CloseIdleConnections] reach the pool.
func (t *transport) CloseIdleConnections() { t.current().CloseIdleConnections() }

func (t *transport) current() *http.Transport {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.base
}

// leave has the next requests make new connections. What is under way over those of base
// goes on; requests that fail together leave it once.
func (t *transport) leave(base *http.Transport) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.base == base {
		t.base = base.Clone()
	}
	base.CloseIdleConnections()
}

// body is the body of an answer; failed is called when it breaks off or is given up.
type body struct {
	io.ReadCloser
	failed func()
}

// Read implements [io.Reader].
func (b body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		b.failed()
	}
	return n, err
}
