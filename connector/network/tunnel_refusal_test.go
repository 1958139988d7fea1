package network

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// refusedBy opens a tunnel through a proxy that answers the request for it with what it is given, and
// then leaves the connection open. It returns how long that took, whether the connection
// is kept, and the error.
func refusedBy(t *testing.T, answer string) (took time.Duration, kept bool, err error) {
	t.Helper()
	ours, proxys := net.Pipe()
	defer ours.Close()
	done := make(chan struct{})
	go func() {
		defer close(done)
		if _, err := http.ReadRequest(bufio.NewReader(proxys)); err == nil {
			_, _ = io.WriteString(proxys, answer)
		}
		_, _ = io.Copy(io.Discard, proxys) // until the other side closes it
		proxys.Close()
	}()
	begin := time.Now()
	asked := &tunnel{
		dialer: &dialer{}, proxy: &url.URL{Scheme: "http", Host: "proxy.example:8080"}, address: "login.example:443",
		conn: ours, reader: bufio.NewReader(ours),
	}
	_, err = asked.signedIn(t.Context())
	took, kept = time.Since(begin), asked.conn != nil
	ours.Close()
	<-done
	return took, kept, err
}

func TestARefusalIsNotWaitedForLongerThanItIsUseful(t *testing.T) {
	const asks = "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
	for name, given := range map[string]struct {
		answer string
		within time.Duration
		kept   bool
	}{
		"of unknown length":                      {"HTTP/1.1 " + asks + "\r\npage", 0, false},
		"longer than what comes":                 {"HTTP/1.1 " + asks + "Content-Length: 4000\r\n\r\npage", refusalWithin, false},
		"longer than is worth reading":           {"HTTP/1.1 " + asks + "Content-Length: 9000000\r\n\r\npage", 0, false},
		"in chunks without an end":               {"HTTP/1.1 " + asks + "Transfer-Encoding: chunked\r\n\r\n4\r\npage\r\n", refusalWithin, false},
		"that is whole":                          {"HTTP/1.1 " + asks + "Content-Length: 4\r\n\r\npage", 0, true},
		"that closes":                            {"HTTP/1.1 " + asks + "Connection: close\r\nContent-Length: 4\r\n\r\npage", 0, false},
		"that closes, in the words of proxies":   {"HTTP/1.1 " + asks + "Proxy-Connection: close\r\nContent-Length: 4\r\n\r\npage", 0, false},
		"of HTTP/1.0":                            {"HTTP/1.0 " + asks + "Content-Length: 4\r\n\r\npage", 0, false},
		"of HTTP/1.0 that keeps the connection":  {"HTTP/1.0 " + asks + "Proxy-Connection: Keep-Alive\r\nContent-Length: 4\r\n\r\npage", 0, true},
		"of HTTP/1.0 that keeps it, without end": {"HTTP/1.0 " + asks + "Proxy-Connection: keep-alive\r\n\r\npage", 0, false},
	} {
		t.Run("given a refusal "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				took, kept, err := refusedBy(t, given.answer)
				var failed *ProxyError
				if !errors.As(err, &failed) || failed.Message().ID != "network.proxy.no-password" {
					t.Errorf("got %v", err)
				}
				if took != given.within || kept != given.kept {
					t.Errorf("took %v, kept the connection: %t", took, kept)
				}
			})
		})
	}
}

// Proxies that speak HTTP/1.0 keep a connection, to which a sign-in with NTLM belongs, only when
// they are asked to.
func TestProxiesAreAskedToKeepTheConnection(t *testing.T) {
	ours, proxys := net.Pipe()
	defer ours.Close()
	seen := make(chan http.Header, 1)
	go func() {
		defer proxys.Close()
		if request, err := http.ReadRequest(bufio.NewReader(proxys)); err == nil {
			seen <- request.Header
		}
	}()
	asked := &tunnel{
		dialer: &dialer{}, proxy: &url.URL{Scheme: "http", Host: "proxy.example:8080"}, address: "login.example:443",
		conn: ours, reader: bufio.NewReader(ours),
	}
	_, _ = asked.exchange(t.Context(), "")
	if header := <-seen; !strings.EqualFold(header.Get("Proxy-Connection"), "keep-alive") {
		t.Errorf("sent %v", header)
	}
}
