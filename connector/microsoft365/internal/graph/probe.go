package graph

import (
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"time"

	"inventorybeacon/connector/network"
)

// Probe is what one request to a host without a token has shown.
type Probe struct {
	Host string
	Err  error
	TLS  *tls.ConnectionState
	Date time.Time
}

// Probe sends one request without a token, and follows no redirect. A web page
// in answer is an error unless the host may have some, as the sign-in service.
func (g *Client) Probe(ctx context.Context, address string, noPages bool) Probe {
	ctx, cancel := context.WithTimeout(ctx, g.budget.Stall)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Probe{Host: g.Endpoint.Hostname(), Err: network.Classify(err, g.Endpoint.Hostname())}
	}
	host := req.URL.Hostname()
	resp, err := network.Do(g.client.Do, req)
	if err != nil {
		return Probe{Host: host, Err: network.Classify(err, host)}
	}
	defer resp.Body.Close()
	found := Probe{Host: host, TLS: resp.TLS}
	found.Date, _ = http.ParseTime(resp.Header.Get("Date"))
	body, err := io.ReadAll(io.LimitReader(resp.Body, MaxErrorBody))
	if noPages && err == nil {
		found.Err = network.WebPage(resp, host, body)
	}
	return found
}
