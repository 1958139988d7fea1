package store

import (
	"fmt"

	"inventorybeacon/connector"
)

// NotFoundError means that what was asked for is not stored, or no longer.
type NotFoundError struct {
	// What is a kind of thing, such as "connection".
	What string
	// Key is the name or id that was asked for.
	Key string
}

func (e *NotFoundError) Error() string { return fmt.Sprintf("there is no %s %q", e.What, e.Key) }

// Advice implements [connector.Advised].
func (e *NotFoundError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("There is no %s %q.", e.What, e.Key),
		Action:  fmt.Sprintf("Look at the list of %ss for what there is; it may have been deleted meanwhile.", e.What),
	}
}
