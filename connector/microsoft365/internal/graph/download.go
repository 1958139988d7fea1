package graph

import (
	"cmp"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/printable"
)

// A usage report lies at an address on another host, to which Graph redirects
// (learn.microsoft.com/graph/api/reportroot-getoffice365activeuserdetail). It
// needs no token and lives for a few minutes.

// DownloadAddress returns where Graph says that a report lies.
func (g *Client) downloadAddress(resp *http.Response) (*url.URL, error) {
	location, err := resp.Location()
	if err != nil {
		return nil, &DownloadAddressError{Host: "an address that is not valid"}
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
	return &DownloadAddressError{Host: cmp.Or(printable.Line(u.Hostname(), 100), "an address that is not valid")}
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
		return &DownloadAddressError{Host: via[0].URL.Hostname(), redirects: true}
	}
	return g.checkDownload(req.URL)
}

// DownloadAddressError says that a usage report was offered at an address that
// is not followed.
type DownloadAddressError struct {
	// Host is the address's host; the rest of it is a secret.
	Host string
	// redirects says that there were too many of them.
	redirects bool
}

// Error implements error.
func (e *DownloadAddressError) Error() string {
	if e.redirects {
		return fmt.Sprintf("the download at %s is redirected more than %d times", e.Host, maxHops)
	}
	return fmt.Sprintf("the download at %s is not at an https address of another computer", e.Host)
}

// Temporary says that another try does not help.
func (e *DownloadAddressError) Temporary() bool { return false }

// Advice implements [connector.Advised].
func (e *DownloadAddressError) Advice() connector.Advice {
	message, action := e.sentences()
	return connector.Advice{Message: message, Action: action, Reference: e.Error()}
}

func (e *DownloadAddressError) sentences() (message, action string) {
	const check = "Check whether a proxy or firewall changes answers, or asks for a sign-in of its own in a browser."
	if e.redirects {
		return fmt.Sprintf("The download of a usage report from %s was redirected more than %d times, so it was not read.", e.Host,
			maxHops), check
	}
	return fmt.Sprintf("A usage report was to be downloaded from %s, which is not an https address of another computer, so it was not read.",
		e.Host), check
}
