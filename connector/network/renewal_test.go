package network

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"inventorybeacon/connector"
)

// pipes is a listener whose connections are pipes, on which the time of a bubble passes.
type pipes struct {
	accepted chan net.Conn
	end      func()
}

func newPipes() pipes {
	accepted := make(chan net.Conn)
	return pipes{accepted, sync.OnceFunc(func() { close(accepted) })}
}

func (p pipes) Accept() (net.Conn, error) {
	conn, open := <-p.accepted
	if !open {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (p pipes) Close() error   { p.end(); return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// fading is a connection on which nothing comes through any more once it is silent, as
// behind a firewall that has forgotten it.
type fading struct {
	net.Conn
	silent *atomic.Bool
}

func (f fading) Write(p []byte) (int, error) {
	if f.silent.Load() {
		return len(p), nil
	}
	return f.Conn.Write(p)
}

func (f fading) Read(p []byte) (int, error) {
	for {
		n, err := f.Conn.Read(p)
		if err != nil || !f.silent.Load() {
			return n, err
		}
	}
}

// A connection that goes silent does not take the tries of all requests that share it.
func TestASilentConnectionIsReplacedWithinAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		way := newPipes()
		host := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Proto) }))
		_ = host.Listener.Close()
		host.Listener, host.EnableHTTP2, host.Config.ErrorLog = way, true, log.New(io.Discard, "", 0)
		host.StartTLS()
		client := clientFor(t, connector.Access{}, host)
		var first atomic.Bool
		dials := 0
		client.Transport.(*transport).base.DialContext = func(context.Context, string, string) (net.Conn, error) {
			here, there := net.Pipe()
			way.accepted <- there
			if dials++; dials == 1 {
				return fading{here, &first}, nil
			}
			return here, nil
		}
		if text, err := get(t.Context(), client, "https://example.com"); err != nil || text != "HTTP/2.0" {
			t.Fatalf("%s, %v", text, err)
		}
		first.Store(true)
		begin := time.Now()
		err := patient().Do(t.Context(), func(int) error {
			if _, err := get(t.Context(), client, "https://example.com"); err != nil {
				return &Transient{Err: Classify(err, "example.com")}
			}
			return nil
		})
		if took := time.Since(begin); err != nil || took > time.Minute || dials != 2 {
			t.Errorf("%v after %v, over %d connections", err, took, dials)
		}
		client.CloseIdleConnections()
		host.Close()
	})
}

// Microsoft asks to send a request that was answered with 503 again over another connection
// (learn.microsoft.com/graph/best-practices-concept), which also helps where one is stuck.
func TestTheNextTryGoesOverAnotherConnection(t *testing.T) {
	for name, fail := range map[string]func(w http.ResponseWriter, r *http.Request){
		"given 503":       func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		"given no answer": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"given a body that stays out": func(w http.ResponseWriter, r *http.Request) {
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
	} {
		for _, two := range []bool{false, true} {
			t.Run(name+map[bool]string{false: " of HTTP/1.1", true: " of HTTP/2"}[two], func(t *testing.T) {
				var mu sync.Mutex
				ports, asked := map[string]bool{}, 0
				host := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					mu.Lock()
					ports[r.RemoteAddr] = true
					asked++
					fails := asked == 2 || asked == 3
					mu.Unlock()
					if fails {
						fail(w, r)
					}
				}))
				host.EnableHTTP2 = two
				host.StartTLS()
				t.Cleanup(host.Close)
				client := clientFor(t, connector.Access{}, host)
				client.Transport.(*transport).base.ForceAttemptHTTP2 = two
				for range 5 {
					ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
					_, _ = get(ctx, client, host.URL)
					cancel()
				}
				mu.Lock()
				defer mu.Unlock()
				if asked != 5 || len(ports) != 3 {
					t.Errorf("%d requests came over %d connections, want one for the first two and for each try that follows a failure", asked, len(ports))
				}
			})
		}
	}
}
