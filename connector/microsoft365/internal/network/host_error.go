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
	"inventorybeacon/connector/microsoft365/internal/printable"
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
	ConnectionBroken     Fault = "connection broken"
)

// wsaConnectionRefused is Windows' number for a refused connection; nothing else
// has it elsewhere.
const wsaConnectionRefused = syscall.Errno(10061)

// phrase completes a sentence such as "... cannot be reached: ".
func (f Fault) phrase() string {
	switch f {
	case NameNotFound:
		return "its name is not known"
	case ConnectionRefused:
		return "the connection was refused"
	case TimedOut:
		return "it did not answer in time"
	case NotTLS:
		return "it does not speak TLS"
	default:
		return "the connection broke"
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

// Temporary reports whether another try may help.
func (e *HostError) Temporary() bool {
	switch e.Fault {
	case ConnectionRefused, TimedOut, ConnectionBroken:
		return true
	default:
		return false
	}
}

// Advice implements [connector.Advised].
func (e *HostError) Advice() connector.Advice {
	message, action := e.sentences()
	return connector.Advice{Message: message, Action: action, Reference: e.Error()}
}

func (e *HostError) sentences() (message, action string) {
	switch e.Fault {
	case NameNotFound:
		return fmt.Sprintf("The name %s cannot be resolved.", e.Host),
			"Check the endpoints of the connection and this computer's network; where only a proxy reaches the internet, switch on Use Proxy."
	case CertificateUntrusted:
		return fmt.Sprintf("The certificate of %s was issued by %s, which this computer does not trust.", e.Host, e.issuer()),
			"If that is the proxy or firewall of your organization, have this computer trust its root certificate; " +
				"if not, do not go on: somebody may be listening in."
	case CertificateOutdated:
		return fmt.Sprintf("The certificate of %s (issued by %s) is not valid at this time.", e.Host, e.issuer()),
			"Check date and time of this computer, and the certificate of a proxy that looks into TLS."
	case CertificateWrongName:
		return fmt.Sprintf("%s answered with the certificate of another host, issued by %s.", e.Host, e.issuer()),
			"Check the endpoints of the connection, and whether a proxy or firewall answers in place of the host."
	case NotTLS:
		return fmt.Sprintf("%s does not speak TLS, although its address begins with https://.", e.Host),
			"Check the endpoints of the connection, and whether a proxy or firewall answers in place of the host."
	case ConnectionBroken:
		return fmt.Sprintf("The connection to %s broke.", e.Host),
			"Try again. If it happens again, check this computer's network and the proxy settings of the connection."
	default:
		return fmt.Sprintf("%s cannot be reached: %s.", e.Host, e.Fault.phrase()),
			"Check this computer's network and the proxy settings of the connection: where only a proxy reaches the internet, Use Proxy has to " +
				"be on."
	}
}

func (e *HostError) issuer() string { return cmp.Or(e.Issuer, "an unknown authority") }

// Classify turns what went wrong on the way to host into an error with advice.
// The result never holds an address: *url.Error prints it, and with it a code
// or a download address that is as good as a password. A canceled context and
// errors that have advice already are returned as they are, without their
// wrapping.
func Classify(err error, host string) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, context.Canceled) {
		return context.Canceled
	}
	var advised connector.Advised
	if errors.As(err, &advised) {
		return advised
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
