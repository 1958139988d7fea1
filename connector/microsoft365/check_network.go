package microsoft365

import (
	"context"
	"crypto/tls"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/network"
	"inventorybeacon/connector/microsoft365/internal/printable"
)

// maxClockDifference is how far this computer's clock may be off. Sign-in
// services allow five minutes (AADSTS500133 and similar errors follow).
const maxClockDifference = 5 * time.Minute

// network asks the sign-in service and Graph for anything. Every answer will do,
// but Graph's must be no web page; a certificate that is not accepted is left to
// the next check.
func (t *tester) network(ctx context.Context) (string, error) {
	login, err := url.Parse(t.access.Connection.TokenEndpoint)
	if err == nil && login.Host != "" && network.Authority(login) != network.Authority(t.graph.Endpoint) {
		t.probes = append(t.probes, t.graph.Probe(ctx, login.String(), false))
	}
	t.probes = append(t.probes, t.graph.Probe(ctx, t.graph.Address("/"), true))
	var direct, proxied []string
	proxy := t.access.Connection.Proxy
	for _, p := range t.probes {
		switch {
		case p.Err != nil && !tlsFault(p.Err):
			return "", p.Err
		case proxy.Use && !connector.IsLoopback(p.Host):
			proxied = append(proxied, p.Host)
		default:
			direct = append(direct, p.Host)
		}
	}
	var said []string
	if len(proxied) > 0 {
		said = append(said, fmt.Sprintf("%s can be reached through the proxy %s.", strings.Join(proxied, " and "),
			printable.Line(proxy.Server, 100)))
	}
	if len(direct) > 0 {
		said = append(said, fmt.Sprintf("%s can be reached directly.", strings.Join(direct, " and ")))
	}
	return strings.Join(said, " "), nil
}

func tlsFault(err error) bool {
	var failed *network.HostError
	if !errors.As(err, &failed) {
		return false
	}
	switch failed.Fault {
	case network.CertificateUntrusted, network.CertificateOutdated, network.CertificateWrongName, network.NotTLS:
		return true
	default:
		return false
	}
}

// tls names who issued the certificates. A proxy that looks into TLS, and whose
// authority this computer trusts, shows itself there.
func (t *tester) tls(context.Context) (string, error) {
	var said []string
	for _, p := range t.probes {
		switch {
		case p.Err != nil:
			return "", p.Err
		case p.TLS == nil || len(p.TLS.PeerCertificates) == 0:
			continue
		}
		issuer := p.TLS.PeerCertificates[0].Issuer
		text := fmt.Sprintf("%s: %s, certificate issued by %s.", p.Host, tls.VersionName(p.TLS.Version), network.IssuerName(issuer))
		if microsoftHost(p.Host) && !issuesForMicrosoft(issuer) {
			text += " That is none of the authorities that Microsoft uses: a proxy or firewall looks into the encrypted requests."
		}
		said = append(said, text)
	}
	if len(said) == 0 {
		return "Not needed: the requests do not leave this computer.", nil
	}
	return strings.Join(said, " "), nil
}

// microsoftHost reports whether a host is one of Microsoft's clouds.
func microsoftHost(host string) bool {
	return connector.IsMicrosoftLogin(host) || slices.ContainsFunc(microsoftClouds(), func(c connector.Cloud) bool {
		return c.Graph != "" && network.HostOf(c.Graph) == strings.ToLower(host)
	})
}

// issuesForMicrosoft knows the organizations behind Microsoft's certificates
// (learn.microsoft.com/azure/security/fundamentals/azure-ca-details).
func issuesForMicrosoft(issuer pkix.Name) bool {
	return slices.ContainsFunc(issuer.Organization, func(organization string) bool {
		return strings.HasPrefix(organization, "Microsoft") || strings.HasPrefix(organization, "DigiCert")
	})
}

func (t *tester) clock(context.Context) (string, error) {
	for _, p := range t.probes {
		if p.Date.IsZero() {
			continue
		}
		difference := t.source.entra.Now().Sub(p.Date).Round(time.Second)
		direction := "fast"
		if difference < 0 {
			direction = "slow"
		}
		if difference.Abs() > maxClockDifference {
			return "", connector.Advise(
				fmt.Sprintf("The clock of this computer is off by %s: it is %s.", difference.Abs(), direction),
				"Set the clock, best by synchronizing it over the network; sign-ins fail with a wrong one.",
			)
		}
		return fmt.Sprintf("The clock of this computer is right (within %s of %s).", max(difference.Abs(), time.Second), p.Host), nil
	}
	return "The answers did not tell the time.", nil
}
