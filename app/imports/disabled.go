package imports

import (
	"fmt"

	"inventorybeacon/connector"
)

// DisabledError is an import that was refused because its connection is disabled.
type DisabledError struct{ Name string }

func (e *DisabledError) Error() string { return fmt.Sprintf("connection %q is disabled", e.Name) }

// Advice implements [connector.Advised].
func (e *DisabledError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The connection %q is disabled, so nothing is imported through it.", e.Name),
		Action:  "Enable the connection, then execute the import again.",
	}
}
