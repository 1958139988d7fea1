package network

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// Fault is the way in which the network has failed.
type Fault string

// The faults of the network.
const (
	NameNotFound         Fault = "name not found"
	ConnectionRefused    Fault = "connection refused"
	TimedOut             Fault = "timed out"
	CertificateUntrusted Fault = "certificate not trusted"
	CertificateOutdated  Fault = "certificate not valid at this time"
	CertificateWrongName Fault = "certificate of another host"
	NotTLS               Fault = "no TLS"
	TLSFailed            Fault = "TLS failed"
	HelloUnanswered      Fault = "beginning of TLS not answered"
	ConnectionBroken     Fault = "connection broken"
)

// wsaConnectionRefused is Windows' number for a refused connection; nothing else
// has it elsewhere.
const wsaConnectionRefused = syscall.Errno(10061)

// reason is how a host or a proxy could not be reached.
func (f Fault) reason() connector.Message {
	switch f {
	case NameNotFound:
		return connector.Message{ID: "network.reason.name-not-found"}
	case ConnectionRefused:
		return connector.Message{ID: "network.reason.refused"}
	case TimedOut:
		return connector.Message{ID: "network.reason.timed-out"}
	case HelloUnanswered:
		return connector.Message{ID: "network.reason.hello-unanswered"}
	default:
		return connector.Message{ID: "network.reason.broken"}
	}
}

// HostError says that a host could not be reached, or not be trusted.
type HostError struct {
	Fault Fault
	Host  string
	// Issuer is who issued the certificate that was refused. A proxy that looks
	// into TLS shows itself here.
	Issuer string
	err    error
}

// Error implements error.
func (e *HostError) Error() string {
	text := fmt.Sprintf("%s: %s", e.Host, e.Fault)
	if e.err != nil {
		text += ": " + e.err.Error()
	}
	return text
}

// Unwrap returns the network's error.
func (e *HostError) Unwrap() error {
	// net/http would replace an error that holds a tls.RecordHeaderError.
	if e.Fault == NotTLS {
		return nil
	}
	return e.err
}

// Reason says in some words how the host could not be reached.
func (e *HostError) Reason() connector.Message { return e.Fault.reason() }

// Temporary reports whether another try may help.
func (e *HostError) Temporary() bool {
	switch e.Fault {
	case ConnectionRefused, TimedOut, HelloUnanswered, ConnectionBroken:
		return true
	default:
		return false
	}
}

// Message implements [connector.Explained].
func (e *HostError) Message() connector.Message {
	m := connector.Message{Data: connector.Data{"Host": e.Host, "Issuer": e.Issuer}}
	if e.err != nil {
		m.Reference = e.err.Error()
	}
	if e.Issuer == "" {
		m.Data["Issuer"] = connector.Message{ID: "network.unknown-issuer"}
	}
	switch e.Fault {
	case NameNotFound:
		m.ID = "network.name-not-found"
	case CertificateUntrusted:
		m.ID = "network.certificate-untrusted"
	case CertificateOutdated:
		m.ID = "network.certificate-outdated"
	case CertificateWrongName:
		m.ID = "network.certificate-wrong-name"
	case NotTLS:
		m.ID = "network.no-tls"
	case TLSFailed:
		m.ID = "network.tls-failed"
	case HelloUnanswered:
		m.ID = "network.hello-unanswered"
	case ConnectionBroken:
		m.ID = "network.connection-broken"
	default:
		m.ID, m.Data["Reason"] = "network.unreachable", e.Fault.reason()
	}
	return m
}

// Classify turns what went wrong on the way to host into an error with a message.
// The result never holds an address: *url.Error prints it, and with it a code
// or a download address that is as good as a password. A canceled context and
// errors that have a message already are returned as they are, without their
// wrapping.
func Classify(err error, host string) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, context.Canceled) {
		return context.Canceled
	}
	var explained connector.Explained
	if errors.As(err, &explained) {
		return explained
	}
	var address *url.Error
	if errors.As(err, &address) {
		err = address.Err
	}
	return &HostError{Fault: networkFault(err), Host: host, Issuer: issuerOf(err), err: err}
}

func networkFault(err error) Fault {
	var (
		name     *net.DNSError
		noTLS    tls.RecordHeaderError
		hostname x509.HostnameError
		invalid  x509.CertificateInvalidError
		verify   *tls.CertificateVerificationError
		unknown  x509.UnknownAuthorityError
		timeout  interface{ Timeout() bool }
	)
	switch {
	case errors.As(err, &hostname):
		return CertificateWrongName
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return CertificateOutdated
	case errors.As(err, &verify), errors.As(err, &unknown):
		return CertificateUntrusted
	case errors.As(err, &noTLS), errors.Is(err, http.ErrSchemeMismatch):
		return NotTLS
	case refusesTLS(err):
		return TLSFailed
	case errors.As(err, &name) && name.IsNotFound:
		return NameNotFound
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded),
		errors.As(err, &timeout) && timeout.Timeout():
		return TimedOut
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, wsaConnectionRefused):
		return ConnectionRefused
	default:
		return ConnectionBroken
	}
}

// issuerOf names who issued the certificate that was refused.
func issuerOf(err error) string {
	var verify *tls.CertificateVerificationError
	if !errors.As(err, &verify) || len(verify.UnverifiedCertificates) == 0 {
		return ""
	}
	return IssuerName(verify.UnverifiedCertificates[0].Issuer)
}

// IssuerName shows whose certificate it is.
func IssuerName(issuer pkix.Name) string {
	organization := strings.Join(issuer.Organization, ", ")
	name := cmp.Or(issuer.CommonName, organization, issuer.String())
	if organization != "" && organization != name {
		name += " (" + organization + ")"
	}
	return printable.Line(name, 120)
}
