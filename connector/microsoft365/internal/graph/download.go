package graph

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// A usage report lies at an address on another host, to which Graph redirects
// (learn.microsoft.com/graph/api/reportroot-getoffice365activeuserdetail). It
// needs no token and lives for a few minutes.

// DownloadAddress returns where Graph says that a report lies.
func (g *Client) downloadAddress(resp *http.Response) (*url.URL, error) {
	location, err := resp.Location()
	if err != nil {
		return nil, notFollowed("")
	}
	return location, g.checkDownload(location)
}

// checkDownload allows https to other computers. An address of this one is
// followed only when Graph itself is here: an answer of Graph, or of whoever
// answers in its place, must not make the program ask what listens on this
// computer.
func (g *Client) checkDownload(u *url.URL) error {
	local := isThisComputer(u.Hostname())
	switch {
	case u.Host == "":
	case u.Scheme == "https" && !local:
		return nil
	case (u.Scheme == "https" || u.Scheme == "http") && local && isThisComputer(g.Endpoint.Hostname()):
		return nil
	}
	return notFollowed(printable.Line(u.Hostname(), 100))
}

// isThisComputer is [connector.IsLoopback] for an address that came in an answer:
// it also knows other names and numbers under which connections end here (RFC
// 6761 section 6.3).
func isThisComputer(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	address, err := netip.ParseAddr(host)
	return connector.IsLoopback(host) || strings.HasSuffix(host, ".localhost") || err == nil && address.IsUnspecified()
}

// maxHops is how often a download may be redirected.
const maxHops = 5

// followDownload lets a download be redirected, and tells nobody from where:
// the address is a secret.
func (g *Client) followDownload(req *http.Request, via []*http.Request) error {
	req.Header.Del("Referer")
	if len(via) >= maxHops {
		return &AnswerError{Reason: connector.Message{
			ID: "graph.download.redirects", Data: connector.Data{"Host": via[0].URL.Hostname(), "Most": maxHops},
		}}
	}
	return g.checkDownload(req.URL)
}

// notFollowed is the error of a download that is not followed to host, which is empty
// when its address is none; the rest of the address is a secret.
func notFollowed(host string) error {
	return &AnswerError{Reason: connector.Message{ID: "graph.download.foreign", Data: connector.Data{"Host": named(host)}}}
}
