// Package network reaches hosts as a connection says: through its proxy or directly,
// again within a budget when that may help, and with errors that say what is wrong on
// the way.
package network

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"time"

	"inventorybeacon/connector"
)

const (
	dialTimeout      = 10 * time.Second
	handshakeTimeout = 10 * time.Second
	// answerTimeout is how long the header of an answer may take. A large page
	// of users takes Graph many seconds, but not minutes.
	answerTimeout = 120 * time.Second
	// idlePerHost keeps the connections of an import's parallel requests.
	idlePerHost = 16
)

// NewClient returns a client that reaches everything as the connection says:
// through its proxy when Use Proxy is on, directly when it is off. The proxy
// settings of the environment (HTTPS_PROXY) are not used, so that the dialog
// shows what happens. This computer itself is never reached through a proxy.
//
// Only the authorities in roots are trusted, those of this computer when it is nil.
// Transport errors arrive typed and without addresses; see [Classify].
func NewClient(a connector.Access, roots *x509.CertPool) (*http.Client, error) {
	t := &http.Transport{
		DialContext:           (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		TLSClientConfig:       &tls.Config{RootCAs: roots},
		TLSHandshakeTimeout:   handshakeTimeout,
		ResponseHeaderTimeout: answerTimeout,
		ExpectContinueTimeout: time.Second,
		IdleConnTimeout:       90 * time.Second,
		MaxIdleConns:          64,
		MaxIdleConnsPerHost:   idlePerHost,
	}
	proxy, err := ProxyOf(a)
	if err != nil {
		return nil, err
	}
	if proxy != nil {
		t.Proxy = func(r *http.Request) (*url.URL, error) {
			if connector.IsLoopback(r.URL.Hostname()) {
				return nil, nil
			}
			return proxy, nil
		}
		t.OnProxyConnectResponse = func(_ context.Context, proxy *url.URL, tunnel *http.Request, answer *http.Response) error {
			return proxyRefusal(proxy, HostOf("https://"+tunnel.Host), answer)
		}
	}
	return &http.Client{Transport: &transport{base: t, proxy: proxy}}, nil
}

// ProxyOf returns the connection's proxy with its credentials; nil when Use
// Proxy is off.
func ProxyOf(a connector.Access) (*url.URL, error) {
	settings := a.Connection.Proxy
	if !settings.Use {
		return nil, nil
	}
	proxy, err := connector.ParseProxy(settings.Server)
	if err != nil {
		return nil, &ProxyError{Fault: ProxyMisconfigured, Server: settings.Server, err: err}
	}
	if settings.Username != "" {
		proxy.User = url.UserPassword(settings.Username, a.Secrets.ProxyPassword.Reveal())
	}
	return proxy, nil
}

// transport makes errors typed where it is still known whether the proxy or
// the host has failed.
type transport struct {
	base  *http.Transport
	proxy *url.URL
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := t.base.RoundTrip(r)
	if err == nil {
		return answer, nil
	}
	if t.proxy != nil && !connector.IsLoopback(r.URL.Hostname()) {
		if failed := proxyFailure(err, t.proxy); failed != nil {
			return nil, failed
		}
	}
	return nil, Classify(err, r.URL.Hostname())
}

// CloseIdleConnections lets [http.Client.CloseIdleConnections] reach the pool.
func (t *transport) CloseIdleConnections() { t.base.CloseIdleConnections() }
