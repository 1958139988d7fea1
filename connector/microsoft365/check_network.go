package microsoft365

import (
	"context"
	"crypto/tls"
	"crypto/x509/pkix"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
	"inventorybeacon/connector/printable"
)

// maxClockDifference is how far this computer's clock may be off. Sign-in
// services allow five minutes (AADSTS500133 and similar errors follow).
const maxClockDifference = 5 * time.Minute

// network asks the sign-in service and Graph for anything. Every answer will do,
// but Graph's must be no web page; a certificate that is not accepted is left to
// the next check.
func (t *tester) network(ctx context.Context) (connector.Message, error) {
	login, err := url.Parse(t.access.Connection.TokenEndpoint)
	if err == nil && login.Host != "" && network.Authority(login) != network.Authority(t.graph.Endpoint) {
		t.probes = append(t.probes, t.graph.Probe(ctx, login.String(), false))
	}
	t.probes = append(t.probes, t.graph.Probe(ctx, t.graph.Address("/"), true))
	for _, p := range t.probes {
		if p.Err != nil && !tlsFault(p.Err) {
			return connector.Message{}, p.Err
		}
	}
	return t.ways(), nil
}

// ways says how each host was reached: all in one sentence where there is one proxy for all, as
// entered, and otherwise each with the reason.
func (t *tester) ways() connector.Message {
	proxy := t.access.Connection.Proxy
	var direct, proxied []string
	var each []connector.Message
	for _, p := range t.probes {
		way, _ := t.way(p.Host)
		data := connector.Data{"Host": p.Host, "Why": way.Why}
		if way.Proxy == nil {
			direct = append(direct, p.Host)
			each = append(each, connector.Message{ID: "check.passed.network.way.direct", Data: data})
			continue
		}
		proxied = append(proxied, p.Host)
		data["Proxy"] = way.Proxy.Host
		each = append(each, connector.Message{ID: "check.passed.network.way.proxied", Data: data})
	}
	data := connector.Data{"Proxied": proxied, "Direct": direct, "Proxy": printable.Line(proxy.Server, 100)}
	switch {
	case proxy.Use && (proxy.From != connector.ProxyAsEntered || proxy.Exceptions != ""):
		return sentences(each)
	case len(proxied) == 0:
		return connector.Message{ID: "check.passed.network.direct", Data: data}
	case len(direct) == 0:
		return connector.Message{ID: "check.passed.network.proxied", Data: data}
	default:
		return connector.Message{ID: "check.passed.network.both", Data: data}
	}
}

// sentences puts messages one after another.
func sentences(list []connector.Message) connector.Message {
	var said connector.Message
	for i, m := range list {
		if i == 0 {
			said = m
			continue
		}
		said = connector.Message{ID: "text.and", Data: connector.Data{"First": said, "Last": m}}
	}
	return said
}

func tlsFault(err error) bool {
	var failed *network.HostError
	if !errors.As(err, &failed) {
		return false
	}
	switch failed.Fault {
	case network.CertificateUntrusted, network.CertificateOutdated, network.CertificateWrongName, network.NotTLS, network.TLSFailed:
		return true
	default:
		return false
	}
}

// tls names who issued the certificates. A proxy that looks into TLS, and whose
// authority this computer trusts, shows itself there.
func (t *tester) tls(context.Context) (connector.Message, error) {
	var said []connector.Message
	for _, p := range t.probes {
		switch {
		case p.Err != nil:
			return connector.Message{}, p.Err
		case p.TLS == nil || len(p.TLS.PeerCertificates) == 0:
			continue
		}
		issuer := p.TLS.PeerCertificates[0].Issuer
		host := connector.Message{ID: "check.passed.tls", Data: connector.Data{
			"Host": p.Host, "Version": tls.VersionName(p.TLS.Version), "Issuer": network.IssuerName(issuer),
		}}
		if microsoftHost(p.Host) && !issuesForMicrosoft(issuer) {
			host.ID = "check.passed.tls.inspected"
		}
		said = append(said, host)
	}
	if len(said) == 0 {
		return connector.Message{ID: "check.passed.tls.none"}, nil
	}
	return sentences(said), nil
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

func (t *tester) clock(context.Context) (connector.Message, error) {
	for _, p := range t.probes {
		if p.Date.IsZero() {
			continue
		}
		difference := t.source.entra.Now().Sub(p.Date).Round(time.Second)
		switch {
		case difference > maxClockDifference:
			return connector.Message{}, connector.NewError(
				connector.Message{ID: "check.clock.fast", Data: connector.Data{"Difference": difference}}, nil)
		case difference < -maxClockDifference:
			return connector.Message{}, connector.NewError(
				connector.Message{ID: "check.clock.slow", Data: connector.Data{"Difference": -difference}}, nil)
		}
		data := connector.Data{"Difference": max(difference.Abs(), time.Second), "Host": p.Host}
		return connector.Message{ID: "check.passed.clock", Data: data}, nil
	}
	return connector.Message{ID: "check.passed.clock.unknown"}, nil
}
