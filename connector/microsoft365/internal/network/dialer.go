package network

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"sync"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/proxyauth"
)

// tunnelTimeout is how long a proxy may take to open a tunnel, with everything that belongs to
// signing in at it.
const tunnelTimeout = time.Minute

// errSlow is the cause when a proxy takes longer.
var errSlow = errors.New("the proxy does not answer in time")

// dialer makes the connections to hosts, through the connection's proxy or directly.
type dialer struct {
	direct net.Dialer
	// tls is for proxies that are reached by https.
	tls *tls.Config
	// proxy is the connection's; nil for none.
	proxy   *url.URL
	account proxyauth.Account
	// accepted are the schemes with which proxies let this program through.
	accepted schemes
}

// DialContext connects with host:port. It is never asked for plain HTTP to another computer:
// tokens and inventory are read by https alone.
func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if d.proxy == nil || connector.IsLoopback(host) {
		return d.direct.DialContext(ctx, network, address)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, tunnelTimeout, errSlow)
	defer cancel()
	return (&tunnel{dialer: d, proxy: d.proxy, address: address}).open(ctx)
}

// toProxy connects with a proxy. The error is a [*ProxyError].
func (d *dialer) toProxy(ctx context.Context, proxy *url.URL) (net.Conn, error) {
	conn, err := d.direct.DialContext(ctx, "tcp", proxy.Host)
	if err != nil {
		return nil, unreachable(proxy, err)
	}
	if proxy.Scheme != "https" {
		return conn, nil
	}
	settings := d.tls.Clone()
	settings.ServerName = proxy.Hostname()
	limited, cancel := context.WithTimeoutCause(ctx, handshakeTimeout, errHandshake)
	defer cancel()
	encrypted := tls.Client(conn, settings)
	if err := encrypted.HandshakeContext(limited); err != nil {
		_ = conn.Close()
		if errors.Is(context.Cause(limited), errHandshake) {
			err = errHandshake
		}
		return nil, unreachable(proxy, err)
	}
	return encrypted, nil
}

// schemes remembers with which scheme each proxy lets this program through, so that only the
// first connection has to be refused before. Digest is not among them: each connection
// needs the proxy's nonce first.
type schemes struct {
	mu      sync.Mutex
	byProxy map[string]string
}

func (s *schemes) of(proxy *url.URL) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byProxy[proxy.Host]
}

func (s *schemes) remember(proxy *url.URL, scheme string) {
	if scheme == proxyauth.Digest {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byProxy == nil {
		s.byProxy = map[string]string{}
	}
	s.byProxy[proxy.Host] = scheme
}
