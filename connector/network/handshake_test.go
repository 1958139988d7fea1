package network

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
)

// startTLS starts a host that speaks TLS as it is told.
func startTLS(t *testing.T, settings *tls.Config) *httptest.Server {
	t.Helper()
	host := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") }))
	host.TLS, host.Config.ErrorLog = settings, log.New(io.Discard, "", 0)
	host.StartTLS()
	t.Cleanup(host.Close)
	return host
}

func TestTLSThatIsNotAgreedOn(t *testing.T) {
	unreadable := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{[]byte("0\x03none")}, PrivateKey: newKey(t)}}}
	for name, given := range map[string]struct {
		settings *tls.Config
		tells    string // of what was said
	}{
		"only TLS 1.1": {&tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, "protocol version not supported"},
		"only key exchange with RSA": {
			&tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_GCM_SHA256}}, "handshake failure",
		},
		"a certificate that nobody can read": {
			&tls.Config{GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) { return unreadable, nil }},
			"failed to parse certificate",
		},
	} {
		t.Run("given "+name, func(t *testing.T) {
			host := startTLS(t, given.settings)
			_, err := get(t.Context(), clientFor(t, connector.Access{}, nil), host.URL)
			var failed *HostError
			if !errors.As(err, &failed) || failed.Fault != TLSFailed || failed.Temporary() {
				t.Errorf("got %v", err)
			}
			if told := connectortest.Told(t, failed); !strings.Contains(told, "network.tls-failed Host=127.0.0.1") ||
				!strings.Contains(told, given.tells) {
				t.Error(told)
			}
			_, err = get(t.Context(), clientFor(t, throughProxy(host.URL, "u", "the-proxy-password"), nil), "https://login.example/")
			var proxy *ProxyError
			if !errors.As(err, &proxy) || proxy.Fault != ProxyTLSFailed || proxy.Temporary() {
				t.Errorf("as a proxy: %v", err)
			}
			if told := connectortest.Told(t, proxy); !strings.Contains(told, "network.proxy.tls-failed") || !strings.Contains(told, given.tells) {
				t.Error(told)
			}
		})
	}
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Proxies that look into TLS issue certificates with negative serial numbers, which browsers accept.
func TestACertificateWithANegativeSerialNumber(t *testing.T) {
	key := newKey(t)
	content := withNegativeSerial(t, key)
	certificate, err := x509.ParseCertificate(content)
	if err != nil {
		t.Fatal(err)
	}
	host := startTLS(t, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{content}, PrivateKey: key}}})
	roots := x509.NewCertPool()
	roots.AddCert(certificate)
	client, err := NewClient(connector.Access{}, roots)
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	if got, err := get(t.Context(), client, host.URL); got != "hello" {
		t.Errorf("got %q, %v", got, err)
	}
}

// withNegativeSerial makes what [x509.CreateCertificate] refuses to.
func withNegativeSerial(t *testing.T, key *ecdsa.PrivateKey) []byte {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(0x7123456789abcdef), Subject: pkix.Name{CommonName: "Corp Proxy CA"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore:   time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	content, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	var parts struct {
		Signed    asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}
	if _, err := asn1.Unmarshal(content, &parts); err != nil {
		t.Fatal(err)
	}
	signed := slices.Clone(parts.Signed.FullBytes)
	at := strings.Index(string(signed), "\x71\x23\x45\x67")
	signed[at] |= 0x80
	digest := sha256.Sum256(signed)
	signature, err := ecdsa.SignASN1(rand.Reader, key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	parts.Signed, parts.Signature = asn1.RawValue{FullBytes: signed}, asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}
	if content, err = asn1.Marshal(parts); err != nil {
		t.Fatal(err)
	}
	return content
}

// strict is a connection through a firewall that lets no beginning of TLS through that is larger than some size.
type strict struct {
	net.Conn
	most    int
	refusal error // nil: it drops them
}

func (s *strict) Write(p []byte) (int, error) {
	if len(p) <= s.most {
		return s.Conn.Write(p)
	}
	if s.refusal != nil {
		return 0, s.refusal
	}
	return len(p), nil
}

func TestAFirewallThatWantsTheBeginningOfTLSInOnePacket(t *testing.T) {
	reset := &net.OpError{Op: "write", Err: syscall.ECONNRESET}
	for name, given := range map[string]struct {
		most    int
		refusal error
		second  Fault // of the second try; empty when it succeeds
	}{
		"that drops a large one":  {1200, nil, ""},
		"that resets a large one": {1200, reset, ""},
		"that drops all":          {10, nil, TimedOut},
		"that resets all":         {10, reset, ConnectionBroken},
	} {
		t.Run("given one "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				way := newPipes()
				host := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					_,
						_ = io.WriteString(w, r.Proto)
				}))
				_ = host.Listener.Close()
				host.Listener, host.EnableHTTP2, host.Config.ErrorLog = way, true, log.New(io.Discard, "", 0)
				host.StartTLS()
				newClient := func() *http.Client {
					client := clientFor(t, connector.Access{}, host)
					client.Transport.(*transport).base.DialContext = func(context.Context, string, string) (net.Conn, error) {
						here, there := net.Pipe()
						way.accepted <- there
						return &strict{here, given.most, given.refusal}, nil
					}
					return client
				}
				client := newClient()
				request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://example.com", nil)
				if err != nil {
					t.Fatal(err)
				}
				_, err = client.Do(request)
				var failed *HostError
				if !errors.As(err, &failed) || failed.Fault != HelloUnanswered || !failed.Temporary() {
					t.Fatalf("the first: %v", err)
				}
				connectortest.Told(t, failed)
				for range 2 { // it is remembered
					text, err := get(t.Context(), client, "https://example.com")
					switch {
					case given.second == "" && (err != nil || text != "HTTP/2.0"):
						t.Errorf("the next: %q, %v", text, err)
					case given.second != "" && (!errors.As(err, &failed) || failed.Fault != given.second):
						t.Errorf("the next: %q, %v", text, err)
					}
					client.CloseIdleConnections()
				}
				other := newClient()
				answer, err := Do(other.Do, request)
				switch {
				case given.second == "" && err != nil, given.second != "" && (!errors.As(err, &failed) || failed.Fault != given.second):
					t.Errorf("in one: %v", err)
				case err == nil:
					answer.Body.Close()
				}
				other.CloseIdleConnections()
				host.Close()
			})
		})
	}
}
