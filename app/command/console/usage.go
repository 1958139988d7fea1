package console

import (
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/message"
	"inventorybeacon/app/notify"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

// UsageError is a command that was called wrongly.
type UsageError struct {
	What  string // in the account's language
	Cause error  // of the parser
}

func (e *UsageError) Error() string { return e.What }

func (e *UsageError) Unwrap() error { return e.Cause }

// Message implements [connector.Explained].
func (e *UsageError) Message() connector.Message {
	return connector.Message{ID: "console.usage", Data: connector.Data{"What": e.What}}
}

// UsageErrorf returns a [UsageError]; the format is put into the account's language.
func UsageErrorf(format string, args ...any) error {
	return &UsageError{What: fmt.Sprintf(message.L(format), args...)}
}

// FieldErrorf refuses the value of a field; the format is put into the account's language.
func FieldErrorf(field connector.Field, format string, args ...any) error {
	return &workspace.ProblemsError{Problems: []workspace.Problem{{Field: field, Message: fmt.Sprintf(message.L(format), args...)}}}
}

// Set writes the value of an option into a field, unless the option was not given.
func Set(field *string, value *string) {
	if value != nil {
		*field = *value
	}
}

// FlagOf is the name of the option for a field.
func FlagOf(field connector.Field) string {
	key, central := centralsettings.Key(field)
	switch {
	case field == centralsettings.FieldPassword:
		return key + "-file"
	case central:
		return key
	case slices.Contains(connector.SecretFields[:], field):
		return string(field) + "-file"
	case slices.Contains(notify.SecretFields(), field):
		return string(field) + "-file"
	case field == connector.FieldLossShare:
		return "max-loss"
	default:
		return string(field)
	}
}

// OneOf refuses the value of an option that is none of the known ones.
func OneOf[T ~string](option string, value T, known []T) error {
	names := make([]string, len(known))
	for i, k := range known {
		if names[i] = string(k); k == value {
			return nil
		}
	}
	return UsageErrorf("%s must be one of %s, but it is %q", option, strings.Join(names, ", "), value)
}
