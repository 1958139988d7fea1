package sourcetest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"inventorybeacon/connector"
)

// Tokens is a token source that counts.
type Tokens struct {
	mu      sync.Mutex
	current int
	Bad     []string
}

func (s *Tokens) Token(context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fmt.Sprintf("secret-token-%d", s.current), nil
}

func (s *Tokens) Invalidate(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Bad = append(s.Bad, token)
	s.current++
}

// AnswerOf is the answer to a request.
func AnswerOf(r *http.Request, status int, body string, header ...string) *http.Response {
	resp := &http.Response{
		StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r,
		ContentLength: -1,
	}
	for i := 0; i+1 < len(header); i += 2 {
		resp.Header.Set(header[i], header[i+1])
	}
	return resp
}

// AtGraph is a connection to a Graph endpoint.
func AtGraph(endpoint string) connector.Connection {
	return connector.Connection{GraphEndpoint: endpoint}
}

// What listens on this computer is asked for a report only when Graph is here.
