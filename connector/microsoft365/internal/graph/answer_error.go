package graph

import (
	"errors"
	"fmt"

	"inventorybeacon/connector"
)

// AnswerError says that an answer arrived but cannot be used.
type AnswerError struct {
	// Reason is what an administrator reads.
	Reason connector.Message
	Err    error
}

// Error implements error.
func (e *AnswerError) Error() string { return connector.NewError(e.Reason, e.Err).Error() }

// Temporary says that the same way leads to the same answer. One that is [ErrInvalid]
// may come whole from the start of its page or listing.
func (e *AnswerError) Temporary() bool { return false }

// Unwrap returns what the decoder said.
func (e *AnswerError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *AnswerError) Message() connector.Message { return e.Reason }

var (
	ErrTruncated = fmt.Errorf("it ends too early: %w", ErrInvalid)
	ErrTooLarge  = errors.New("it is larger than any valid answer")
)

// Of is the data of a message about an answer. What was asked for is the path of a
// resource, or a [connector.Message] that names it.
func Of(what any) connector.Data { return connector.Data{"What": what} }

// named is a host as a part of a sentence; an empty one is of no valid address.
func named(host string) any {
	if host == "" {
		return connector.Message{ID: "graph.invalid-address"}
	}
	return host
}

// Truncated and tooLarge make the two faults that any kind of body can have.
func Truncated(what any) error {
	return &AnswerError{Reason: connector.Message{ID: "graph.answer.truncated", Data: Of(what)}, Err: ErrTruncated}
}

func tooLarge(what any, limit int64) error {
	return &AnswerError{
		Reason: connector.Message{ID: "graph.answer.large", Data: connector.Data{"What": what, "Most": limit >> 20}}, Err: ErrTooLarge,
	}
}
