package workspace

import (
	"strings"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// Problem says in words what is wrong with the value of one field, and what to do.
type Problem struct {
	Field   connector.Field `json:"field"`
	Message string          `json:"message"`
}

// InWords puts a problem into words.
func InWords(p connector.Problem) Problem {
	return Problem{Field: p.Field, Message: message.Sentence(p.Message)}
}

func inWords(problems ...connector.Problem) []Problem {
	worded := make([]Problem, len(problems))
	for i, p := range problems {
		worded[i] = InWords(p)
	}
	return worded
}

// ProblemsError is an edit that was refused because of its fields.
type ProblemsError struct{ Problems []Problem }

// Refused is a [ProblemsError] of problems; nil when there are none.
func Refused(problems ...connector.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	return &ProblemsError{inWords(problems...)}
}

func (e *ProblemsError) Error() string {
	messages := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		messages[i] = string(p.Field) + ": " + p.Message
	}
	return strings.Join(messages, "; ")
}

// Message implements [connector.Explained].
func (e *ProblemsError) Message() connector.Message {
	messages := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		messages[i] = p.Message
	}
	return connector.Message{ID: "workspace.problems", Data: connector.Data{"Problems": strings.Join(messages, " ")}}
}
