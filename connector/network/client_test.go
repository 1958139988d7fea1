package network

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/network/networktest"
)

// startHost starts a TLS host, which no proxy-less client can name.
func startHost(t *testing.T) *httptest.Server {
	t.Helper()
	host := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "hello from "+r.Host+" over "+r.Proto)
	}))
	host.EnableHTTP2 = true
	host.Config.ErrorLog = log.New(io.Discard, "", 0) // refused handshakes are expected
	host.StartTLS()
	t.Cleanup(host.Close)
	return host
}

func throughProxy(server, username, password string) connector.Access {
	return connector.Access{
		Connection: connector.Connection{Proxy: connector.Proxy{Use: true, Server: server, Username: username}},
		Secrets:    connector.Secrets{ProxyPassword: connector.Secret(password)},
	}
}

// clientFor returns the client of a connection, trusting the host's certificate.
func clientFor(t *testing.T, a connector.Access, host *httptest.Server) *http.Client {
	t.Helper()
	client, err := NewClient(a, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.CloseIdleConnections)
	if host != nil {
		trusted := host.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
		client.Transport.(*transport).base.TLSClientConfig = &tls.Config{RootCAs: trusted}
	}
	return client
}

func get(ctx context.Context, client *http.Client, address string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	answer, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return string(body), err
}

func TestRequestsGoThroughTheProxy(t *testing.T) {
	host := startHost(t)
	for name, test := range map[string]struct {
		proxy              *networktest.Proxy
		username, password string
	}{
		"without credentials": {&networktest.Proxy{}, "", ""},
		"with credentials that need escaping": {
			&networktest.Proxy{Username: `DOM\user@corp`, Password: "p:w%é/ ?#", Offer: []string{`Basic realm="corp"`}},
			`DOM\user@corp`, "p:w%é/ ?#",
		},
	} {
		t.Run(name, func(t *testing.T) {
			test.proxy.Target = host.Listener.Addr().String()
			proxy := networktest.StartProxy(t, test.proxy)
			client := clientFor(t, throughProxy(proxy.URL, test.username, test.password), host)
			body, err := get(t.Context(), client, "https://example.com/x")
			if err != nil || !strings.Contains(body, "hello from example.com over HTTP/") {
				t.Fatalf("got %q, %v", body, err)
			}
			if tunnels, _ := proxy.Seen(); len(tunnels) != 1 || tunnels[0] != "example.com:443" {
				t.Errorf("tunnels %v", tunnels)
			}
			local := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "local") }))
			defer local.Close()
			if body, err := get(t.Context(), client, local.URL); err != nil || body != "local" {
				t.Errorf("this computer: %q, %v", body, err)
			}
			if tunnels, plain := proxy.Seen(); len(tunnels) != 1 || len(plain) != 0 {
				t.Errorf("this computer was asked through the proxy: %v %v", tunnels, plain)
			}
		})
	}
}

func TestTheEnvironmentsProxyIsNotUsed(t *testing.T) {
	proxy := networktest.StartProxy(t, &networktest.Proxy{Refuse: http.StatusForbidden})
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("HTTPS_PROXY", proxy.URL)
	client := clientFor(t, connector.Access{}, nil)
	if _, err := get(t.Context(), client, "https://elsewhere.invalid"); err == nil || errors.As(err, new(*ProxyError)) {
		t.Errorf("a proxy although Use Proxy is off: %v", err)
	}
}

func TestProxyFaultsHaveMessages(t *testing.T) {
	host := startHost(t)
	target := host.Listener.Addr().String()
	password := "the-proxy-password"
	closed := networktest.ClosedPort(t)
	for name, test := range map[string]struct {
		access connector.Access
		fault  ProxyFault
		id     string
	}{
		"wants credentials": {
			throughProxy(networktest.StartProxy(t, &networktest.Proxy{Target: target, Username: "u", Password: "x", Offer: []string{"Basic"}}).URL,
				"", ""),
			ProxyAuthentication,
			"network.proxy.no-password",
		},
		"refuses the credentials": {
			throughProxy(networktest.StartProxy(t,
				&networktest.Proxy{Target: target, Username: "u", Password: "x", Offer: []string{`Basic realm="a, b"`}}).URL, "u", password),
			ProxyAuthentication,
			"network.proxy.wrong-password",
		},
		"speaks only what this program does not": {
			throughProxy(networktest.StartProxy(t, &networktest.Proxy{Target: target, Offer: []string{"Bearer", "SCRAM-SHA-256 realm=\"x\""}}).URL,
				"u", password),
			ProxyAuthentication,
			"network.proxy.other-authentication",
		},
		"forbids the host": {
			throughProxy(networktest.StartProxy(t, &networktest.Proxy{Refuse: http.StatusForbidden}).URL, "u", password),
			ProxyRefused,
			"network.proxy.refused",
		},
		"does not get through itself": {
			throughProxy(networktest.StartProxy(t, &networktest.Proxy{Refuse: http.StatusServiceUnavailable}).URL, "u", password),
			ProxyRefused,
			"network.proxy.host-unreachable",
		},
		"is not there": {
			throughProxy("http://"+closed, "u", password), ProxyUnreachable, "network.proxy.unreachable",
		},
		"has no name": {
			throughProxy("http://proxy.invalid:8080", "u", password), ProxyUnreachable, "network.proxy.unreachable",
		},
		"is plain although https was entered": {
			throughProxy(strings.Replace(networktest.StartProxy(t, &networktest.Proxy{Target: target}).URL, "http://", "https://", 1), "u",
				password),
			ProxyNotTLS,
			"network.proxy.no-tls",
		},
		"has a certificate that is not trusted": {
			throughProxy(startHost(t).URL, "u", password), ProxyUntrusted, "network.proxy.untrusted",
		},
	} {
		t.Run(name, func(t *testing.T) {
			client := clientFor(t, test.access, nil)
			_, err := get(t.Context(), client, "https://login.example/token?code=the-authorization-code")
			err = Classify(err, "login.example")
			var failed *ProxyError
			if !errors.As(err, &failed) || failed.Fault != test.fault {
				t.Fatalf("got %T %v", err, err)
			}
			connectortest.Told(t, err)
			if m := failed.Message(); m.ID != test.id {
				t.Errorf("%s, want %s", m, test.id)
			}
		})
	}
}

func TestProxyThatCannotBeReadIsRefused(t *testing.T) {
	_, err := NewClient(throughProxy("proxy", "u", "the-proxy-password"), nil)
	if told := connectortest.Told(t, err); !strings.Contains(told, "network.proxy.misconfigured") ||
		!strings.Contains(told, "connection.proxy.no-port") {
		t.Error(told)
	}
}

func TestNetworkFaultsHaveMessages(t *testing.T) {
	host := startHost(t)
	plain := httptest.NewUnstartedServer(http.NotFoundHandler())
	plain.Config.ErrorLog = log.New(io.Discard, "", 0)
	plain.Start()
	t.Cleanup(plain.Close)
	breaking := startBreakingHost(t)
	for name, test := range map[string]struct {
		address string
		fault   Fault
		tells   string
	}{
		"unknown authority, named": {host.URL, CertificateUntrusted, "network.certificate-untrusted Host=127.0.0.1 Issuer=Acme Co"},
		"nobody listens": {
			"https://" + networktest.ClosedPort(t), ConnectionRefused,
			"network.unreachable Host=127.0.0.1 Issuer=network.unknown-issuer Reason=network.reason.refused",
		},
		"plain HTTP behind https": {strings.Replace(plain.URL, "http://", "https://", 1), NotTLS, "network.no-tls Host=127.0.0.1"},
		"the connection breaks":   {breaking, HelloUnanswered, "network.hello-unanswered Host=127.0.0.1"},
		"a certificate of elsewhere": {
			strings.Replace(host.URL, "127.0.0.1", "localhost", 1), CertificateWrongName,
			"network.certificate-wrong-name Host=localhost Issuer=Acme Co",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var trusted *httptest.Server
			if test.fault == CertificateWrongName {
				trusted = host
			}
			client := clientFor(t, connector.Access{}, trusted)
			_, err := get(t.Context(), client, test.address+"/?code=the-authorization-code")
			err = Classify(err, "127.0.0.1")
			var failed *HostError
			if !errors.As(err, &failed) || failed.Fault != test.fault {
				t.Fatalf("got %T %v", err, err)
			}
			if told := connectortest.Told(t, err); !strings.Contains(told, test.tells) {
				t.Errorf("does not tell %q:\n%s", test.tells, told)
			}
		})
	}
}

func TestClassify(t *testing.T) {
	address := func(err error) error {
		return &url.Error{Op: "Get", URL: "https://x/?code=the-authorization-code", Err: err}
	}
	for name, test := range map[string]struct {
		err       error
		fault     Fault
		temporary bool
	}{
		"no such name":        {address(&net.OpError{Op: "dial", Err: &net.DNSError{Name: "x", IsNotFound: true}}), NameNotFound, false},
		"name service failed": {address(&net.DNSError{Name: "x", IsTimeout: true}), TimedOut, true},
		"deadline":            {address(context.DeadlineExceeded), TimedOut, true},
		"cut off":             {io.ErrUnexpectedEOF, ConnectionBroken, true},
		"an alert":            {address(&net.OpError{Op: "remote error", Err: errors.New("tls: certificate required")}), TLSFailed, false},
		"a passing alert":     {address(&net.OpError{Op: "remote error", Err: errors.New("tls: internal error")}), ConnectionBroken, true},
		"no TLS in time":      {address(errHandshake), TimedOut, true},
		"refused on Windows":  {address(&net.OpError{Op: "dial", Err: wsaConnectionRefused}), ConnectionRefused, true},
	} {
		t.Run(name, func(t *testing.T) {
			err := Classify(test.err, "login.example")
			var failed *HostError
			if !errors.As(err, &failed) || failed.Fault != test.fault || failed.Temporary() != test.temporary {
				t.Fatalf("got %#v", err)
			}
			connectortest.Told(t, err)
		})
	}
	if err := Classify(address(context.Canceled), "x"); err != context.Canceled {
		t.Errorf("canceled became %v", err)
	}
	if err := Classify(nil, "x"); err != nil {
		t.Errorf("nothing became %v", err)
	}
	told := connector.NewError(connector.Message{ID: "wrong"}, nil)
	if err := Classify(address(told), "x"); err != told {
		t.Errorf("an error with a message became %v", err)
	}
}

// startBreakingHost returns the address of a host that hangs up.
func startBreakingHost(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			_ = connection.SetReadDeadline(time.Now().Add(time.Second))
			_, _ = connection.Read(make([]byte, 1024))
			connection.Close()
		}
	}()
	t.Cleanup(func() {
		listener.Close()
		<-done
	})
	return "https://" + listener.Addr().String()
}
