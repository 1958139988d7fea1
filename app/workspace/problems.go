package workspace

import (
	"strings"

	"inventorybeacon/connector"
)

// ProblemsError is an edit that was refused because of its fields.
type ProblemsError struct {
	Problems []connector.Problem
}

func (e *ProblemsError) Error() string {
	messages := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		messages[i] = string(p.Field) + ": " + p.Message
	}
	return strings.Join(messages, "; ")
}

// Advice implements [connector.Advised].
func (e *ProblemsError) Advice() connector.Advice {
	messages := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		messages[i] = p.Message
	}
	return connector.Advice{Message: strings.Join(messages, " ")}
}
