package microsoft365

import (
	"bytes"
	"encoding/base64"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// forwardProxy is a real proxy that opens tunnels. Every name leads to target,
// so that tests need no name service.
type forwardProxy struct {
	*httptest.Server
	target string
	// username and password are wanted when set; offer is Proxy-Authenticate.
	username, password string
	offer              []string
	refuse             int

	mu      sync.Mutex
	tunnels []string
	plain   []string
}

func (p *forwardProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte(p.username+":"+p.password))
	if p.offer != nil && (p.username == "" || r.Header.Get("Proxy-Authorization") != want) {
		for _, scheme := range p.offer {
			w.Header().Add("Proxy-Authenticate", scheme)
		}
		w.WriteHeader(http.StatusProxyAuthRequired)
		return
	}
	if p.refuse != 0 {
		w.WriteHeader(p.refuse)
		return
	}
	p.mu.Lock()
	if r.Method == http.MethodConnect {
		p.tunnels = append(p.tunnels, r.Host)
	} else {
		p.plain = append(p.plain, r.URL.Host)
	}
	p.mu.Unlock()
	if r.Method != http.MethodConnect {
		p.forward(w, r)
		return
	}
	p.tunnel(w)
}

func (p *forwardProxy) tunnel(w http.ResponseWriter) {
	upstream, err := net.Dial("tcp", p.target)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer upstream.Close()
	client, buffered, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer client.Close()
	_, _ = io.WriteString(client, "HTTP/1.1 200 Connection established\r\n\r\n")
	done := make(chan struct{}, 2)
	for _, pipe := range []struct {
		to   io.Writer
		from io.Reader
	}{{upstream, buffered}, {client, upstream}} {
		go func() {
			_, _ = io.Copy(pipe.to, pipe.from)
			done <- struct{}{}
		}()
	}
	<-done
}

func (p *forwardProxy) forward(w http.ResponseWriter, r *http.Request) {
	// Whole, because a server closes the body of a request when it begins to
	// answer, and that would break off what is still being sent on.
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	request := r.Clone(r.Context())
	request.Body = io.NopCloser(bytes.NewReader(body))
	request.RequestURI = ""
	request.URL.Host = p.target
	request.Header.Del("Proxy-Authorization")
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	for name, values := range answer.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body)
}

func (p *forwardProxy) seen() (tunnels, plain []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.tunnels...), append([]string(nil), p.plain...)
}

// startProxy starts the proxy.
func startProxy(t *testing.T, p *forwardProxy) *forwardProxy {
	t.Helper()
	p.Server = httptest.NewUnstartedServer(p)
	p.Config.ErrorLog = log.New(io.Discard, "", 0)
	p.Start()
	t.Cleanup(p.Close)
	return p
}
