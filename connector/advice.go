package connector

import "errors"

// Advice is what an administrator reads of an error.
type Advice struct {
	// Message says in one sentence what is wrong and where.
	Message string `json:"message"`
	// Action says in one sentence what to do.
	Action string `json:"action,omitempty"`
	// Reference holds what Microsoft's support asks for: the original text, trace
	// id and correlation id. It never holds a secret.
	Reference string `json:"reference,omitempty"`
	// Code says what else the window can offer; mostly empty.
	Code AdviceCode `json:"code,omitempty"`
}

// AdviceCode is a way out of an error that the window offers as a button.
type AdviceCode string

// CodeOtherTenant is the code of an [OtherTenantError].
const CodeOtherTenant AdviceCode = "other-tenant"

// Advised is an error that knows what to tell the administrator.
type Advised interface {
	error
	Advice() Advice
}

// AdviceOf returns the advice of the first error in err's chain that has one.
func AdviceOf(err error) (Advice, bool) {
	var advised Advised
	if errors.As(err, &advised) {
		return advised.Advice(), true
	}
	return Advice{}, false
}

// Advise returns an error on which nothing is decided: it only carries what an
// administrator reads.
func Advise(message, action string) error {
	return &advisedError{Advice{Message: message, Action: action}}
}

type advisedError struct{ advice Advice }

// Error implements error.
func (e *advisedError) Error() string { return e.advice.Message }

// Advice implements [Advised].
func (e *advisedError) Advice() Advice { return e.advice }
