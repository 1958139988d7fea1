package network

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/printable"
)

// ProxyFault is the way in which a proxy has failed.
type ProxyFault string

// The faults of a proxy.
const (
	ProxyMisconfigured  ProxyFault = "misconfigured"  // Proxy Server cannot be read
	ProxyUnreachable    ProxyFault = "unreachable"    // no connection to it
	ProxyNotTLS         ProxyFault = "not TLS"        // https:// but it speaks plain HTTP
	ProxyUntrusted      ProxyFault = "untrusted"      // its certificate is not trusted
	ProxyAuthentication ProxyFault = "authentication" // 407
	ProxyRefused        ProxyFault = "refused"        // any other answer than 200
)

// ProxyError says that the connection's proxy did not let a request through.
type ProxyError struct {
	Fault ProxyFault
	// Server is the proxy's host and port.
	Server string
	// Host is where the request was to go; empty when the proxy itself is at fault.
	Host string
	// Status is the proxy's answer to CONNECT; zero when there was none.
	Status int
	// Schemes are the authentication schemes that the proxy offers with a 407.
	Schemes []string
	// WithCredentials says that a user name was sent.
	WithCredentials bool
	err             error
}

// Error implements error.
func (e *ProxyError) Error() string {
	text := fmt.Sprintf("proxy %s: %s", e.Server, e.Fault)
	if e.Status != 0 {
		text += fmt.Sprintf(" (%d %s)", e.Status, http.StatusText(e.Status))
	}
	if e.err != nil {
		text += ": " + e.err.Error()
	}
	return text
}

// Unwrap returns the network's error.
func (e *ProxyError) Unwrap() error {
	// net/http would replace an error that holds a tls.RecordHeaderError.
	if e.Fault == ProxyNotTLS {
		return nil
	}
	return e.err
}

// Temporary reports whether another try may help.
func (e *ProxyError) Temporary() bool {
	switch e.Fault {
	case ProxyUnreachable:
		var name *net.DNSError
		return !errors.As(e.err, &name) || !name.IsNotFound
	case ProxyRefused:
		return e.Status == http.StatusTooManyRequests || e.Status >= 500
	default:
		return false
	}
}

// Advice implements [connector.Advised].
func (e *ProxyError) Advice() connector.Advice {
	message, action := e.sentences()
	return connector.Advice{Message: message, Action: action, Reference: e.Error()}
}

func (e *ProxyError) sentences() (message, action string) {
	switch e.Fault {
	case ProxyMisconfigured:
		return e.err.Error(), "Correct Proxy Server in the connection, or clear Use Proxy."
	case ProxyUnreachable:
		return fmt.Sprintf("The proxy %s cannot be reached: %s.", e.Server, networkFault(e.err).phrase()),
			"Check Proxy Server in the connection, and that this computer is in the network of the proxy."
	case ProxyNotTLS:
		return fmt.Sprintf("The proxy %s does not speak TLS, although Proxy Server begins with https://.", e.Server),
			fmt.Sprintf("Enter http://%s as Proxy Server. Requests to Microsoft stay encrypted all the same.", e.Server)
	case ProxyUntrusted:
		return fmt.Sprintf("The certificate of the proxy %s is not trusted.", e.Server),
			"Have this computer trust the authority that issued the proxy's certificate, or use http:// in Proxy Server."
	case ProxyAuthentication:
		return e.authentication()
	default:
		return e.refusal()
	}
}

// refusal is of a proxy that does not let a request through, or that does not get
// through itself.
func (e *ProxyError) refusal() (message, action string) {
	if e.Status >= http.StatusInternalServerError {
		return fmt.Sprintf("The proxy %s could not reach %s (status %d).", e.Server, e.Host, e.Status),
			fmt.Sprintf("Check the endpoints of the connection; if they are right, ask the administrator of the proxy whether it reaches %s.",
				e.Host)
	}
	return fmt.Sprintf("The proxy %s did not let the request to %s through (status %d).", e.Server, e.Host, e.Status),
		fmt.Sprintf("Ask the administrator of the proxy to allow %s.", e.Host)
}

func (e *ProxyError) authentication() (message, action string) {
	if len(e.Schemes) > 0 && !e.offers("Basic") {
		return fmt.Sprintf("The proxy %s wants a sign-in with %s, which this program does not speak; it speaks only Basic.",
				e.Server, strings.Join(e.Schemes, " or ")),
			"Ask the administrator of the proxy to offer Basic or to let this computer through without a sign-in, " +
				"or run a local relay that signs in (cntlm, px or alpaca) and enter its address as Proxy Server."
	}
	if e.WithCredentials {
		return fmt.Sprintf("The proxy %s refused the user name or the password.", e.Server),
			"Correct Username and Password in Proxy Settings."
	}
	return fmt.Sprintf("The proxy %s wants a user name and a password.", e.Server),
		"Enter Username and Password in Proxy Settings."
}

func (e *ProxyError) offers(scheme string) bool {
	for _, s := range e.Schemes {
		if strings.EqualFold(s, scheme) {
			return true
		}
	}
	return false
}

// proxyRefusal returns the error of a proxy's answer to CONNECT; nil when the
// tunnel is open.
func proxyRefusal(proxy *url.URL, host string, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	failed := &ProxyError{Fault: ProxyRefused, Server: proxy.Host, Host: host, Status: answer.StatusCode, WithCredentials: proxy.User != nil}
	// tinyproxy answers a wrong password with 401, which is meant for hosts.
	if answer.StatusCode == http.StatusProxyAuthRequired || answer.StatusCode == http.StatusUnauthorized {
		failed.Fault = ProxyAuthentication
		failed.Schemes = schemesOf(answer.Header.Values("Proxy-Authenticate"))
	}
	return failed
}

// schemesOf returns the names of the schemes in Proxy-Authenticate headers
// (RFC 9110 section 11.6.1): a scheme is a word that no "=" follows.
func schemesOf(challenges []string) []string {
	var schemes []string
	for _, challenge := range challenges {
		for part := range strings.SplitSeq(challenge, ",") {
			scheme, _, _ := strings.Cut(strings.TrimSpace(part), " ")
			if scheme != "" && !strings.ContainsAny(scheme, `="`) {
				schemes = append(schemes, printable.Line(scheme, 20))
			}
		}
	}
	return schemes
}

// handshakeTimedOut reports whether a connection was made but TLS was not answered: some
// plain proxies wait for the end of what they take for a line. net/http has no
// type for it.
func handshakeTimedOut(err error) bool {
	return err != nil && strings.Contains(err.Error(), "TLS handshake timeout")
}

// proxyFailure returns the error of a request that did not get past the proxy;
// nil when the proxy is not to blame.
func proxyFailure(err error, proxy *url.URL) error {
	var refused *ProxyError
	if errors.As(err, &refused) {
		return refused
	}
	var connect *net.OpError
	if !errors.As(err, &connect) || connect.Op != "proxyconnect" {
		return nil
	}
	failed := &ProxyError{Fault: ProxyUnreachable, Server: proxy.Host, err: connect.Err}
	var (
		noTLS     tls.RecordHeaderError
		untrusted *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &noTLS), proxy.Scheme == "https" && handshakeTimedOut(connect.Err):
		failed.Fault = ProxyNotTLS
	case errors.As(err, &untrusted):
		failed.Fault = ProxyUntrusted
	}
	return failed
}
