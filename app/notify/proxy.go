package notify

import (
	"crypto/tls"
	"net/http"
	"net/url"
	"time"

	"inventorybeacon/connector"
)

// proxyOf is the proxy of a channel; nil for none. The proxy settings of the environment are
// not used, as nowhere in the program.
func proxyOf(c Channel) (*url.URL, error) {
	if c.Proxy == "" {
		return nil, nil
	}
	proxy, err := connector.ParseProxy(c.Proxy)
	if err != nil {
		return nil, connector.NewError(connector.Message{ID: "notify.proxy"}, err)
	}
	return proxy, nil
}

// tokenClient asks the token endpoint of a channel. It follows no redirect: what it sends is a
// secret.
func (n *Notifier) tokenClient(c Channel) (*http.Client, error) {
	proxy, err := proxyOf(c)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: n.Roots, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true, DisableKeepAlives: true,
	}
	if proxy != nil {
		transport.Proxy = func(r *http.Request) (*url.URL, error) {
			if connector.IsLoopback(r.URL.Hostname()) {
				return nil, nil
			}
			return proxy, nil
		}
	}
	return &http.Client{
		Transport: transport, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}
