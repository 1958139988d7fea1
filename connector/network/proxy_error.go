package network

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network/proxyauth"
	"inventorybeacon/connector/printable"
)

// ProxyFault is the way in which a proxy has failed.
type ProxyFault string

// The faults of a proxy.
const (
	ProxyMisconfigured  ProxyFault = "misconfigured"  // Proxy Server cannot be read
	ProxyUnreachable    ProxyFault = "unreachable"    // no connection to it
	ProxyNotTLS         ProxyFault = "not TLS"        // https:// but it speaks plain HTTP
	ProxyUntrusted      ProxyFault = "untrusted"      // its certificate is not trusted
	ProxyTLSFailed      ProxyFault = "TLS failed"     // it speaks TLS, but not ours
	ProxyAuthentication ProxyFault = "authentication" // 407
	ProxyRefused        ProxyFault = "refused"        // any other answer than 200
	ProxyUnknown        ProxyFault = "unknown"        // who says which it is cannot be asked
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
	// known says that this program speaks one of the schemes, refused that the proxy
	// did not accept a sign-in.
	known, refused bool
	err            error
}

// Error implements error.
func (e *ProxyError) Error() string {
	if e.Server == "" {
		return fmt.Sprintf("proxy %s: %v", e.Fault, e.err)
	}
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
	case ProxyAuthentication, ProxyUnknown:
		var cause interface{ Temporary() bool }
		return errors.As(e.err, &cause) && cause.Temporary()
	case ProxyRefused:
		return e.Status == http.StatusTooManyRequests || e.Status >= 500
	default:
		return false
	}
}

// Message implements [connector.Explained].
func (e *ProxyError) Message() connector.Message {
	inner, explained := connector.MessageOf(e.err)
	switch {
	case explained && e.Fault == ProxyUnknown:
		return inner
	case explained && e.Fault == ProxyAuthentication:
		inner.Data = maps.Clone(inner.Data)
		if inner.Data == nil {
			inner.Data = connector.Data{}
		}
		inner.Data["Proxy"], inner.Data["Schemes"] = e.Server, either(e.Schemes)
		return inner
	}
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
	case ProxyTLSFailed:
		return "network.proxy.tls-failed"
	case ProxyAuthentication:
		switch {
		case !e.known:
			return "network.proxy.other-authentication"
		case e.WithCredentials:
			return "network.proxy.wrong-password"
		case e.refused:
			return "network.proxy.refused-account"
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

// add puts the reason why a sign-in with one of the schemes has failed to the error. It reports
// whether no other shall be tried, because the password is known to be wrong: each try
// brings an account nearer to being locked.
func (e *ProxyError) add(err error) (final bool) {
	_, explained := connector.MessageOf(err)
	refused := errors.Is(err, proxyauth.ErrRefused)
	switch {
	case refused && explained:
		e.err = err
		return true
	case refused: // more is known than by what could not be tried
		e.refused, e.err = true, nil
	case explained && !e.refused && e.err == nil:
		e.err = err
	}
	return false
}

// proxyRefusal returns the error of a proxy's answer to CONNECT that is not 200.
func proxyRefusal(proxy *url.URL, host string, answer *http.Response, withCredentials bool) *ProxyError {
	failed := &ProxyError{Fault: ProxyRefused, Server: proxy.Host, Host: host, Status: answer.StatusCode, WithCredentials: withCredentials}
	if wantsSignIn(answer) {
		challenges := challengesOf(answer)
		failed.Fault, failed.known = ProxyAuthentication, proxyauth.Speaks(challenges)
		for _, name := range proxyauth.Names(challenges) {
			failed.Schemes = append(failed.Schemes, printable.Line(name, 20))
		}
	}
	return failed
}

// routeError is the error of a host of which nobody says how it is reached.
func routeError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return &ProxyError{Fault: ProxyUnknown, err: err}
}

// WrongProxyPassword is the error of a proxy that refuses the user name and password that were
// entered.
func WrongProxyPassword(server string) *ProxyError {
	return &ProxyError{
		Fault: ProxyAuthentication, Server: server, Status: http.StatusProxyAuthRequired, WithCredentials: true, known: true, refused: true,
	}
}

// closedDuring is the error of a proxy that ends the connection to which a sign-in belongs.
func closedDuring(scheme string) error {
	return connector.NewError(connector.Message{
		ID: "network.proxy.closes", Data: connector.Data{"Scheme": printable.Line(scheme, 20)},
	}, errClosed)
}

// unreachable returns the error of a proxy to which there is no connection.
func unreachable(proxy *url.URL, err error) error {
	failed := &ProxyError{Fault: ProxyUnreachable, Server: proxy.Host, err: err}
	var (
		noTLS     tls.RecordHeaderError
		untrusted *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &noTLS), errors.Is(err, errHandshake):
		failed.Fault = ProxyNotTLS
	case errors.As(err, &untrusted):
		failed.Fault = ProxyUntrusted
	case refusesTLS(err):
		failed.Fault = ProxyTLSFailed
	}
	return failed
}
