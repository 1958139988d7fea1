package web

import (
	"net/http"

	"inventorybeacon/connector"
)

// Origin is the scheme and host by which a client reached the tenant.
func Origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// RequestID is the id that the client gave its request, or a new one.
func RequestID(r *http.Request) string {
	if id := r.Header.Get("client-request-id"); connector.IsGUID(id) {
		return id
	}
	return connector.NewGUID()
}
