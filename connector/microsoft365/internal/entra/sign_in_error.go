package entra

import (
	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/printable"
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
	// detail is a sentence that says more than the fault.
	detail string
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

// Advice implements [connector.Advised].
func (e *SignInError) Advice() connector.Advice {
	if inner, ok := connector.AdviceOf(e.err); ok {
		return inner
	}
	message, action := e.sentences()
	return connector.Advice{Message: message, Action: action, Reference: e.Error()}
}

func (e *SignInError) sentences() (message, action string) {
	const again = "Sign in again with Generate..."
	if e.detail != "" {
		return e.detail, again
	}
	switch e.Fault {
	case SignInCancelled:
		return "The sign-in was cancelled.", again
	case SignInTimedOut:
		return "Nobody finished the sign-in within 10 minutes.", again
	case SignInNotNeeded:
		return "Nobody signs in for a connection with the flow Client Credentials: its client secret or certificate stands in.",
			"Test the connection, or execute an import."
	case SignInRunning:
		return "A sign-in for this connection is under way already.", "Finish or cancel it first."
	case SignInForeignAnswer:
		return "The answer belongs to another sign-in.", "Sign in again, and finish the newest sign-in page only."
	case SignInReplayed:
		return "The answer of this sign-in has been used already.", again
	case SignInPersonalAccount:
		return "A personal Microsoft account signed in; it belongs to no Microsoft 365 tenant.", "Sign in with a work account of the tenant."
	case SignInNoRefreshToken:
		return "Microsoft gave no refresh token, so imports could not run without somebody signing in each time.",
			"Check that the app registration allows offline_access, and that the token endpoint is Microsoft's version 2.0."
	default:
		return "The sign-in failed.", again
	}
}
