package microsoft365

import (
	"crypto/x509/pkix"
	"net/http"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/network/networktest"
)

// A proxy that looks into TLS shows itself by its certificate, whether this
// computer trusts it or not.
func TestTestNamesTheAuthorityOfAProxyThatLooksIntoTLS(t *testing.T) {
	const login, graph = "login.microsoftonline.com", "graph.microsoft.com"
	authority := newAuthority(t, "Contoso Proxy CA")
	tenant := demotenant.New(demotenant.Options{})
	host := startTLS(t, authority.issue(t, login, graph), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Host = graph
		tenant.ServeHTTP(w, r)
	}))
	proxy := networktest.StartProxy(t, &networktest.Proxy{Target: host.Listener.Addr().String()})
	for name, test := range map[string]struct {
		trusted bool
		result  connector.CheckResult
		meaning []string // parts of it
	}{
		"trusted": {true, connector.CheckPassed, []string{
			"First=check.passed.tls.inspected Host=" + login + " Issuer=Contoso Proxy CA (Contoso IT) Version=TLS 1.3",
			"Last=check.passed.tls.inspected Host=" + graph + " Issuer=Contoso Proxy CA (Contoso IT) Version=TLS 1.3",
		}},
		"not trusted": {false, connector.CheckFailed, []string{
			"network.certificate-untrusted Host=" + login + " Issuer=Contoso Proxy CA (Contoso IT)",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			source := New(Options{Logger: connectortest.Logger(t)})
			if test.trusted {
				source.entra.Roots = authority.pool()
			}
			a := connector.Access{
				Connection: source.Defaults(connector.CloudGlobal),
				Secrets:    connector.Secrets{RefreshToken: "first-refresh-token"},
			}
			a.Connection.Proxy = connector.Proxy{Use: true, Server: proxy.URL}
			_, checks := testedAt(t, t.Context(), source, a)
			if c := checks["check.network"]; c.Result != connector.CheckPassed || said(c) != "check.passed.network.proxied Direct=[] Proxied=["+
				login+" "+graph+"] Proxy="+proxy.URL {
				t.Errorf("%+v", c)
			}
			c := checks["check.tls"]
			if c.Result != test.result {
				t.Errorf("%+v", c)
			}
			for _, part := range test.meaning {
				if !strings.Contains(said(c), part) {
					t.Errorf("%q does not say %q", said(c), part)
				}
			}
		})
	}
}

func TestIssuersOfMicrosoft(t *testing.T) {
	for organization, want := range map[string]bool{
		"Microsoft Corporation": true, "DigiCert Inc": true, "Zscaler Inc.": false, "": false,
	} {
		var name pkix.Name
		name.Organization = []string{organization}
		if issuesForMicrosoft(name) != want {
			t.Errorf("%q: %v", organization, !want)
		}
	}
	for host, want := range map[string]bool{
		"login.microsoftonline.com": true, "Graph.Microsoft.com": true, "microsoftgraph.chinacloudapi.cn": true, "graph.contoso.com": false,
		"127.0.0.1": false,
	} {
		if microsoftHost(host) != want {
			t.Errorf("%s: %v", host, !want)
		}
	}
}
