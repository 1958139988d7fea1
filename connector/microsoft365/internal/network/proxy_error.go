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

// Message implements [connector.Explained].
func (e *ProxyError) Message() connector.Message {
	m := connector.Message{
		ID: e.messageID(), Reference: e.said(),
		Data: connector.Data{"Proxy": e.Server, "Host": e.Host, "Status": e.Status, "Schemes": either(e.Schemes)},
	}
	switch e.Fault {
	case ProxyMisconfigured:
		m.Data["Problem"], _ = connector.MessageOf(e.err)
	case ProxyUnreachable:
		m.Data["Reason"] = networkFault(e.err).reason()
	}
	return m
}

// said is what the proxy answered, or why it could not be reached.
func (e *ProxyError) said() string {
	if e.Status != 0 {
		return fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status))
	}
	if _, ours := connector.MessageOf(e.err); ours || e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *ProxyError) messageID() string {
	switch e.Fault {
	case ProxyMisconfigured:
		return "network.proxy.misconfigured"
	case ProxyUnreachable:
		return "network.proxy.unreachable"
	case ProxyNotTLS:
		return "network.proxy.no-tls"
	case ProxyUntrusted:
		return "network.proxy.untrusted"
	case ProxyAuthentication:
		switch {
		case len(e.Schemes) > 0 && !e.offers("Basic"):
			return "network.proxy.other-authentication"
		case e.WithCredentials:
			return "network.proxy.wrong-password"
		default:
			return "network.proxy.no-password"
		}
	default:
		if e.Status >= http.StatusInternalServerError {
			return "network.proxy.host-unreachable" // it does not get through itself
		}
		return "network.proxy.refused"
	}
}

// either is the schemes as a part of a sentence.
func either(schemes []string) any {
	var list any = ""
	for i, scheme := range schemes {
		if i == 0 {
			list = scheme
			continue
		}
		list = connector.Message{ID: "list.or", Data: connector.Data{"First": list, "Last": scheme}}
	}
	return list
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
