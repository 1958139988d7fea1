package microsoft365

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/browser"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network/networktest"
)

// The hosts of a tenant that can be reached only through a proxy. Nobody but the
// proxy knows these names (RFC 2606 reserves .test), so a request that did not
// go through it would fail; and because they are not written as an address of
// this computer, the program does not take them for it.
const (
	proxiedSignIn  = "signin.proxied.test"
	proxiedToken   = "token.proxied.test"
	proxiedGraph   = "graph.proxied.test"
	proxiedReports = "reports.proxied.test"
)

var proxiedHosts = []string{proxiedSignIn, proxiedToken, proxiedGraph, proxiedReports}

// certificateAuthority is a certificate authority of a test.
type certificateAuthority struct {
	leaf *x509.Certificate
	key  crypto.Signer
}

func newAuthority(t *testing.T, name string) *certificateAuthority {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name, Organization: []string{"Contoso IT"}},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, sourcetest.RSAKey().Public(), sourcetest.RSAKey())
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &certificateAuthority{leaf, sourcetest.RSAKey()}
}

// issue makes the certificate of some hosts.
func (a *certificateAuthority) issue(t *testing.T, hosts ...string) tls.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: hosts[0]}, DNSNames: hosts,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.leaf, sourcetest.RSAKey().Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: sourcetest.RSAKey()}
}

func (a *certificateAuthority) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.leaf)
	return pool
}

// startTLS serves over TLS on a free port.
func startTLS(t *testing.T, certificate tls.Certificate, handler http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

// proxiedTenant is a tenant whose hosts only the proxy can find.
type proxiedTenant struct {
	*demotenant.Tenant
	source *Source
	port   string
}

// startProxiedTenant serves a tenant under four names, as Microsoft does.
func startProxiedTenant(t *testing.T) *proxiedTenant {
	t.Helper()
	authority := newAuthority(t, "Tests")
	p := &proxiedTenant{source: New(Options{Logger: connectortest.Logger(t)})}
	server := startTLS(t, authority.issue(t, proxiedSignIn, proxiedToken, proxiedGraph, proxiedReports), p)
	_, p.port, _ = net.SplitHostPort(server.Listener.Addr().String())
	p.Tenant = demotenant.New(demotenant.Options{Apps: []demotenant.App{{
		ID: demotenant.ClientID, Name: "Inventory Beacon", Public: true,
		RedirectURIs: []string{p.at(proxiedSignIn) + "/common/oauth2/nativeclient"},
	}}})
	p.source.entra.Roots = authority.pool()
	return p
}

func (p *proxiedTenant) at(host string) string { return "https://" + net.JoinHostPort(host, p.port) }

// ServeHTTP lets the tenant believe that all names are the one of Graph, and
// sends downloads of reports to a name of their own.
func (p *proxiedTenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Host = net.JoinHostPort(proxiedGraph, p.port)
	p.Tenant.ServeHTTP(reportsElsewhere{w, p}, r)
}

type reportsElsewhere struct {
	http.ResponseWriter
	tenant *proxiedTenant
}

// WriteHeader implements [http.ResponseWriter].
func (w reportsElsewhere) WriteHeader(status int) {
	if to := w.Header().Get("Location"); strings.HasPrefix(to, w.tenant.at(proxiedGraph)) {
		w.Header().Set("Location", strings.Replace(to, proxiedGraph, proxiedReports, 1))
	}
	w.ResponseWriter.WriteHeader(status)
}

// access is a connection to the tenant through a proxy.
func (p *proxiedTenant) access(proxy, username, password string) connector.Access {
	c := p.source.Defaults(connector.CloudCustom)
	c.ID, c.Name = "1", "Contoso"
	c.AuthorizationEndpoint = p.at(proxiedSignIn) + "/common/oauth2/v2.0/authorize"
	c.RedirectURI = p.at(proxiedSignIn) + "/common/oauth2/nativeclient"
	c.TokenEndpoint = p.at(proxiedToken) + "/common/oauth2/v2.0/token"
	c.GraphEndpoint = p.at(proxiedGraph)
	c.Proxy = connector.Proxy{Use: true, Server: proxy, Username: username}
	return connector.Access{
		Connection: c, Secrets: connector.Secrets{ProxyPassword: connector.Secret(password)},
		Keep: func(connector.Secret) error { return nil },
	}
}

// trustingBrowser names a browser to the program that accepts the certificates
// of the tests; in everything else it is the installed one.
func trustingBrowser(t *testing.T) {
	t.Helper()
	program, err := browser.Find()
	if err != nil {
		t.Fatal(err)
	}
	if program, err = exec.LookPath(program); err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(sourcetest.RSAKey().Public())
	if err != nil {
		t.Fatal(err)
	}
	pin := sha256.Sum256(public)
	script := fmt.Sprintf("#!/bin/sh\nexec '%s' --ignore-certificate-errors-spki-list=%s \"$@\"\n", program,
		base64.StdEncoding.EncodeToString(pin[:]))
	file := filepath.Join(t.TempDir(), "browser")
	if err := os.WriteFile(file, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv(sourcetest.BrowserVariable, file)
}

// startRelay starts a proxy that finds every host on this computer, as an upstream proxy
// finds hosts that those behind it cannot, and returns its host and port.
func startRelay(t *testing.T) string {
	t.Helper()
	relay := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, port, err := net.SplitHostPort(r.Host)
		if err != nil || r.Method != http.MethodConnect {
			http.Error(w, "CONNECT only", http.StatusMethodNotAllowed)
			return
		}
		(&networktest.Proxy{Target: net.JoinHostPort("127.0.0.1", port)}).Tunnel(w)
	}))
	t.Cleanup(relay.Close)
	u, err := url.Parse(relay.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}
