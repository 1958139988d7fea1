package imports

import (
	"fmt"

	"inventorybeacon/connector"
)

// DisabledError is an import that was refused because its connection is disabled.
type DisabledError struct{ Name string }

func (e *DisabledError) Error() string { return fmt.Sprintf("connection %q is disabled", e.Name) }

// Message implements [connector.Explained].
func (e *DisabledError) Message() connector.Message {
	return connector.Message{ID: "imports.disabled", Data: connector.Data{"Name": e.Name}}
}
