package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// Fault is why a letter was not sent.
type Fault string

// The faults. Their values are the IDs of their messages.
const (
	Unreachable Fault = "mail.unreachable"
	Silent      Fault = "mail.silent"      // it does not answer in time
	Untrusted   Fault = "mail.untrusted"   // its certificate
	Unencrypted Fault = "mail.unencrypted" // it offers no STARTTLS
	Auth        Fault = "mail.auth"        // it refuses the account
	Later       Fault = "mail.later"       // it asks to try again: 4xx, as greylisting does
	Greeting    Fault = "mail.greeting"    // it does not take how this computer calls itself
	Refused     Fault = "mail.refused"     // 5xx
	Broken      Fault = "mail.broken"      // anything else
)

// Error is a letter that was not sent.
type Error struct {
	Fault  Fault
	Server string // host and port
	// Said is what the server has answered; empty for what it did not.
	Said string
	Err  error
}

func (e *Error) Error() string {
	return fmt.Sprintf("mail server %s: %s: %v", e.Server, e.Fault, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *Error) Message() connector.Message {
	return connector.Message{ID: string(e.Fault), Data: connector.Data{"Server": e.Server}, Reference: e.Said}
}

// Permanent reports whether the same will happen until somebody changes something.
func (e *Error) Permanent() bool {
	return e.Fault == Untrusted || e.Fault == Unencrypted || e.Fault == Auth || e.Fault == Greeting || e.Fault == Refused
}

func addressRefused(address string, err error) error {
	return connector.NewError(connector.Message{ID: "mail.address", Data: connector.Data{"Address": address}}, err)
}

// PartlySentError is a letter that the server has taken, but not for everybody.
type PartlySentError struct {
	Server  string // host and port
	Refused []Refusal
}

func (e *PartlySentError) Error() string {
	var texts []string
	for _, r := range e.Refused {
		texts = append(texts, r.Address+": "+said(r.Err.Error()))
	}
	return fmt.Sprintf("mail server %s: refused for %s", e.Server, strings.Join(texts, "; "))
}

// Message implements [connector.Explained].
func (e *PartlySentError) Message() connector.Message {
	var addresses []string
	for _, r := range e.Refused {
		addresses = append(addresses, r.Address)
	}
	return connector.Message{
		ID: "mail.partly", Data: connector.Data{"Server": e.Server, "Addresses": addresses}, Reference: said(e.Refused[0].Err.Error()),
	}
}

func (s Server) address() string { return fmt.Sprintf("%s:%d", s.Host, s.Port) }

// refused says what it means that a server that has let us in does not take a letter.
func (s Server) refused(ctx context.Context, err error) error {
	var answer *textproto.Error
	if !errors.As(err, &answer) {
		return s.explain(ctx, err)
	}
	e := &Error{Fault: Refused, Server: s.address(), Said: said(answer.Error()), Err: err}
	switch {
	case answer.Code/100 == 4:
		e.Fault = Later
	case greetingRefused(answer):
		e.Fault = Greeting
	}
	return e
}

// explain says what an error of the library means, which has types for some of them alone.
func (s Server) explain(ctx context.Context, err error) error {
	e := &Error{Fault: Broken, Server: s.address(), Err: err}
	var answer *textproto.Error
	var operation *net.OpError
	var certificate *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	text := err.Error()
	switch {
	case errors.As(err, &certificate), errors.As(err, &unknown):
		e.Fault = Untrusted
	case strings.Contains(text, "STARTTLS"):
		e.Fault = Unencrypted
	case errors.As(err, &answer):
		e.Said = said(answer.Error())
		switch {
		case answer.Code/100 == 4:
			e.Fault = Later
		case greetingRefused(answer):
			e.Fault = Greeting
		case strings.Contains(text, "AUTH"):
			e.Fault = Auth
		default:
			e.Fault = Refused
		}
	case strings.Contains(text, "AUTH"), errors.Is(err, gomail.ErrNoSupportedAuthDiscovered): // it knows none of our ways to sign in
		e.Fault = Auth
	case ctx.Err() != nil, errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		e.Fault = Silent
	case errors.As(err, &operation) && operation.Op == "dial":
		e.Fault = Unreachable
	}
	return e
}

// longestSaid is how much of an answer is kept, in characters.
const longestSaid = 300

// said is an answer of a server in one line.
func said(text string) string { return printable.Line(text, longestSaid) }
