package microsoft365

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"syscall"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// fullHost is the address of a listener that accepts nobody and whose queue is
// full: Linux leaves who connects to it without an answer.
func fullHost(t *testing.T) (address string) {
	t.Helper()
	listener, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Close(listener) })
	if err := syscall.Bind(listener, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Listen(listener, 0); err != nil {
		t.Fatal(err)
	}
	name, err := syscall.Getsockname(listener)
	if err != nil {
		t.Fatal(err)
	}
	address = fmt.Sprintf("127.0.0.1:%d", name.(*syscall.SockaddrInet4).Port)
	for range 10 {
		waiting, err := net.DialTimeout("tcp", address, 200*time.Millisecond)
		if err != nil {
			return address
		}
		t.Cleanup(func() { _ = waiting.Close() })
	}
	t.Fatal("the queue of the listener is not full")
	return ""
}

// silentHost is the address of a listener that accepts everybody, says nothing and
// tells of the first.
func silentHost(t *testing.T) (address string, accepted <-chan struct{}) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	first := make(chan struct{})
	go func() {
		tell := sync.OnceFunc(func() { close(first) })
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
			tell()
		}
	}()
	return listener.Addr().String(), first
}

func TestImportEndsWithItsContextWhileItConnects(t *testing.T) {
	tokens := sourcetest.StartTokenEndpoint(t, func(n int, _ url.Values, w http.ResponseWriter) { sourcetest.GoodToken(w, n, 3600) })
	full := fullHost(t)
	soon := func() <-chan struct{} { // nobody can tell when a full host is asked
		come := make(chan struct{})
		time.AfterFunc(50*time.Millisecond, func() { close(come) })
		return come
	}
	for name, arrange := range map[string]func(t *testing.T, c *connector.Connection) (connecting <-chan struct{}){
		"to a token endpoint that does not accept": func(_ *testing.T, c *connector.Connection) <-chan struct{} {
			c.TokenEndpoint = "http://" + full
			return soon()
		},
		"to Graph that does not accept": func(_ *testing.T, c *connector.Connection) <-chan struct{} {
			c.GraphEndpoint = "http://" + full
			return soon()
		},
		"to a token endpoint that does not shake hands": func(t *testing.T, c *connector.Connection) <-chan struct{} {
			silent, accepted := silentHost(t)
			c.TokenEndpoint = "https://" + silent
			return accepted
		},
		"to Graph that does not shake hands": func(t *testing.T, c *connector.Connection) <-chan struct{} {
			silent, accepted := silentHost(t)
			c.GraphEndpoint = "https://" + silent
			return accepted
		},
		"to a token endpoint through a proxy that does not answer": func(t *testing.T, c *connector.Connection) <-chan struct{} {
			silent, accepted := silentHost(t)
			c.Proxy, c.TokenEndpoint = connector.Proxy{Use: true, Server: "http://" + silent}, "https://"+proxiedToken
			return accepted
		},
		"to Graph through a proxy that does not answer": func(t *testing.T, c *connector.Connection) <-chan struct{} {
			silent, accepted := silentHost(t)
			c.Proxy, c.GraphEndpoint = connector.Proxy{Use: true, Server: "http://" + silent}, "https://"+proxiedGraph
			return accepted
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := connector.Access{
				Connection: connector.Connection{Flow: connector.ClientCredentials, TokenEndpoint: tokens.URL, GraphEndpoint: tokens.URL},
				Secrets:    connector.Secrets{ClientSecret: "the-client-secret"},
			}
			connecting := arrange(t, &a.Connection)
			endsWhenCanceled(t, New(Options{}), a, func(cancel func(), _ *sourcetest.Sink) {
				go func() {
					<-connecting
					cancel()
				}()
			})
		})
	}
}
