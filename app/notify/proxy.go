package notify

import (
	"net/http"
	"net/url"
	"time"

	"inventorybeacon/app/notify/internal/webhook"
	"inventorybeacon/connector"
	"inventorybeacon/connector/validation"
)

// proxyOf is the proxy of a channel with who signs in at it; nil for none. The proxy settings of the environment are
// not used, as nowhere in the program.
func proxyOf(c Channel, secrets Secrets) (*url.URL, error) {
	if c.Proxy == "" {
		return nil, nil
	}
	proxy, err := validation.ParseProxy(c.Proxy)
	if err != nil {
		return nil, connector.NewError(connector.Message{ID: "notify.proxy"}, err)
	}
	if c.ProxyUsername != "" {
		proxy.User = url.UserPassword(c.ProxyUsername, secrets[FieldProxyPassword].Reveal())
	}
	return proxy, nil
}

// tokenClient asks the token endpoint of a channel.
func (n *Notifier) tokenClient(c Channel, secrets Secrets) (*http.Client, error) {
	proxy, err := proxyOf(c, secrets)
	if err != nil {
		return nil, err
	}
	return &http.Client{Transport: webhook.Transport(proxy, n.Roots), Timeout: time.Minute, CheckRedirect: webhook.Stay}, nil
}
