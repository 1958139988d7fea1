package network

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
)

// errHandshake is TLS that was not answered in time: some plain proxies wait for the end of what they
// take for a line.
var errHandshake error = handshakeTooSlow{}

type handshakeTooSlow struct{}

func (handshakeTooSlow) Error() string { return "TLS handshake timeout" }
func (handshakeTooSlow) Timeout() bool { return true }

// tlsError is what the two sides do not agree on. crypto/tls has types for few of its errors.
type tlsError struct{ err error }

func (e *tlsError) Error() string { return e.err.Error() }
func (e *tlsError) Unwrap() error { return e.err }

// handshake begins TLS over a connection to a host or a proxy, which it closes when that fails.
func handshake(ctx context.Context, conn net.Conn, settings *tls.Config) (*tls.Conn, error) {
	limited, cancel := context.WithTimeoutCause(ctx, handshakeTimeout, errHandshake)
	defer cancel()
	encrypted := tls.Client(conn, settings)
	err := encrypted.HandshakeContext(limited)
	if err == nil {
		return encrypted, nil
	}
	_ = conn.Close()
	switch {
	case context.Cause(limited) == errHandshake:
		return nil, errHandshake
	case strings.Contains(err.Error(), "tls: "): // alerts have other words before that
		return nil, &tlsError{err}
	default:
		return nil, err
	}
}

// passingAlerts are those that another try may mend.
var passingAlerts = []string{"tls: internal error", "tls: bad record MAC"}

// refusesTLS reports whether an error says that two sides do not agree on TLS, and will not the next time
// either. An alert of the other side may also come after the handshake.
func refusesTLS(err error) bool {
	var (
		disagreement *tlsError
		alert        *net.OpError
	)
	if !errors.As(err, &disagreement) && (!errors.As(err, &alert) || alert.Op != "remote error") {
		return false
	}
	passes := func(alert string) bool { return strings.HasSuffix(err.Error(), alert) }
	return !slices.ContainsFunc(passingAlerts, passes)
}

// toHost begins TLS over a connection to host:port. The keys of ML-KEM make what it begins with larger than a
// packet, which some firewalls drop (golang/go#80573): such a host looks like one that is down. So where it is not
// answered, the next connection to that host begins without them, for the dialer's life.
func (d *dialer) toHost(ctx context.Context, conn net.Conn, address string, settings *tls.Config) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	settings = settings.Clone()
	settings.ServerName = host
	_, small := d.unanswered.Load(host)
	if small {
		settings.CurvePreferences = []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384}
	}
	encrypted, err := handshake(ctx, conn, settings)
	if err == nil {
		return encrypted, nil
	}
	if fault := networkFault(err); !small && ctx.Err() == nil && (fault == TimedOut || fault == ConnectionBroken) {
		d.unanswered.Store(host, true)
		err = &HostError{Fault: HelloUnanswered, Host: host, err: err}
	}
	return nil, err
}

// Do sends a request that nobody tries again by send, of a client or what it stands on, but for one thing: after a beginning of TLS
// that was not answered, and so before anything of the request was sent, the next one is another.
func Do(send func(*http.Request) (*http.Response, error), r *http.Request) (*http.Response, error) {
	answer, err := send(r)
	if failed := (*HostError)(nil); !errors.As(err, &failed) || failed.Fault != HelloUnanswered {
		return answer, err
	}
	again := r.Clone(r.Context())
	if r.GetBody != nil {
		if again.Body, err = r.GetBody(); err != nil {
			return nil, err
		}
	}
	return send(again)
}
