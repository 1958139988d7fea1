package connector

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Message is something that an administrator reads: an entry of the catalogue of
// messages (assets/translations) and what is put into it. Only app/message knows the words.
type Message struct {
	// ID is the entry that says what is wrong and where. The entry ID + ".action",
	// where there is one, says what to do.
	ID string
	// Data is what the entries name as {{.Name}}.
	Data Data
	// Reference holds what Microsoft's support asks for: the original text, trace
	// id and correlation id. It never holds a secret.
	Reference string
	// Code says what else the window can offer; mostly empty.
	Code AdviceCode
}

// Data is what is put into a message. Numbers, a [Date], a time.Time, a
// time.Duration, a [Size] and a []string are written as the language does; a
// Message or a []Message in it is put into words first. The number called Count decides between
// singular and plural. It never holds a secret.
type Data map[string]any

// Digits is a number in a message that is written without separators, because somebody
// types it, or it is set beside one that was typed.
type Digits int

// String is the message as the log has it: without words, so that it can be
// searched for in every language.
func (m Message) String() string {
	var b strings.Builder
	b.WriteString(m.ID)
	for _, name := range slices.Sorted(maps.Keys(m.Data)) {
		fmt.Fprintf(&b, " %s=%v", name, m.Data[name])
	}
	if m.Reference != "" {
		b.WriteString(": " + m.Reference)
	}
	return b.String()
}

// Action is what the entries say to do, as a message to be put into another one.
func (m Message) Action() Message { return Message{ID: m.ID + ".action", Data: m.Data} }

// Explained is an error that has words in the catalogue of messages.
type Explained interface {
	error
	Message() Message
}

// MessageOf returns the message of the first error in err's chain that has one.
func MessageOf(err error) (Message, bool) {
	var explained Explained
	if errors.As(err, &explained) {
		return explained.Message(), true
	}
	return Message{}, false
}

// NewError returns an error on which nothing is decided: it carries what an
// administrator reads, and its cause, which may be nil.
func NewError(m Message, cause error) error { return &messageError{m, cause} }

type messageError struct {
	message Message
	cause   error
}

// Error implements error.
func (e *messageError) Error() string {
	if e.cause == nil || e.cause.Error() == e.message.Reference {
		return e.message.String()
	}
	return e.message.String() + ": " + e.cause.Error()
}

// Message implements [Explained].
func (e *messageError) Message() Message { return e.message }

// Unwrap returns the cause.
func (e *messageError) Unwrap() error { return e.cause }

// Advice is a [Message] in words: what an administrator reads of an error.
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

// The codes. CodeOtherTenant is that of an [OtherTenantError], CodeOtherBeacon that of a tenant that another beacon
// publishes into the central database.
const (
	CodeOtherTenant AdviceCode = "other-tenant"
	CodeOtherBeacon AdviceCode = "other-beacon"
)
