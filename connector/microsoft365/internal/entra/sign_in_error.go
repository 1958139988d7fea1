package entra

import (
	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// SignInFault is the way in which a sign-in has failed.
type SignInFault string

// The faults of a sign-in.
const (
	SignInCancelled     SignInFault = "cancelled"
	SignInTimedOut      SignInFault = "timed out"
	SignInRunning       SignInFault = "already running"
	SignInMisconfigured SignInFault = "misconfigured"
	// SignInNotNeeded is the attempt for a connection with Client Credentials.
	SignInNotNeeded SignInFault = "not needed"
	SignInPortBusy  SignInFault = "port busy"
	// SignInRefused wraps the *TokenError of Microsoft's answer.
	SignInRefused SignInFault = "refused"
	// SignInWrongAnswer is an address that is no answer of a sign-in.
	SignInWrongAnswer SignInFault = "wrong answer"
	// SignInForeignAnswer is an answer to another attempt.
	SignInForeignAnswer   SignInFault = "answer of another attempt"
	SignInReplayed        SignInFault = "answer used already"
	SignInPersonalAccount SignInFault = "personal account"
	SignInBadIdentity     SignInFault = "identity not usable"
	SignInNoRefreshToken  SignInFault = "no refresh token"
)

// SignInError says why a sign-in did not succeed. It never holds an answer's
// address, which carries the code.
type SignInError struct {
	Fault SignInFault
	// detail says more than the fault; mostly zero.
	detail connector.Message
	err    error
}

// Error implements error.
func (e *SignInError) Error() string {
	text := "sign-in: " + string(e.Fault)
	if e.err != nil {
		text += ": " + printable.Line(e.err.Error(), 1200)
	}
	return text
}

// Unwrap returns the reason, such as a *TokenError or [context.Canceled].
func (e *SignInError) Unwrap() error { return e.err }

// Message implements [connector.Explained].
func (e *SignInError) Message() connector.Message {
	if inner, ok := connector.MessageOf(e.err); ok {
		return inner
	}
	m := e.detail
	if m.ID == "" {
		m.ID = e.messageID()
	}
	if e.Fault == SignInPortBusy && e.err != nil { // nobody else says anything of the other faults
		m.Reference = e.err.Error()
	}
	return m
}

func (e *SignInError) messageID() string {
	switch e.Fault {
	case SignInCancelled:
		return "entra.sign-in.cancelled"
	case SignInTimedOut:
		return "entra.sign-in.timed-out"
	case SignInNotNeeded:
		return "entra.sign-in.not-needed"
	case SignInRunning:
		return "entra.sign-in.running"
	case SignInForeignAnswer:
		return "entra.sign-in.foreign"
	case SignInReplayed:
		return "entra.sign-in.replayed"
	case SignInPersonalAccount:
		return "entra.sign-in.personal-account"
	case SignInNoRefreshToken:
		return "entra.sign-in.no-refresh-token"
	default:
		return "entra.sign-in.failed"
	}
}
