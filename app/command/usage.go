package command

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

// usageError is a command that was called wrongly.
type usageError struct {
	what  string // in the account's language
	cause error  // of the parser
}

func (e *usageError) Error() string { return e.what }

func (e *usageError) Unwrap() error { return e.cause }

// Message implements [connector.Explained].
func (e *usageError) Message() connector.Message {
	return connector.Message{ID: "console.usage", Data: connector.Data{"What": e.what}}
}

// wrongUse returns a [usageError]; the format is put into the account's language.
func wrongUse(format string, args ...any) error {
	return &usageError{what: fmt.Sprintf(message.L(format), args...)}
}

// problem refuses the value of a field; the format is put into the account's language.
func problem(field connector.Field, format string, args ...any) error {
	return &workspace.ProblemsError{Problems: []workspace.Problem{{Field: field, Message: fmt.Sprintf(message.L(format), args...)}}}
}

// set writes the value of an option into a field, unless the option was not given.
func set(field *string, value *string) {
	if value != nil {
		*field = *value
	}
}

// flagOf is the name of the option for a field.
func flagOf(field connector.Field) string {
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

// oneOf refuses the value of an option that is none of the known ones.
func oneOf[T ~string](option string, value T, known []T) error {
	names := make([]string, len(known))
	for i, k := range known {
		if names[i] = string(k); k == value {
			return nil
		}
	}
	return wrongUse("%s must be one of %s, but it is %q", option, strings.Join(names, ", "), value)
}
