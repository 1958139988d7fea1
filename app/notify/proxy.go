package notify

import (
	"net/http"
	"net/url"
	"time"

	"inventorybeacon/app/notify/internal/webhook"
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

// tokenClient asks the token endpoint of a channel.
func (n *Notifier) tokenClient(c Channel) (*http.Client, error) {
	proxy, err := proxyOf(c)
	if err != nil {
		return nil, err
	}
	return &http.Client{Transport: webhook.Transport(proxy, n.Roots), Timeout: time.Minute, CheckRedirect: webhook.Stay}, nil
}
