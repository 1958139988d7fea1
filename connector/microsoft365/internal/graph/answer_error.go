package graph

import (
	"errors"
	"fmt"

	"inventorybeacon/connector"
)

// AnswerError says that an answer arrived but cannot be used.
type AnswerError struct {
	// What is the thing that was read, for example "/v1.0/users".
	What string
	// Reason completes the sentence "The answer for ... ".
	Reason string
	Action string
	Err    error
}

// Error implements error.
func (e *AnswerError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("the answer for %s %s: %v", e.What, e.Reason, e.Err)
	}
	return fmt.Sprintf("the answer for %s %s", e.What, e.Reason)
}

// Unwrap returns what the decoder said.
func (e *AnswerError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *AnswerError) Advice() connector.Advice {
	action := e.Action
	if action == "" {
		action = "Execute the import again; if it happens again, check whether a proxy changes or cuts answers."
	}
	return connector.Advice{Message: fmt.Sprintf("The answer for %s %s.", e.What, e.Reason), Action: action, Reference: e.Error()}
}

var (
	ErrTruncated = fmt.Errorf("it ends too early: %w", ErrInvalid)
	ErrTooLarge  = errors.New("it is larger than any valid answer")
)

// Truncated and tooLarge make the two faults that any kind of body can have.
func Truncated(what string) error {
	return &AnswerError{What: what, Reason: "was cut off before its end", Err: ErrTruncated}
}

func tooLarge(what string, limit int64) error {
	return &AnswerError{What: what, Reason: fmt.Sprintf("is larger than %d MiB", limit>>20), Err: ErrTooLarge}
}
