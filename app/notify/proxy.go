package notify

import (
	"net/http"

	"inventorybeacon/app/notify/internal/webhook"
	"inventorybeacon/connector"
)

// client reaches webhooks and the token endpoint of a channel, through its proxy or directly. The proxy settings of the environment are
// not used, as nowhere in the program unless a connection says so.
func (n *Notifier) client(c Channel, secrets Secrets) (*http.Client, error) {
	return webhook.Client(connector.Proxy{Use: c.Proxy != "", Server: c.Proxy, Username: c.ProxyUsername}, secrets[FieldProxyPassword],
		n.Roots)
}
