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
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network/proxyauth"
	"inventorybeacon/connector/network/proxyroute"
)

const (
	dialTimeout      = 10 * time.Second
	handshakeTimeout = 10 * time.Second
	// answerTimeout is how long the header of an answer may take. A large page
	// of users takes Graph many seconds, but not minutes.
	answerTimeout = 120 * time.Second
	// silence is how long a connection of HTTP/2 may bring nothing before it is asked whether
	// it still lives, and how long its answer may take.
	silence = 15 * time.Second
	// idlePerHost keeps the connections of an import's parallel requests.
	idlePerHost = 16
)

// NewClient returns a client that reaches everything as the connection says:
// through its proxy when Use Proxy is on, directly when it is off. The proxy
// settings of the system and its environment (HTTPS_PROXY) are used only when the
// connection says so, so that the dialog shows what happens. This computer itself is never reached through a proxy.
//
// Only the authorities in roots are trusted, those of this computer when it is nil.
// Transport errors arrive typed and without addresses; see [Classify].
func NewClient(a connector.Access, roots *x509.CertPool) (*http.Client, error) {
	router, err := RouterOf(a)
	if err != nil {
		return nil, err
	}
	d := &dialer{
		direct: net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second},
		tls:    &tls.Config{RootCAs: roots},
		router: router, account: AccountOf(a),
	}
	base := &http.Transport{
		DialContext:           d.DialContext,
		ForceAttemptHTTP2:     true,
		HTTP2:                 &http.HTTP2Config{SendPingTimeout: silence, PingTimeout: silence},
		TLSClientConfig:       &tls.Config{RootCAs: roots},
		ResponseHeaderTimeout: answerTimeout,
		ExpectContinueTimeout: time.Second,
		IdleConnTimeout:       90 * time.Second,
		MaxIdleConns:          64,
		MaxIdleConnsPerHost:   idlePerHost,
	}
	base.DialTLSContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := base.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return d.toHost(ctx, conn, address, base.TLSClientConfig) // in which net/http has entered HTTP/2
	}
	return &http.Client{Transport: &transport{dialer: d, base: base}}, nil
}

// RouterOf returns what says through which proxy hosts are reached. The error is a [*ProxyError].
func RouterOf(a connector.Access) (proxyroute.Router, error) {
	router, err := proxyroute.Of(a.Connection.Proxy)
	switch {
	case err == nil:
		return router, nil
	case a.Connection.Proxy.From == connector.ProxyOfSystem:
		return nil, &ProxyError{Fault: ProxyUnknown, err: err}
	default:
		return nil, &ProxyError{Fault: ProxyMisconfigured, Server: a.Connection.Proxy.Server, err: err}
	}
}

// AccountOf returns who signs in at the connection's proxy.
func AccountOf(a connector.Access) proxyauth.Account {
	return proxyauth.Account{Username: a.Connection.Proxy.Username, Password: a.Secrets.ProxyPassword}
}

// BrowserOf returns what a browser has to know to go the same ways, and who signs in at
// proxies there. The error is a [*ProxyError].
func BrowserOf(a connector.Access) (proxyroute.Browser, proxyauth.Account, error) {
	router, err := RouterOf(a)
	if err != nil {
		return proxyroute.Browser{}, proxyauth.Account{}, err
	}
	told := router.Browser()
	return told, accountOf(told.User, AccountOf(a)), nil
}
