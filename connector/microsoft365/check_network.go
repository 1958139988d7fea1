package microsoft365

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"inventorybeacon/connector"
)

// maxClockDifference is how far this computer's clock may be off. Sign-in
// services allow five minutes (AADSTS500133 and similar errors follow).
const maxClockDifference = 5 * time.Minute

// probe is what one request to the Graph endpoint without a token has shown.
type probe struct {
	err  error
	tls  *tls.ConnectionState
	date time.Time
}

// network asks the Graph endpoint for anything. Every answer but a web page
// will do; a certificate that is not accepted is left to the next check.
func (t *tester) network(ctx context.Context) (string, error) {
	t.probe = t.graph.probe(ctx)
	host, through := t.graph.endpoint.Hostname(), "directly"
	if proxy := t.access.Connection.Proxy; proxy.Use && !connector.IsLoopback(host) {
		through = "through the proxy " + printable(proxy.Server, 100)
	}
	meaning := fmt.Sprintf("%s answers, reached %s.", host, through)
	if tlsFault(t.probe.err) {
		return fmt.Sprintf("%s can be reached %s.", host, through), nil
	}
	return meaning, t.probe.err
}

func tlsFault(err error) bool {
	var failed *NetworkError
	if !errors.As(err, &failed) {
		return false
	}
	switch failed.Fault {
	case CertificateUntrusted, CertificateOutdated, CertificateWrongName, NotTLS:
		return true
	default:
		return false
	}
}

func (t *tester) tls(context.Context) (string, error) {
	switch state := t.probe.tls; {
	case t.probe.err != nil:
		return "", t.probe.err
	case state == nil:
		return "Not needed: the requests do not leave this computer.", nil
	case len(state.PeerCertificates) > 0:
		return fmt.Sprintf("%s, certificate issued by %s.", tls.VersionName(state.Version), printable(state.PeerCertificates[0].Issuer.CommonName, 120)), nil
	default:
		return tls.VersionName(state.Version) + ".", nil
	}
}

func (t *tester) clock(context.Context) (string, error) {
	if t.probe.date.IsZero() {
		return "The answer did not tell the time.", nil
	}
	difference := t.source.now().Sub(t.probe.date).Round(time.Second)
	if difference.Abs() > maxClockDifference {
		return "", &finding{
			fmt.Sprintf("The clock of this computer is off by %s.", difference.Abs()),
			"Set the clock, best by synchronizing it over the network; sign-ins fail with a wrong one.",
		}
	}
	return "The clock of this computer is right.", nil
}

// probe sends one request without a token.
func (g *graph) probe(ctx context.Context) probe {
	ctx, cancel := context.WithTimeout(ctx, g.pace.stall)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, g.address("/"), nil)
	if err != nil {
		return probe{err: err}
	}
	host := req.URL.Hostname()
	resp, err := g.client.Do(req)
	if err != nil {
		return probe{err: classify(err, host)}
	}
	defer resp.Body.Close()
	found := probe{tls: resp.TLS}
	found.date, _ = http.ParseTime(resp.Header.Get("Date"))
	body, err := io.ReadAll(io.LimitReader(resp.Body, limitError))
	if err == nil && looksLikeWebPage(resp.Header, body) {
		found.err = &WebPageError{Status: resp.StatusCode, Host: host, Title: pageTitle(body)}
	}
	return found
}
