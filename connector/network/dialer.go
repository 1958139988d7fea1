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
	"inventorybeacon/connector/network/proxyauth"
	"inventorybeacon/connector/network/proxyroute"
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
	tls    *tls.Config
	router proxyroute.Router
	// account is who signs in at proxies that have none of their own.
	account proxyauth.Account
	// accepted are the schemes with which proxies let this program through.
	accepted schemes
	// used are the ways on which hosts were reached.
	used ways
	// unanswered has the names of the hosts that did not answer the beginning of TLS.
	unanswered sync.Map
}

// DialContext connects with host:port. It is never asked for plain HTTP to another computer:
// tokens and inventory are read by https alone.
func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if connector.IsLoopback(host) {
		return d.direct.DialContext(ctx, network, address)
	}
	route, err := d.router.Route(ctx, host, port)
	if err != nil {
		return nil, routeError(ctx, err)
	}
	for i, proxy := range route.Proxies {
		conn, err := d.through(ctx, proxy, network, address)
		if err == nil {
			d.used.remember(host, Way{Proxy: proxy, Why: route.Why})
			return conn, nil
		}
		var failed *ProxyError
		if last := i == len(route.Proxies)-1; last || ctx.Err() != nil || proxy != nil &&
			(!errors.As(err, &failed) || failed.Fault != ProxyUnreachable) {
			return nil, err
		}
	}
	return nil, errNoRoute // no router says so
}

// errNoRoute is a route without even the direct way.
var errNoRoute = errors.New("no route")

// through connects with a host through one proxy, or directly when that is nil.
func (d *dialer) through(ctx context.Context, proxy *url.URL, network, address string) (net.Conn, error) {
	if proxy == nil {
		return d.direct.DialContext(ctx, network, address)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, tunnelTimeout, errSlow)
	defer cancel()
	return (&tunnel{dialer: d, proxy: proxy, account: accountOf(proxy.User, d.account), address: address}).open(ctx)
}

// accountOf is who signs in at a proxy: the account that stands in its address, as it may in that of
// the environment, or the connection's.
func accountOf(user *url.Userinfo, ours proxyauth.Account) proxyauth.Account {
	if user == nil {
		return ours
	}
	password, _ := user.Password()
	return proxyauth.Account{Username: user.Username(), Password: connector.Secret(password)}
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
	encrypted, err := handshake(ctx, conn, settings)
	if err != nil {
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
