package workspace

import (
	"fmt"
	"strings"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// KeptNotFoundError means that there is no kept inventory of that name, or no longer.
type KeptNotFoundError struct{ Name string }

func (e *KeptNotFoundError) Error() string { return fmt.Sprintf("no inventory %q is kept", e.Name) }

// Advice implements [connector.Advised].
func (e *KeptNotFoundError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("No inventory of a deleted connection %q is kept.", e.Name),
		Action:  "Look at the kept inventories for what there is; it may have been given away or removed meanwhile.",
	}
}

// AmbiguousNameError means that several kept inventories are of connections that had
// one name.
type AmbiguousNameError struct {
	Name  string
	Names []string // what tells them apart
}

func ambiguous(name string, kept []KeptInventory) error {
	e := &AmbiguousNameError{Name: name}
	for _, k := range kept {
		e.Names = append(e.Names, k.Name)
	}
	return e
}

func (e *AmbiguousNameError) Error() string {
	return fmt.Sprintf("%q is the name of %d kept inventories", e.Name, len(e.Names))
}

// Advice implements [connector.Advised].
func (e *AmbiguousNameError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The inventories of %d deleted connections named %q are kept.", len(e.Names), e.Name),
		Action:  fmt.Sprintf("Choose one of them by its whole name: %s.", quoted(e.Names)),
	}
}

// OtherTenantsInventoryError means that a kept inventory is of another tenant than the
// connection that was to have it.
type OtherTenantsInventoryError struct {
	Kept       KeptInventory
	Connection string
	Tenant     connector.Tenant // of the connection
}

func (e *OtherTenantsInventoryError) Error() string {
	return fmt.Sprintf("the kept inventory %q is of tenant %q, connection %q of %q", e.Kept.Name, e.Kept.Tenant,
		e.Connection, e.Tenant.DisplayName)
}

// Advice implements [connector.Advised].
func (e *OtherTenantsInventoryError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The kept inventory %q is of the tenant %s, and the connection %q is for the tenant %s.",
			e.Kept.Name, tenantText(e.Kept.Tenant, e.Kept.TenantID), e.Connection, tenantText(e.Tenant.DisplayName, e.Tenant.ID)),
		Action: "Give it to a connection to the same tenant.",
	}
}

// tenantText names a tenant, by its id when it has no name.
func tenantText(name, id string) string {
	if name == "" {
		return id
	}
	return name
}

// OwnInventoryError means that a connection has imported something itself, so that it
// cannot have another inventory.
type OwnInventoryError struct{ Connection string }

func (e *OwnInventoryError) Error() string {
	return fmt.Sprintf("connection %q has an inventory of its own", e.Connection)
}

// Advice implements [connector.Advised].
func (e *OwnInventoryError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The connection %q has imported an inventory of its own.", e.Connection),
		Action:  "Remove the kept inventory if the newer one replaces it, or give it to a connection that has not imported yet.",
	}
}

// UnfinishedDeletionError means that a connection, or a kept inventory, is deleted, and
// what it has left could not be removed yet.
type UnfinishedDeletionError struct {
	Name string
	Err  error
}

func (e *UnfinishedDeletionError) Error() string {
	return fmt.Sprintf("removing what the deleted connection %s has left: %v", e.Name, e.Err)
}

// Unwrap returns why.
func (e *UnfinishedDeletionError) Unwrap() error { return e.Err }

// Advice implements [connector.Advised].
func (e *UnfinishedDeletionError) Advice() connector.Advice {
	why := message.Explain(e.Err)
	return connector.Advice{
		Message:   strings.TrimSpace(fmt.Sprintf("The connection %q is deleted, but what it has imported could not be removed yet. %s", e.Name, why.Message)),
		Action:    "It is tried again at the next start of the program, and every ten minutes while the window is open or schedules are served.",
		Reference: why.Reference,
	}
}
