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
	"slices"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"inventorybeacon/connector"
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
	NoPassword  Fault = "mail.no-password" // it offers no sign-in by password
	NoOAuth2    Fault = "mail.no-oauth2"   // it offers none by OAuth2
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
	// Refused are the recipients, where it is for their sake that it takes the letter for nobody.
	Refused []Refusal
	Err     error
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
	switch e.Fault {
	case Untrusted, Unencrypted, Auth, NoPassword, NoOAuth2, Greeting, Refused:
		return true
	default:
		return false
	}
}

// ForAll reports whether the letter is refused for the sake of its recipients, each of them.
func (e *Error) ForAll() bool { return e.Fault != Greeting && len(e.Refused) > 0 }

// ForGood are the recipients for whom it is of no use to try again. A server that lets nobody in tells it of each recipient,
// so that those are not among them who may be refused for the sake of who sends.
func (e *Error) ForGood() (refused []Refusal) {
	if !e.ForAll() {
		return nil
	}
	for _, r := range e.Refused {
		if !r.later() && !r.ofSender() {
			refused = append(refused, r)
		}
	}
	return refused
}

func addressRefused(address string, err error) error {
	return connector.NewError(connector.Message{ID: "mail.address", Data: connector.Data{"Address": address}}, err)
}

// PartlySentError is a letter that the server has taken, but not for everybody.
type PartlySentError struct {
	Server string // host and port
	// Refused are the recipients whom it refuses for good, Later those whom it does not take for the moment.
	Refused, Later []Refusal
}

// partlySent is the error of a letter that was taken for all but some; nil where it was taken for all.
func partlySent(server string, refused []Refusal) error {
	if len(refused) == 0 {
		return nil
	}
	e := &PartlySentError{Server: server}
	for _, r := range refused {
		if r.later() {
			e.Later = append(e.Later, r)
		} else {
			e.Refused = append(e.Refused, r)
		}
	}
	return e
}

// ForGood are the recipients for whom it is of no use to try again.
func (e *PartlySentError) ForGood() []Refusal { return e.Refused }

// Awaits reports whether a recipient is one whom it does not take for the moment.
func (e *PartlySentError) Awaits(address string) bool {
	return slices.ContainsFunc(e.Later, func(r Refusal) bool { return r.Address == address })
}

func (e *PartlySentError) Error() string {
	var texts []string
	for _, r := range slices.Concat(e.Refused, e.Later) {
		texts = append(texts, r.Address+": "+r.Said)
	}
	return fmt.Sprintf("mail server %s: refused for %s", e.Server, strings.Join(texts, "; "))
}

// Message implements [connector.Explained].
func (e *PartlySentError) Message() connector.Message {
	m := connector.Message{
		ID:        "mail.partly",
		Data:      connector.Data{"Server": e.Server, "Addresses": addresses(e.Refused), "Later": addresses(e.Later)},
		Reference: slices.Concat(e.Refused, e.Later)[0].Said,
	}
	switch {
	case len(e.Refused) == 0:
		m.ID = "mail.partly-later"
	case len(e.Later) > 0:
		m.ID = "mail.partly-both"
	}
	return m
}

func (s Server) address() string { return fmt.Sprintf("%s:%d", s.Host, s.Port) }

// refused says what it means that a server that has let us in does not take a letter.
func (s Server) refused(ctx context.Context, quote quoter, err error, recipients []Refusal) error {
	var answer *textproto.Error
	if !errors.As(err, &answer) {
		return s.explain(ctx, quote, err)
	}
	e := &Error{Fault: Refused, Server: s.address(), Said: quote.said(answer), Refused: recipients, Err: quote.cleaned(err)}
	switch {
	case answer.Code/100 == 4:
		e.Fault = Later
	case greetingRefused(answer):
		e.Fault = Greeting
	}
	return e
}

// explain says what an error of the library means, which has types for some of them alone.
func (s Server) explain(ctx context.Context, quote quoter, err error) error {
	e := &Error{Fault: Broken, Server: s.address(), Err: quote.cleaned(err)}
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
		e.Said = quote.said(answer)
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
	case knowsNoSignIn(err):
		if e.Fault = NoPassword; s.Token != nil {
			e.Fault = NoOAuth2
		}
	case strings.Contains(text, "AUTH"):
		e.Fault = Auth
	case ctx.Err() != nil, errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		e.Fault = Silent
	case errors.As(err, &operation) && operation.Op == "dial":
		e.Fault = Unreachable
	}
	return e
}

// knowsNoSignIn reports whether a server offers no way to sign in that we can go. For one that offers none at all the
// library has a text only.
func knowsNoSignIn(err error) bool {
	return errors.Is(err, gomail.ErrNoSupportedAuthDiscovered) || errors.Is(err, gomail.ErrXOauth2AuthNotSupported) ||
		strings.Contains(err.Error(), "support SMTP AUTH")
}
