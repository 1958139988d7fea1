package networktest

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

// Proxy is a real proxy that opens tunnels. Every name leads to target,
// so that tests need no name service.
type Proxy struct {
	*httptest.Server
	Target string
	// Username and Password are wanted when set; offer is Proxy-Authenticate.
	Username, Password string
	Offer              []string
	Refuse             int
	// NTLM, when set, is how somebody has to sign in.
	NTLM *NTLM

	mu      sync.Mutex
	tunnels []string
	plain   []string
}

func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.NTLM != nil && !p.NTLM.signedIn(w, r) {
		return
	}
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte(p.Username+":"+p.Password))
	if p.Offer != nil && (p.Username == "" || r.Header.Get("Proxy-Authorization") != want) {
		for _, scheme := range p.Offer {
			w.Header().Add("Proxy-Authenticate", scheme)
		}
		w.WriteHeader(http.StatusProxyAuthRequired)
		return
	}
	if p.Refuse != 0 {
		w.WriteHeader(p.Refuse)
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
	p.Tunnel(w)
}

func (p *Proxy) Tunnel(w http.ResponseWriter) {
	upstream, err := net.Dial("tcp", p.Target)
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

func (p *Proxy) forward(w http.ResponseWriter, r *http.Request) {
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
	request.URL.Host = p.Target
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

func (p *Proxy) Seen() (tunnels, plain []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.tunnels...), append([]string(nil), p.plain...)
}

// StartProxy starts the proxy.
func StartProxy(t *testing.T, p *Proxy) *Proxy {
	t.Helper()
	p.Server = httptest.NewUnstartedServer(p)
	p.Config.ErrorLog = log.New(io.Discard, "", 0)
	p.Start()
	t.Cleanup(p.Close)
	return p
}
