package sourcetest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"sync"

	"inventorybeacon/connector"
)

// Administrator answers the prompts of a sign-in.
type Administrator struct {
	mu       sync.Mutex
	Statuses []connector.Message
	Problems []connector.Message
	// Addresses are those that are shown while the answer comes by itself.
	Addresses []string
	// Told is called with each status; nil for nobody.
	Told func(m connector.Message)
	// Paste returns what is pasted for the address; n counts from 0.
	Paste func(n int, address string) (string, error)
}

func (a *Administrator) Status(m connector.Message) {
	a.mu.Lock()
	a.Statuses = append(a.Statuses, m)
	a.mu.Unlock()
	if a.Told != nil {
		a.Told(m)
	}
}

// Address implements [connector.Prompter]; who has something to paste is asked for it.
func (a *Administrator) Address(address string) (pastes bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.Addresses = append(a.Addresses, address)
	return a.Paste != nil
}

// Words implements [connector.Prompter] with the ID of the message.
func (a *Administrator) Words(m connector.Message) (words connector.Advice, language string) {
	return connector.Advice{Message: m.ID, Action: "<" + m.ID + ".action>"}, "fr"
}

func (a *Administrator) Answer(ctx context.Context, address string, problem connector.Message) (string, error) {
	a.mu.Lock()
	a.Problems = append(a.Problems, problem)
	n := len(a.Problems) - 1
	a.mu.Unlock()
	if a.Paste == nil {
		<-ctx.Done()
		return "", ctx.Err()
	}
	return a.Paste(n, address)
}

// Answering is a way to any host on which the same answer waits for every request.
type Answering struct {
	Status int
	Header http.Header
	Body   func() io.Reader
}

// RoundTrip implements [http.RoundTripper].
func (a Answering) RoundTrip(r *http.Request) (*http.Response, error) {
	header := http.Header{}
	if a.Header != nil {
		header = a.Header.Clone()
	}
	return &http.Response{
		Status: strconv.Itoa(a.Status), StatusCode: a.Status, Header: header, ContentLength: -1,
		Body: io.NopCloser(a.Body()), Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}

// BodyOf is the same body each time.
func BodyOf(body []byte) func() io.Reader {
	return func() io.Reader { return bytes.NewReader(body) }
}
